"""A department asks: applied for, sent back, completed, taken back; and the emergency that may go ahead."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.command import founding, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.work.admission import rules
from gongzhi.work.admission.models import Matter
from gongzhi.work.admission.queries import admission_body, bypasses_this_quarter
from gongzhi.work.admission.rules import FLOW
from gongzhi.work.meetings.commands import raise_topic
from gongzhi.work.tasks.models import Form

TEXTS = {
    "title": gettext_lazy("请写事项名称。"),
    "content": gettext_lazy("请写清楚要基层做什么。"),
    "basis": gettext_lazy("请写依据（文件和条款）。"),
}


@founding("apply")
def apply(
    actor: Actor, *, title: str, content: str, kinds: Sequence[str], basis: str, area_id: int, valid_from: date,
    valid_to: date, hours: Decimal, times: int = 1, ground: str = Matter.Ground.ORDINARY, area_ids: Sequence[int] = (),
    money: int = 0, people: str = "", power: str = "", training: str = "", held_data: str = "", notice_days: int = 3,
) -> Matter:  # fmt: skip
    """申请准入: a department asks that the grassroots may be asked; working days until the decision run from now."""
    if actor.organisation_id is None or not actor.serves(*rules.ASKING):
        raise NotYours(_("由市、区单位申请事项准入。"))
    area = tree().get(area_id)
    if area is None or actor.post is None or tree().get(actor.post.area_id) is None:
        raise Refused(_("请选适用的区域。"), field="area_id")
    if actor.post.area_id not in area.lineage:
        raise Refused(_("只能为自己区域里的街道、社区申请。"), field="area_id")
    now = clock.now()
    matter = Matter(
        id=new_id(now), organisation_id=actor.organisation_id, asker_id=actor.user_id, asker_label=actor.label,
        title=title.strip(), content=content.strip(), kinds=list(dict.fromkeys(kinds)), ground=ground, basis=basis.strip(),
        lineage=list(area.lineage), scope_id=area.id, area_ids=sorted(set(area_ids)), valid_from=valid_from, valid_to=valid_to, times=times,
        hours=Decimal(hours), money=money, people=people.strip(), power=power.strip(), training=training.strip(),
        held_data=held_data.strip(), notice_days=notice_days, asked_at=now,
        decide_by=rules.limit("admission.decide", area.lineage).after(now),
    )  # fmt: skip
    _check(matter)
    return matter


def _check(matter: Matter) -> None:
    """The words, the term and the burden of a request; raises Refused with the field that is meant."""
    for field, words in TEXTS.items():
        if len(getattr(matter, field)) < 2:
            raise Refused(words, field=field)
    if not matter.kinds or not set(matter.kinds) <= set(Form.values):
        raise Refused(_("请至少选一种形式。"), field="kinds")
    if matter.hours <= 0:
        raise Refused(_("请估一下每次要几小时，大于零。"), field="hours")
    if matter.times < 1 or matter.money < 0:
        field = "times" if matter.times < 1 else "money"
        raise Refused(_("次数至少一次，钱不能是负数。"), field=field)
    _check_places(matter)
    _check_days(matter)


def _check_places(matter: Matter) -> None:
    for one in matter.area_ids:
        card = tree().get(one)
        if card is None or matter.lineage[-1] not in card.lineage:
            raise Refused(_("点名的街道、社区要在适用区域里。"), field="area_ids")


def _check_days(matter: Matter) -> None:
    lineage = tuple(matter.lineage)
    if matter.valid_to < matter.valid_from:
        raise Refused(_("结束不能早于开始。"), field="valid_to")
    if matter.valid_from < clock.today():
        raise Refused(_("开始不能早于今天。"), field="valid_from")
    longest = int(records.value("admission.longest_days", lineage))
    if matter.valid_to - matter.valid_from > timedelta(days=longest):
        raise Refused(_("准入最长%d天，到期再申请。") % longest, field="valid_to")
    first = rules.earliest(lineage, matter.asked_at)
    if matter.ground == Matter.Ground.ORDINARY and matter.valid_from < first:
        raise Refused(_("一般工作要提前申请，最早从%s开始。") % first, field="valid_from")
    least = int(records.value("admission.notice_days", lineage))
    if matter.notice_days < least:
        raise Refused(_("至少提前%d天通知基层。") % least, field="notice_days")


@step(FLOW)
def send_back(_actor: Actor, matter: Matter, *, reason: str) -> None:
    """退补: something is missing; the department says it and asks again."""
    if len(reason.strip()) < 2:
        raise Refused(_("请写明要补什么。"), field="reason")
    matter.review = reason.strip()[:1000]


@step(FLOW)
def complete(_actor: Actor, matter: Matter, **changes: Any) -> None:
    """补齐再报: the same request with what was missing; the working days run anew from now."""
    for name, value in changes.items():
        if name in CHANGEABLE and value not in (None, ""):
            setattr(matter, name, value.strip() if isinstance(value, str) else value)
    matter.asked_at = clock.now()
    matter.decide_by = rules.limit("admission.decide", tuple(matter.lineage)).after(matter.asked_at)
    _check(matter)


CHANGEABLE = {
    "content", "basis", "valid_from", "valid_to", "hours", "times", "money", "people", "power", "training", "held_data",
    "notice_days",
}  # fmt: skip


@step(FLOW)
def withdraw_matter(_actor: Actor, matter: Matter, *, reason: str = "") -> None:
    """撤回申请: no longer wanted."""
    matter.decision = reason.strip()[:1000]


@step(FLOW)
def go_ahead(actor: Actor, matter: Matter, *, reason: str) -> None:
    """应急先行: it may be asked at once and lapses without review; the third in a quarter goes to the joint meeting."""
    if len(reason.strip()) < 2:
        raise Refused(_("请写明为什么等不得。"), field="reason")
    lineage = tuple(matter.lineage)
    now = clock.now()
    matter.bypass, matter.bypass_at = Matter.Bypass.RUNNING, now
    matter.bypass_by = rules.limit("admission.bypass", lineage).after(now)
    matter.valid_from = min(matter.valid_from, clock.today())
    count = bypasses_this_quarter(matter.organisation_id, but=matter.pk) + 1
    body = admission_body(lineage)
    if count >= int(records.value("admission.bypass_most", lineage)) and body is not None:
        raise_topic(
            actor, body, title=_("本季度第%(n)d次应急先行：%(what)s") % {"n": count, "what": matter.title},
            text=reason.strip(), subject_kind=BYPASS, subject_id=str(matter.pk),
        )  # fmt: skip


BYPASS = "admission.bypass"
