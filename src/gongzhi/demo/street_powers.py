"""The street's powers in the demo: a use in every stage, requests for consent, orders to the stationed squad, opinions.

All words are made up. The stories draw nothing by chance, so that the others' days stay as they are.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from gongzhi.demo.life import Life
from gongzhi.demo.organisations import code
from gongzhi.demo.ways import Way
from gongzhi.kit import clock
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.models import Post
from gongzhi.work.street_powers import commands
from gongzhi.work.street_powers.models import PowerUse

DOUBT = "演示用；依据待确认"
INVENTED = "（演示数据，虚构）"


def later(days: float = 0, hours: float = 0) -> Any:
    return clock.now() + timedelta(days=days, hours=hours)


def other(life: Life, key: str) -> int:
    """A department of the home street's district."""
    card = directory().by_code(code(key, tree().card(life.streets[0].parent_id or 0)))
    if card is None:
        raise LookupError(key)
    return card.id


def squad(life: Life) -> int:
    card = directory().by_code(code("urban-team", life.streets[0]))
    if card is None:
        raise LookupError("urban-team")
    return card.id


def signed(life: Life, power: str, key: str, what: str, why: str) -> PowerUse:
    """Drafted by the clerk and signed by the leader."""
    use = draft(life, power, key, what, why)
    return commands.sign(life.actor("leader"), use)


def draft(life: Life, power: str, key: str, what: str, why: str) -> PowerUse:
    return commands.draft(
        life.actor("clerk"),
        power=power,
        organisation_id=other(life, key),
        what=what,
        why=why + INVENTED,
        basis=DOUBT,
    )


def adopted(life: Life) -> Way:
    """Suggested, adopted, accepted."""
    use = signed(
        life, "suggest", "urban", "把宋家路早市纳入今年便民市场规划", "早市占道，救护车进不来，居民又离不开。"
    )
    yield later(days=4)
    commands.answer(
        life.actor("urban"), use, reply="adopted", reasons="已列入便民市场布点，选址在原车站东侧空地。",
        done_by=clock.today() + timedelta(days=60),
    )  # fmt: skip
    yield later(days=1)
    commands.accept(life.actor("leader"), use)


def insisted(life: Life) -> Way:
    """Not adopted; the street insists; the district rules that it must be."""
    use = signed(life, "coordinate", "heat", "供热管网改造和老旧小区改造一起开挖", "同一条路一年挖了三次。")
    yield later(days=3)
    commands.answer(life.actor("heating"), use, reply="not_adopted", reasons="资金批次不同，今年无法同步。")
    yield later(days=1)
    commands.insist(life.actor("leader"), use, reason="路面恢复费用由街道承担了两次，请区里统一排期。")
    yield later(days=2)
    commands.rule_on(
        life.actor("dispatcher"), use, ruling="adopt", decision="同一路段同年只开挖一次，由供热办按改造工期排。",
        due_on=clock.today() + timedelta(days=30),
    )  # fmt: skip


def disputed(life: Life) -> Way:
    """Partly adopted; the street insists; the district has it on its desk."""
    use = signed(life, "coordinate", "civil", "社区食堂和养老服务点合建", "两处都缺场地，合建能省一半。")
    yield later(days=2)
    commands.answer(life.actor("civil"), use, reply="partly", reasons="可以共用场地，分开挂牌。")
    yield later(days=1)
    commands.insist(life.actor("leader"), use, reason="分开挂牌就要两套消防手续，请合并办理。")


def answered_late(life: Life) -> Way:
    """An answer after its date; it waits for the street's eye."""
    use = signed(life, "coordinate", "urban", "对沿街商铺统一检查排烟", "同一家商铺半年来查了五次。")
    yield later(days=12)
    commands.answer(
        life.actor("urban"), use, reply="partly", reasons="排烟和门前三包并成一次查，市场监管仍单独查。"
    )


def silent(life: Life) -> Way:
    """Signed long ago and never answered: reminded level by level, and shown as silence."""
    signed(life, "coordinate", "civil", "核对独居老人名单，三家合一本台账", "民政、卫健、社区各报一遍。")
    yield later()


def waiting(life: Life) -> Way:
    """On the desk of the heating office; a draft on the leader's; agreed, and not yet carried out."""
    agreed = asked(life, "urban", "早市出口改到东侧")
    commands.consent(life.actor("leader"), agreed, reasons="同意，先把路灯修好。")
    signed(life, "suggest", "heat", "换热站选址避开幼儿园", "家长担心噪声。")
    draft(life, "coordinate", "urban", "夜市收摊后的保洁由一家负责", "环卫和摊主互相等。")
    yield later()


def emergency(life: Life) -> Way:
    """The leader on duty signs at once; answered within the hour."""
    use = commands.issue(
        life.actor("leader"), power="emergency", organisation_id=other(life, "heat"),
        what="主管线爆裂，请带抢修队到场听现场指挥", why="三个小区停暖。" + INVENTED, basis=DOUBT,
    )  # fmt: skip
    yield later(hours=1)
    commands.answer(life.actor("heating"), use, reply="adopted", reasons="抢修队12人已到场，听街道统一指挥。")


