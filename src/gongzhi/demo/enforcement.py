"""The demo's enforcement: powers in every stage, a squad with a certificate that ends soon, files in every stage.

Matters, numbers and persons are made up and say so; whether a real street holds such powers is for its city to enter.
"""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gongzhi.demo.people import desks
from gongzhi.demo.records import owner
from gongzhi.kit import clock
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.tree import tree
from gongzhi.town.people.commands import actor_of
from gongzhi.town.people.models import Role
from gongzhi.work.cases import photos
from gongzhi.work.enforcement import commands
from gongzhi.work.enforcement.commands.filing import Party
from gongzhi.work.enforcement.models import EnforcementFile, Officer

BASIS = "演示数据（虚构）；待确认"
DECISION = "演示文号（虚构）"
DAY = timedelta(days=1)
BEGAN = 55 * DAY  # how long before the demo's thirty days the first power was assessed
POWERS = (
    ("YS-01", "对擅自占用道路摆摊设点的处罚", "own", "penalty"),
    ("YS-02", "对在建筑物上乱贴乱画的处罚", "entrusted", "penalty"),
    ("YS-03", "对沿街商户门前环境的检查", "own", "inspection"),
    ("YS-04", "对夜间施工噪声的处罚", "entrusted", "penalty"),
    ("YS-05", "对占压消防通道的处罚", "own", "penalty"),
    ("YS-06", "对餐饮油烟的处罚", "own", "penalty"),
)
OFFICERS = (("示例甲", 900), ("示例乙", 700), ("示例丙", 45), ("示例丁", -20))
MATTERS = (
    ("早市出店经营，占了半条人行道", "person", "示例商户甲", 0), ("楼门口堆着装修垃圾", "person", "示例人员乙", 0),
    ("烧烤店门前堆放桌椅", "organisation", "示例餐饮店", 0), ("外墙贴满促销广告", "organisation", "示例便利店", 1),
    ("占道洗车，路面结冰", "person", "示例商户丙", 0), ("小广告贴满电线杆", "person", "示例人员丁", 1),
    ("夜市摊位越线经营", "person", "示例商户戊", 0), ("单元门上乱贴开锁广告", "organisation", "示例开锁店", 1),
    ("流动商贩占压盲道", "person", "示例商户己", 0),
)  # fmt: skip


def build(street: AreaCard, *, ahead: timedelta) -> None:
    """Everything for one street, in the weeks before the demo's own days begin (no day of theirs is written anew).

    :param ahead: how long after now somebody will look at it: certificates and reviews end around then.
    """
    end = clock.now()
    with clock.at(end - BEGAN):
        held = _powers(street, clock.today() + BEGAN + ahead)
        officers = _squad(street, clock.today() + BEGAN + ahead)
    for number, steps in enumerate(WAYS):
        with clock.at(end - BEGAN + (3 + number) * DAY):
            _way(street, number, held, officers, steps)


def _who(street: AreaCard) -> tuple[Actor, Actor, Actor]:
    """The street's clerk and leader, and the district's dispatcher."""
    posts = desks()
    district = street.parent_id or 0
    return (
        actor_of(posts[street.id, Role.STREET_CLERK][0]),
        actor_of(posts[street.id, Role.STREET_LEADER][0]),
        actor_of(posts[district, Role.DISTRICT_DISPATCHER][0]),
    )


def _powers(street: AreaCard, looked_at: date) -> list[Any]:
    """Two in force, one in force with a review due soon, one taken back, one assessed with the street's no, one draft."""
    clerk, _leader, dispatcher = _who(street)
    department = owner("urban", tree().card(street.parent_id))  # type: ignore[arg-type]
    today, made = clock.today(), []
    for code, item, mode, kind in POWERS:
        power = commands.draft_power(
            dispatcher, street_id=street.id, code=code, item=item, mode=mode, kind=kind, basis=BASIS,
            decision_no=DECISION, department_id=department.id, scope="本街道辖区", synthetic=True,
        )  # fmt: skip
        made.append(power)
    for power in made[:5]:
        commands.assess(
            dispatcher, power, fitness="fit", assessed_on=today, assessed_by="区司法局（演示）",
            assessment="街道有两名以上持证人员，能自己做法制审核（演示）。",
        )  # fmt: skip
    for power, days in zip(made[:4], (300, 200, 20, 100), strict=True):
        commands.bring_into_force(dispatcher, power, review_due=looked_at + days * DAY)
    commands.take_back(dispatcher, made[3], reason="人员调走，接不住，交回部门（演示）。")
    commands.give_opinion(clerk, made[4], fitness="unfit", text="没有消防方面的持证人员，接不住（演示）。")
    return made[:2]


