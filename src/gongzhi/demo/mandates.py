"""The demo's lists, responsibility letters and offices: every stage of each, made through the room's own commands."""

from datetime import date, timedelta

from gongzhi.demo.records import ACTOR, owner, rows
from gongzhi.kit import clock
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.tree import tree
from gongzhi.town.people.commands import actor_of
from gongzhi.town.people.models import Post, Role
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.mandates import commands
from gongzhi.work.mandates.models import Listing, ResponsibilityLetter

BASIS = "演示数据（虚构）；待确认"
ONE_DAY = timedelta(days=1)
LINKED = 12  # items of the list of joint duties that name a category
PLAIN = (
    ("组织居民议事协商", "召集、记录、公示结果", "派员答复政策问题"),
    ("独居老人日常探访", "排班探访、登记需要", "提供名单更新和培训"),
    ("冬季清雪组织动员", "动员沿街单位、检查背街小巷", "主次干道机械清雪"),
    ("物业服务日常检查", "每季检查、督促整改", "评级定等、行政处罚"),
    ("应急避险转移", "通知、转移、安置点管理", "预警发布、抢险救援"),
)
MONEY, POWER, PEOPLE = (
    "随事项拨付工作经费（演示，数额待确认）",
    "检查结果的初审意见",
    "派驻人员日常由街道指挥",
)
LETTERS = (
    # title            issuer     veto   basis                       what becomes of it
    ("安全生产责任状", "emergency", True, "演示依据（虚构）", "keep"),
    ("环境整治责任状", "urban", False, "", "abolish"),
    ("背街小巷保洁责任状", "urban", False, "", "merge"),
    ("养犬管理责任状", "police", False, "", "review"),
    ("城市管理综合责任状", "urban", False, "演示依据（虚构）", ""),
    ("食品安全责任状", "market", True, "", ""),
)
OFFICES = ("第一办公室（演示，名称待确认）", "第二办公室（演示，名称待确认）", "第三办公室（演示，名称待确认）",
           "第四办公室（演示，名称待确认）", "第五办公室（演示，名称待确认）")  # fmt: skip
STRIPPED = (
    ("招商引资任务（演示）", "区商务部门", "每季仍要报一次招商线索"),
    ("协税护税（演示）", "区税务部门", ""),
)


def build(streets: tuple[AreaCard, ...]) -> None:
    """For each district its lists; for the first streets letters, offices and functions stripped off."""
    for district in dict.fromkeys(tree().card(s.parent_id) for s in streets):  # type: ignore[arg-type]
        _assisting(district)
        _basic(district)
    _remarks(streets[0])
    for street in streets[:2]:
        _letters(street)
    _offices(streets)


def _holder(role: Role, area_id: int) -> Actor:
    """The first who holds a role over an area."""
    post = Post.objects.filter(role=role, area_id=area_id).select_related("user").order_by("id")[0]
    return actor_of(post.user.username)


def _assisting(district: AreaCard) -> None:
    """The list of joint duties: in force, giving duties; over it a draft that changes, adds and leaves out."""
    listing = commands.begin_listing(
        ACTOR, kind="assisting", area_id=district.id, basis=BASIS, synthetic=True
    )
    for row in rows("duties.csv")[:LINKED]:
        card = catalogue().coded(row["category"])
        commands.write_item(
            ACTOR, listing, code=row["number"], text=f"{card.full_name}的处置", basis=BASIS,
            lead_id=owner(row["lead"], district).id, category_id=card.id, money=MONEY,
            helper_ids=[owner(key, district).id for key in row["helpers"].split()],
            street_part="发现、上报、现场协调", department_part="到场处置、答复居民",
        )  # fmt: skip
    _enact(listing, district)
    draft = commands.begin_listing(ACTOR, kind="assisting", area_id=district.id, basis=BASIS, synthetic=True)
    first, second, *_rest = draft.items.order_by("place")
    commands.write_item(
        ACTOR, draft, code=first.code, text=first.text, lead_id=owner("urban", district).id,
        category_id=first.category_id, helper_ids=first.helper_ids, street_part=first.street_part,
    )  # fmt: skip
    commands.drop_item(ACTOR, draft, code=second.code)
    commands.write_item(
        ACTOR, draft, code="90", text="外墙保温层脱落排查", lead_name="（名录外单位，待确认）"
    )