def declined(life: Life) -> Way:
    """Not signed, and one withdrawn."""
    use = draft(life, "suggest", "civil", "把社工站搬进街道办公楼", "腾房间。")
    commands.decline(life.actor("leader"), use, reason="先听社区意见。")
    gone = signed(life, "suggest", "urban", "增设垃圾分类投放点", "居民要求。")
    yield later(days=1)
    commands.withdraw(life.actor("leader"), gone, reason="已经当面谈好，不再行文。")


def asked(life: Life, key: str, what: str, **more: Any) -> PowerUse:
    who = {"urban": "urban", "heat": "heating", "civil": "civil"}[key]
    return commands.request_consent(
        life.actor(who), power="take_part", street_id=life.streets[0].id, what=what, why="工作需要。" + INVENTED,
        basis=DOUBT, **more,
    )  # fmt: skip


def consents(life: Life) -> Way:
    """Agreed and carried out; objected; and two that the street has not answered, one of them past its date."""
    done = asked(life, "urban", "宋家路早市临时迁移两周")
    no = asked(life, "heat", "换热站用地改作设备堆场")
    yield later(days=2)
    commands.consent(life.actor("leader"), done, reasons="同意，保留消防通道，提前三天贴告示。")
    commands.object(life.actor("leader"), no, reasons="居民代表会上多数反对，请另选场地。")
    yield later(days=3)
    commands.carry_out(life.actor("urban"), done, effect="已迁至车站东侧，通道和告示都按要求做了。")
    asked(life, "civil", "社区助餐点改为三个社区共用")
    yield later(days=9)
    transfer(life)


def transfer(life: Life) -> None:
    """A stationed person is to be moved: the street is asked first."""
    post = Post.objects.get(user__username="squad")
    asked(
        life, "urban", "调中队一名队员回区局", team_id=squad(life), post_id=post.pk, goes_to="区城管局机关",
        from_day=clock.today() + timedelta(days=20),
    )  # fmt: skip


def order(life: Life, what: str, **more: Any) -> Any:
    return commands.order(
        life.actor("clerk"), team_id=squad(life), what=what, why="居民和商户都在催。" + INVENTED, **more
    )


def orders(life: Life) -> Way:
    """Done in time and marked; refused; cancelled; late; on the spot; and one that has just been given."""
    first, no, off = (
        order(life, "宋家路早市清占道"),
        order(life, "查封一家无证作坊"),
        order(life, "学校门口疏导"),
    )
    yield later(hours=1)
    commands.arrive(life.actor("squad"), first, attending="杜建军等3人")
    commands.refuse(life.actor("squad"), no, reason="查封不在中队委托的权限里，请转市场监管所。")
    commands.cancel(life.actor("clerk"), off, reason="家长已经自行疏散。")
    yield later(hours=3)
    commands.finish(life.actor("squad"), first, result="清走12个摊位，和摊主约定早上七点前收摊。")
    yield later(hours=2)
    commands.mark(life.actor("clerk"), first, solved="yes", word="good")
    late = order(life, "夜市油烟扰民，晚上去查")
    yield later(days=1)
    commands.arrive(life.actor("squad"), late, attending="杜建军")
    commands.finish(life.actor("squad"), late, result="两家加装了油烟净化器，一家限期改。")
    yield later(days=1)
    commands.mark(life.actor("clerk"), late, solved="partly", word="fair", reason="第二天才到，还剩一家。")


def orders_now(life: Life) -> Way:
    """One on the spot, one done and not yet marked, one just given."""
    there, done = order(life, "道路塌陷，围挡并疏导"), order(life, "清理小区门口僵尸车")
    yield later(hours=1)
    for one in (there, done):
        commands.arrive(life.actor("squad"), one, attending="杜建军等2人")
    commands.finish(life.actor("squad"), done, result="拖走3辆，通知车主1人。")
    order(life, "防汛值守：下穿桥洞", kind="emergency")
    yield later()


def opinions(life: Life) -> Way:
    """Last year's, with the person's reply; this year's waits for it."""
    post, year = Post.objects.get(user__username="squad"), clock.today().year
    write = {"post_id": post.pk}
    before = commands.write_opinion(
        life.actor("leader"),
        year=year - 1,
        text="夜间叫得应，和商户说话耐心；希望多到社区走走。" + INVENTED,
        **write,
    )
    yield later(days=2)
    commands.reply(life.actor("squad"), before, text="谢谢，今年每周去两个社区。")
    commands.write_opinion(
        life.actor("leader"),
        year=year,
        text="早市的事跟到底了，居民当面道过谢；材料可以再写得细一些。" + INVENTED,
        **write,
    )


Story = Callable[[Life], Way]
#: (days ago, story)
STORIES: tuple[tuple[float, Story], ...] = (
    (26, adopted), (24, insisted), (22, silent), (20, answered_late), (19, declined), (18, consents), (16, emergency),
    (9, orders), (6, disputed), (5, opinions), (1, waiting), (0.1, orders_now),
)  # fmt: skip