def _squad(street: AreaCard, looked_at: date) -> list[Officer]:
    """One certificate ends soon, one has ended."""
    clerk, _leader, _dispatcher = _who(street)
    squad = commands.set_up_squad(
        clerk, street_id=street.id, code=f"{street.code}-ZD", name=f"{street.name}综合执法中队", basis=BASIS,
        synthetic=True,
    )  # fmt: skip
    return [
        commands.enrol_officer(
            clerk, squad, name=name, certificate_no=f"YS{street.code}{n:02d}", issued_on=looked_at - 1200 * DAY,
            expires_on=looked_at + days * DAY, synthetic=True,
        )
        for n, (name, days) in enumerate(OFFICERS)
    ]  # fmt: skip


def _way(
    street: AreaCard, number: int, held: list[Any], officers: list[Officer], steps: tuple["Step", ...]
) -> None:
    """One file, from its clue through these steps."""
    clerk, leader, _dispatcher = _who(street)
    matter, kind, name, which = MATTERS[number]
    file = commands.open_clue(
        clerk, matter=matter, source="巡查发现（演示）", address=f"{street.name}（演示地点）",
        party=Party(kind, name, "", ""), synthetic=True,
    )  # fmt: skip
    two = [one.pk for one in officers[:2]]
    for step in steps:
        step(clerk, leader, file, {"power_id": held[which].pk, "officer_ids": two})


Step = Callable[[Actor, Actor, EnforcementFile, dict[str, Any]], object]


def _file(_clerk: Actor, leader: Actor, file: EnforcementFile, given: dict[str, Any]) -> None:
    commands.open_file(leader, file.pk, **given)


def _gather(clerk: Actor, _leader: Actor, file: EnforcementFile, _given: dict[str, Any]) -> None:
    commands.gather(clerk, file.pk, kind="scene", text="现场检查笔录一份（演示）。")
    commands.gather(clerk, file.pk, kind="picture", text="现场照片一张（演示）。", photos=_photo(clerk, file))


def _tell(clerk: Actor, _leader: Actor, file: EnforcementFile, _given: dict[str, Any]) -> None:
    text = "查明占用人行道，拟警告或罚款；可以陈述申辩（演示）。"
    commands.tell(clerk, file.pk, text=text, hearing=False)


def _hear(clerk: Actor, _leader: Actor, file: EnforcementFile, _given: dict[str, Any]) -> None:
    commands.hear(
        clerk, file.pk, kind="statement", said="第一次，马上改（演示）。", answer="采纳，从轻（演示）。"
    )


def _review(_clerk: Actor, leader: Actor, file: EnforcementFile, _given: dict[str, Any]) -> None:
    commands.review(leader, file.pk, passed=True, text="事实清楚，程序合法（演示）。")


def _decide(_clerk: Actor, leader: Actor, file: EnforcementFile, _given: dict[str, Any]) -> None:
    commands.decide(
        leader, file.pk, outcome="fine", fine_fen=20000, decision_no=f"演示决〔{clock.today():%Y}〕{file.serial}号",
        text="罚款二百元（演示）。", review_body="区人民政府（演示）", court="区人民法院（演示）",
    )  # fmt: skip


def _conclude(clerk: Actor, _leader: Actor, file: EnforcementFile, _given: dict[str, Any]) -> None:
    commands.conclude(clerk, file.pk, result="罚款缴清，已经改正（演示）。", paid_fen=20000)


def _transfer(_clerk: Actor, leader: Actor, file: EnforcementFile, _given: dict[str, Any]) -> None:
    department = owner("urban", tree().card(file.district_id))
    commands.transfer(leader, file.pk, organisation_id=department.id, reason="不在下放的范围内（演示）。")


def _drop(_clerk: Actor, leader: Actor, file: EnforcementFile, _given: dict[str, Any]) -> None:
    commands.drop(leader, file.pk, kind="not_punished", reason="首次违法，情节轻微，当场改正（演示）。")


WAY = (_file, _gather, _tell, _hear, _review, _decide, _conclude)
WAYS: tuple[tuple[Step, ...], ...] = (
    WAY, (_transfer,), (_file, _gather, _drop), WAY[:6], WAY[:5], WAY[:4], WAY[:2], WAY[:1], (),
)  # fmt: skip


def _photo(clerk: Actor, file: EnforcementFile) -> list[str]:
    """A plain grey picture, kept with a form as a page does it."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "#8a8f94").save(out, "JPEG")
    photos.keep(clerk, str(file.pk), [SimpleUploadedFile("演示.jpg", out.getvalue(), "image/jpeg")])
    return photos.ids(str(file.pk))