def _enact(listing: Listing, district: AreaCard, days: int = 1) -> None:
    leader = _holder(Role.DISTRICT_LEADER, district.id)
    commands.enact(leader, listing, effective_from=clock.today() + days * ONE_DAY)


def _basic(district: AreaCard) -> None:
    """The list of basic duties: a first version superseded by a second; a list of powers that was withdrawn."""
    first = commands.begin_listing(ACTOR, kind="basic", area_id=district.id, basis=BASIS, synthetic=True)
    for n, (text, street, department) in enumerate(PLAIN[:-1], start=1):
        commands.write_item(
            ACTOR, first, code=f"JB-{n:03d}", text=text, street_part=street, department_part=department,
            money=MONEY if n % 2 else "", power=POWER if n == 4 else "", people=PEOPLE if n == 3 else "",
        )  # fmt: skip
    _enact(first, district)
    second = commands.begin_listing(ACTOR, kind="basic", area_id=district.id, basis=BASIS, synthetic=True)
    text, street, department = PLAIN[-1]
    commands.write_item(
        ACTOR, second, code="JB-005", text=text, street_part=street, department_part=department
    )
    _enact(second, district, days=15)
    unwanted = commands.begin_listing(ACTOR, kind="powers", area_id=district.id, basis=BASIS, synthetic=True)
    commands.withdraw(ACTOR, unwanted, reason="与基本履职清单重复（演示）")


def _remarks(street: AreaCard) -> None:
    clerk = _holder(Role.STREET_CLERK, street.id)
    draft = Listing.objects.get(kind="assisting", area_id=street.parent_id or 0, stage="draft")
    item = draft.items.order_by("place")[0]
    commands.remark(clerk, draft, item_id=item.pk, text="街道没有专业设备，只能先围挡（演示）")


def _letters(street: AreaCard) -> None:
    """Six letters that the street signed: kept, abolished, merged, under review, and two that nobody has looked at."""
    district = tree().card(street.parent_id or 0)
    clerk, leader = _holder(Role.STREET_CLERK, street.id), _holder(Role.DISTRICT_LEADER, district.id)
    made: dict[str, ResponsibilityLetter] = {}
    year = clock.today().year
    for title, issuer, veto, basis, _fate in LETTERS:
        made[title] = commands.record_letter(
            ACTOR, issuer_id=owner(issuer, district).id, street_id=street.id, title=title, veto=veto, basis=basis,
            signed_on=date(year, 1, 10), valid_to=date(year + 1, 12, 31), synthetic=True,
        )  # fmt: skip
    for title, _issuer, _veto, _basis, fate in LETTERS:
        if fate:
            commands.review(clerk, made[title], reason="请看是不是还要街道签（演示）")
    commands.keep(leader, made["安全生产责任状"], reason="有依据，保留（演示）")
    commands.abolish(leader, made["环境整治责任状"], reason="没有依据，属于部门职责（演示）")
    commands.merge(
        leader, made["背街小巷保洁责任状"], reason="内容相同（演示）", into_id=made["城市管理综合责任状"].pk
    )


def _offices(streets: tuple[AreaCard, ...]) -> None:
    """The first street has its five and one more; the second lacks two."""
    for at, street in enumerate(streets[:2]):
        for place, name in enumerate(OFFICES[: 5 - 2 * at], start=1):
            commands.set_up_office(
                ACTOR, street_id=street.id, name=name, place=place, basis=BASIS, synthetic=True
            )
        for what, to_whom, still in STRIPPED:
            commands.strip_function(
                ACTOR, street_id=street.id, what=what, to_whom=to_whom, stripped_on=date(2020, 1, 1), still=still,
                document=BASIS, synthetic=True,
            )  # fmt: skip
    commands.set_up_office(
        ACTOR, street_id=streets[0].id, name="商圈服务办（演示）", basis=BASIS, synthetic=True
    )
