"""Offices of a street by the 5+X template, and functions that were stripped from it; each change in the journal."""

from datetime import date, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import tree
from gongzhi.work.mandates.commands.letters import records_for
from gongzhi.work.mandates.models import InternalOffice, StrippedFunction

ONE_DAY = timedelta(days=1)


def _own(actor: Actor, street_id: int) -> AreaCard:
    card = tree().get(street_id)
    if card is None or card.level != Level.STREET:
        raise Refused(_("请选街道。"), field="street_id")
    if not records_for(actor, street_id):
        raise NotYours(_("只能登记自己街道或者自己辖区里的街道。"))
    return card


def _one_at_a_time(street_id: int) -> None:
    """Two who set up offices of one street wait for each other: the second sees what the first has done."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"offices:{street_id}"])


@founding("set_up_office")
def set_up_office(
    actor: Actor, *, street_id: int, name: str, place: int | None = None, does: str = "", basis: str = "",
    valid_from: date | None = None, synthetic: bool = False,
) -> InternalOffice:  # fmt: skip
    """设内设机构: in one of the fixed places (the office there ends the day before), or as an X beside them."""
    _own(actor, street_id)
    _one_at_a_time(street_id)
    start = valid_from or clock.today()
    if len(name.strip()) < 2:
        raise Refused(_("请写机构名称。"), field="name")
    if place is not None and not 1 <= place <= 5:
        raise Refused(_("固定机构是第 1 到第 5 个，另设的不填序号。"), field="place")
    same = InternalOffice.objects.select_for_update().filter(street_id=street_id)
    for other in same.filter(place=place, valid_to=None) if place is not None else ():
        if other.valid_from >= start:
            raise Refused(_("这个位置已经有“%s”，新的要从它之后的日子起。") % other.name, field="valid_from")
        other.valid_to = start - ONE_DAY
        other.save(update_fields=["valid_to"])
    if same.filter(name=name.strip(), valid_from=start).exists():
        raise Refused(_("这个机构已经登记过。"), field="name")
    return InternalOffice.objects.create(
        street_id=street_id, name=name.strip(), place=place, does=does.strip(), basis=basis.strip() or "待确认",
        valid_from=start, synthetic=synthetic,
    )  # fmt: skip


@founding("end_office")
def end_office(actor: Actor, office: InternalOffice) -> InternalOffice:
    """撤内设机构: its last day is yesterday; one set up today is as if never entered."""
    _own(actor, office.street_id)
    if office.valid_from >= clock.today():
        InternalOffice.objects.filter(pk=office.pk).delete()  # the object keeps its number for the journal
    else:
        office.valid_to = clock.today() - ONE_DAY
        office.save(update_fields=["valid_to"])
    return office


@founding("strip_function")
def strip_function(
    actor: Actor, *, street_id: int, what: str, to_whom: str, stripped_on: date, document: str = "", still: str = "",
    synthetic: bool = False,
) -> StrippedFunction:  # fmt: skip
    """登记剥离职能: what the street does no more and who does it; the same function is corrected."""
    _own(actor, street_id)
    for field, text in (("what", what), ("to_whom", to_whom)):
        if len(text.strip()) < 2:
            raise Refused(_("请写清楚。"), field=field)
    made, _new = StrippedFunction.objects.update_or_create(
        street_id=street_id, what=what.strip(),
        defaults={
            "to_whom": to_whom.strip(), "stripped_on": stripped_on, "document": document.strip() or "待确认",
            "still": still.strip(), "synthetic": synthetic,
        },
    )  # fmt: skip
    return made
