"""The yearly call: written, published, closed early or by the clock. It asks; nobody has to take a project on."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import lineage
from gongzhi.work.secretary_projects.models import Call, Level
from gongzhi.work.secretary_projects.rules import CALL, issuing_post

BELOW = {"city": tuple(Level.values), "district": (Level.STREET.value, Level.COMMUNITY.value)}


def said(text: str, field: str, message: str, most: int = 1000) -> str:
    """The words of a field, stripped; Refused where there are none worth the name."""
    text = text.strip()
    if len(text) < 2:
        raise Refused(message, field=field)
    return text[:most]


@founding("write_call")
def write_call(
    actor: Actor, *, year: int, title: str, text: str, levels: Sequence[str], opens_on: date, closes_on: date,
    basis: str = "待确认",
) -> Call:  # fmt: skip
    """写年度通知: one a year of the city or of a district; which levels are asked, from which day to which."""
    post = issuing_post(actor)
    if post is None:
        raise NotYours(_("年度通知由市里或区里发，您没有这样的岗位。"))
    if not levels or not set(levels) <= set(BELOW[post.level]):
        raise Refused(_("请选下面的哪几级申报。"), field="levels")
    if not 2000 <= year <= clock.today().year + 1:
        raise Refused(_("请写今年、明年或以前的年度。"), field="year")
    if closes_on < opens_on or closes_on < clock.today():
        raise Refused(_("截止日期不能早于开始日期，也不能已经过去。"), field="closes_on")
    if Call.objects.filter(issuer_id=post.organisation_id, year=year).exists():
        raise Refused(_("本单位这一年的通知已经有了。"), field="year")
    return Call(
        id=new_id(), year=year, title=said(title, "title", _("请写通知名称。"), 120),
        text=said(text, "text", _("请写要求。"), 2000), basis=basis.strip()[:200] or "待确认",
        levels=[one for one in Level.values if one in levels], issuer_id=post.organisation_id, area_id=post.area_id,
        lineage=list(lineage(post.area_id)), opens_on=opens_on, closes_on=closes_on,
    )  # fmt: skip


@step(CALL)
def publish(_actor: Actor, call: Call) -> None:
    """下发通知: those who are asked can read it and put projects forward."""
    if call.closes_on < clock.today():
        raise Refused(_("截止日期已经过去，不能下发。"))
    call.published_at = clock.now()


@step(CALL)
def close_call(_actor: Actor, _call: Call) -> None:
    """提前截止: before its last day."""


@step(CALL)
def run_out(_actor: Actor, call: Call) -> None:
    """到期截止: by the clock, after its last day."""
    if call.closes_on >= clock.today():
        raise Refused(_("还没到截止日期。"))
