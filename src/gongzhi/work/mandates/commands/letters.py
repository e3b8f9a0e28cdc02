"""责任状 and 一票否决: a new one passes the gate; those that are there are recorded, reviewed, kept, merged, abolished."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, locked, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import OrganisationCard, directory
from gongzhi.work.mandates.models import ResponsibilityLetter
from gongzhi.work.mandates.rules import CITY, DISTRICT, LETTER, SIGNS, STREET
from gongzhi.work.tasks import ports
from gongzhi.work.tasks.models import Form
from gongzhi.work.tasks.rules import downward

UNKNOWN = "待确认"
L = ResponsibilityLetter.Stage


@founding("issue_letter")
def issue_letter(
    actor: Actor, *, street_id: int, title: str, basis: str, valid_to: date | None = None, veto: bool = False,
    matter_id: UUID | None = None, synthetic: bool = False,
) -> ResponsibilityLetter:  # fmt: skip
    """签责任状: a new one of the actor's own organisation, with a basis and an end; the gate lets it through or not.

    :raises NotAdmitted: the matter is not admitted to streets.
    """
    post = next((one for one in actor.serves(*SIGNS) if one.organisation_id == actor.organisation_id), None)
    issuer = directory().get(post.organisation_id) if post else None
    if issuer is None:
        raise NotYours(_("责任状由市、区的部门发，您的岗位不能发。"))
    street = _street(issuer, street_id)
    if not basis.strip() or basis.strip() == UNKNOWN:
        raise Refused(_("新签责任状要写明依据：哪份文件哪一条。"), field="basis")
    if valid_to is None or valid_to < clock.today():
        raise Refused(_("新签责任状要写到哪一天为止，不能早于今天。"), field="valid_to")
    letter = _made(
        issuer, street, title=title, basis=basis, signed_on=clock.today(), valid_to=valid_to, veto=veto,
        synthetic=synthetic,
    )  # fmt: skip
    letter.inherited = False
    office = directory().street_office(street.id)
    if office is None:
        raise Refused(_("单位名录里没有这个街道的办事处，先补上再发。"), field="street_id")
    if downward(issuer, office):
        kind, pk = letter._meta.label_lower, str(letter.pk)
        ports.ask(actor, ports.Order(Form.LETTER, letter.title, office.id, valid_to, kind, pk, matter_id))
    return letter


@founding("record_letter")
def record_letter(
    actor: Actor, *, issuer_id: int, street_id: int, title: str, signed_on: date, basis: str = "",
    valid_to: date | None = None, veto: bool = False, synthetic: bool = False,
) -> ResponsibilityLetter:  # fmt: skip
    """登记责任状: one that the street has signed already, for the clean-up; it may lack a basis, and that is seen."""
    issuer = directory().get(issuer_id)
    if issuer is None:
        raise Refused(_("请从单位名录里选。"), field="issuer_id")
    if not records_for(actor, street_id):
        raise NotYours(_("只能登记自己街道或者自己辖区里的街道签过的责任状。"))
    street = _street(issuer, street_id)
    if signed_on > clock.today():
        raise Refused(_("这里登记已经签了的；签状日期不能晚于今天。"), field="signed_on")
    return _made(
        issuer, street, title=title, basis=basis, signed_on=signed_on, valid_to=valid_to, veto=veto,
        synthetic=synthetic,
    )  # fmt: skip


def records_for(actor: Actor, street_id: int) -> bool:
    """Whether this actor records the letters of a street: the street itself, its district, the city."""
    card = tree().get(street_id)
    if card is None:
        return False
    posts = actor.serves(*STREET, *DISTRICT, *CITY)
    return actor.kind == "system" or any(not post.reach.isdisjoint(card.lineage) for post in posts)


def _street(issuer: OrganisationCard, street_id: int) -> AreaCard:
    street = tree().get(street_id)
    if street is None or street.level != Level.STREET:
        raise Refused(_("请选签状的街道。"), field="street_id")
    if issuer.area_id not in street.lineage:
        raise Refused(_("这个单位不管这个街道。"), field="street_id")
    return street


def _made(
    issuer: OrganisationCard, street: AreaCard, *, title: str, basis: str, signed_on: date, valid_to: date | None,
    veto: bool, synthetic: bool,
) -> ResponsibilityLetter:  # fmt: skip
    if len(title.strip()) < 2:
        raise Refused(_("请写责任状的名称。"), field="title")
    if valid_to is not None and valid_to < signed_on:
        raise Refused(_("最后一天不能早于签状日期。"), field="valid_to")
    known = ResponsibilityLetter.objects.filter(issuer_id=issuer.id, street_id=street.id, title=title.strip())
    if known.exists():
        raise Refused(_("这个单位和这个街道的这份责任状已经登记过。"), field="title")
    return ResponsibilityLetter(
        issuer_id=issuer.id, issuer_level=tree().card(issuer.area_id).level, street_id=street.id,
        district_id=_district(street.id), title=title.strip(), basis=basis.strip(), signed_on=signed_on,
        valid_to=valid_to, veto=veto, synthetic=synthetic,
    )  # fmt: skip


def _district(street_id: int) -> int | None:
    card = tree().above(street_id, Level.DISTRICT)
    return card.id if card else None


@step(LETTER)
def review(_actor: Actor, _letter: ResponsibilityLetter, *, reason: str = "") -> None:
    """提请复核: should the street still answer for this?"""


@step(LETTER)
def keep(_actor: Actor, letter: ResponsibilityLetter, *, reason: str, basis: str = "") -> None:
    """保留: it stands, on a basis that is named."""
    letter.basis = basis.strip() or letter.basis
    if not letter.basis or letter.basis == UNKNOWN:
        raise Refused(_("保留要写明依据：哪份文件哪一条。没有依据的应当取消。"), field="basis")
    _decide(letter, reason)


@step(LETTER)
def merge(_actor: Actor, letter: ResponsibilityLetter, *, reason: str, into_id: UUID) -> None:
    """合并: another letter of the same street says it, too."""
    rows = ResponsibilityLetter.objects.filter(pk=into_id, street_id=letter.street_id).exclude(pk=letter.pk)
    other: Any = next(iter(locked(rows)), None)
    if other is None or other.stage not in (L.LIVE, L.KEPT):
        raise Refused(_("请选同一街道的另一份还在执行的责任状。"), field="into_id")
    letter.into_id = other.pk
    _decide(letter, reason)


@step(LETTER)
def abolish(_actor: Actor, letter: ResponsibilityLetter, *, reason: str) -> None:
    """取消: the street answers for it no more."""
    _decide(letter, reason)


def _decide(letter: ResponsibilityLetter, reason: str) -> None:
    if len(reason.strip()) < 2:
        raise Refused(_("请写明理由。"), field="reason")
    letter.reason, letter.decided_at = reason.strip()[:300], clock.now()
