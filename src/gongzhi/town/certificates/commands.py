"""Who asked for a certificate that must not be issued: noted, or taken back; each in the journal."""

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.town.areas.tree import tree
from gongzhi.town.certificates.models import CertificateAsking
from gongzhi.town.certificates.queries import kind_of
from gongzhi.town.counters.commands import LEVELS, keeps, keeps_area
from gongzhi.town.organisations.directory import directory

SHORTEST = 2


@founding("record_asking", may=keeps)
def record_asking(
    actor: Any, *, kind: str, area_id: int, asker_id: int | None = None, asker_name: str = "", purpose: str = ""
) -> CertificateAsking:  # fmt: skip
    """登记谁要的: a resident was sent here for a paper nobody may give; by whom and what for, not who they are.

    :param kind: the code of a kind in force today.
    :param asker_id: of the directory; otherwise ``asker_name`` says who asked (a bank, a school).
    """
    found = kind_of(kind)
    if found is None:
        raise Refused(_("没有这种证明，请从清单里选。"), field="kind")
    card = tree().get(area_id)
    if card is None or card.level not in LEVELS or not keeps_area(actor, area_id):
        raise NotYours(_("只能登记到自己街道、社区的窗口。"))
    known = directory().get(asker_id) if asker_id else None
    if asker_id and known is None:
        raise Refused(_("名录里没有这个单位，请改写名称。"), field="asker_id")
    name = known.name if known else " ".join(asker_name.split())
    if len(name) < SHORTEST:
        raise Refused(_("请写是谁要的：从名录选，或者写单位名称。"), field="asker_name")
    return CertificateAsking.objects.create(
        kind_id=found.id, area_id=area_id, lineage=list(card.lineage), asker_id=asker_id or None, asker_name=name,
        purpose=purpose.strip(), agency=found.agency, recorded_at=clock.now(), recorded_by_id=actor.user_id,
    )  # fmt: skip


@founding("withdraw_asking", may=keeps)
def withdraw_asking(actor: Any, asking: CertificateAsking, *, reason: str) -> CertificateAsking:
    """作废登记: an entry made by mistake counts no more; it stays, with the reason."""
    now = CertificateAsking.objects.select_for_update().get(pk=asking.pk)
    if not keeps_area(actor, now.area_id):
        raise Unseen(_("没有这条登记。"))
    if now.withdrawn_at is not None:
        raise NotNow(_("这条已经作废了。"))
    now.withdrawn_at, now.withdrawn_why = clock.now(), reason.strip()
    now.save(update_fields=["withdrawn_at", "withdrawn_why"])
    return now
