"""The counter's hours and its guide, kept by the street and the community; each change in the journal."""

from datetime import date, time, timedelta
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.reference import bump
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.tree import tree
from gongzhi.town.counters.models import Days, Guide, Opening
from gongzhi.town.people.models import Role

KEEPERS = (Role.COMMUNITY_WORKER, Role.COMMUNITY_SECRETARY, Role.STREET_CLERK, Role.STREET_LEADER)
ONE_DAY = timedelta(days=1)
LEVELS = (Level.STREET, Level.COMMUNITY)
GUIDED = (Level.CITY, Level.DISTRICT, *LEVELS)
ALL_DAY = (time(0, 0), time(23, 59))


def keeps(actor: Any) -> bool:
    """Street and community staff, system administrators, and the command line."""
    return actor.kind == "system" or bool(actor.serves(*KEEPERS, Role.SYSTEM_ADMIN))


def keeps_area(actor: Any, area_id: int) -> bool:
    """Whether an area lies in what this actor keeps."""
    if actor.kind == "system" or actor.serves(Role.SYSTEM_ADMIN):
        return True
    card = tree().get(area_id)
    return card is not None and any(
        not post.reach.isdisjoint(card.lineage) for post in actor.serves(*KEEPERS)
    )


def _own(actor: Any, area: Area) -> None:
    if not keeps_area(actor, area.pk):
        raise NotYours(_("只能改自己街道、社区的。"))


@founding("set_opening", may=keeps)
def set_opening(
    actor: Any, area: Area, *, days: str, opens: time | None = None, closes: time | None = None, note: str = "",
    basis: str = "", valid_from: date | None = None, valid_to: date | None = None,
) -> Opening:  # fmt: skip
    """改开放时间: one span of the counter, from a day (today) on. Shut for a time without hours: the whole day."""
    _own(actor, area)
    if area.level not in LEVELS:
        raise Refused(_("开放时间按街道或社区填写。"), field="area")
    if days == Days.CLOSED:
        opens, closes = opens or ALL_DAY[0], closes or ALL_DAY[1]
        if valid_to is None:
            raise Refused(_("临时不开要写到哪一天。"), field="valid_to")
    if opens is None or closes is None:
        raise Refused(_("请写几点开、几点关。"), field="opens" if opens is None else "closes")
    if closes <= opens:
        raise Refused(_("关的时间要晚于开的时间。"), field="closes")
    start = valid_from or clock.today()
    if valid_to is not None and valid_to < start:
        raise Refused(_("最后一天不能早于开始。"), field="valid_to")
    made, _new = Opening.objects.update_or_create(
        area=area, days=days, opens=opens, valid_from=start,
        defaults={"closes": closes, "note": note, "basis": basis.strip() or "待确认", "valid_to": valid_to},
    )  # fmt: skip
    bump("counters")
    return made


@founding("end_opening", may=keeps)
def end_opening(actor: Any, opening: Opening) -> Opening:
    """停用开放时间: the span holds no more from today; one that begins today or later is as if never entered."""
    _own(actor, opening.area)
    if opening.valid_from >= clock.today():
        Opening.objects.filter(pk=opening.pk).delete()  # the object keeps its number for the journal
    else:
        opening.valid_to = clock.today() - ONE_DAY
        opening.save(update_fields=["valid_to"])
    bump("counters")
    return opening


@founding("enter_guide", may=keeps)
def enter_guide(
    actor: Any, area: Area, *, matter: str, code: str = "", papers: str = "", fee: str = "", takes: str = "",
    elsewhere: str = "", basis: str = "", valid_from: date | None = None, synthetic: bool = False,
) -> Guide:  # fmt: skip
    """写办事指南: a matter with what to bring, the fee, the time and where else; the same code is corrected.

    Without a code it gets the next one of its area.
    """
    _own(actor, area)
    if area.level not in GUIDED:
        raise Refused(_("办事指南按社区、街道或以上填写。"), field="area")
    code = code or _next_code(area)
    known = Guide.objects.filter(code=code).first()
    if known is not None and not keeps_area(actor, known.area_id):
        raise Refused(_("这个编码是别处的指南，请换一个编码。"), field="code")
    made, _new = Guide.objects.update_or_create(
        code=code,
        defaults={
            "area": area, "matter": matter, "papers": papers, "fee": fee, "takes": takes, "elsewhere": elsewhere,
            "basis": basis.strip() or "待确认", "valid_from": valid_from or clock.today(), "valid_to": None,
            "synthetic": synthetic,
        },
    )  # fmt: skip
    bump("counters")
    return made


def _next_code(area: Area) -> str:
    taken = set(Guide.objects.filter(code__startswith=f"{area.code}-").values_list("code", flat=True))
    numbers = (f"{area.code}-{number:02d}" for number in range(1, len(taken) + 2))
    return next(code for code in numbers if code not in taken)


@founding("end_guide", may=keeps)
def end_guide(actor: Any, guide: Guide) -> Guide:
    """停用办事指南: it is shown no more; one entered today is as if never entered."""
    _own(actor, guide.area)
    if guide.valid_from >= clock.today():
        Guide.objects.filter(pk=guide.pk).delete()  # the object keeps its number for the journal
    else:
        guide.valid_to = clock.today() - ONE_DAY
        guide.save(update_fields=["valid_to"])
    bump("counters")
    return guide
