"""Squads and officers: set up, enrolled, certificate renewed, left. Nobody is scored."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, locked
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import tree
from gongzhi.town.people.models import User
from gongzhi.work.enforcement.models import Officer, Squad
from gongzhi.work.enforcement.rules import DISTRICT_ROLES, STREET_ROLES, keeps_squads, over

PRIVATE = ("name", "certificate_no")


@founding("set_up_squad", may=keeps_squads)
def set_up_squad(
    actor: Any, *, street_id: int, code: str, name: str, phone: str = "", basis: str = "", synthetic: bool = False
) -> Squad:  # fmt: skip
    """建中队: the squad of a street."""
    card = tree().get(street_id)
    if card is None or card.level != Level.STREET:
        raise Refused(_("请选一个街道。"), field="street_id")
    _own(actor, street_id)
    if not code.strip() or len(name.strip()) < 2:
        raise Refused(_("请写清楚编码和名称。"), field="name")
    if Squad.objects.filter(code=code.strip()).exists():
        raise Refused(_("已有中队用这个编码，请换一个。"), field="code")
    district = tree().above(street_id, Level.DISTRICT)
    assert district is not None  # every street has one
    return Squad.objects.create(
        code=code.strip(), name=name.strip(), street_id=street_id, district_id=district.id, phone=phone.strip(),
        basis=basis.strip() or "待确认", synthetic=synthetic,
    )  # fmt: skip


@founding("enrol_officer", may=keeps_squads, private=PRIVATE)
def enrol_officer(
    actor: Any, squad: Squad, *, name: str, certificate_no: str, issued_on: date, expires_on: date,
    username: str = "", synthetic: bool = False,
) -> Officer:  # fmt: skip
    """登记执法人员: a person with a certificate; the account is optional."""
    _own(actor, squad.street_id)
    _in_order(issued_on, expires_on)
    if len(name.strip()) < 2 or not certificate_no.strip():
        raise Refused(_("请写清楚姓名和执法证号。"), field="name")
    if Officer.objects.filter(certificate_no=certificate_no.strip()).exists():
        raise Refused(_("这个执法证号已经登记过。"), field="certificate_no")
    return Officer.objects.create(
        squad=squad, street_id=squad.street_id, district_id=squad.district_id, name=name.strip(),
        certificate_no=certificate_no.strip(), issued_on=issued_on, expires_on=expires_on,
        account=_account(username), synthetic=synthetic,
    )  # fmt: skip


@founding("renew_certificate", may=keeps_squads, private=PRIVATE)
def renew_certificate(
    actor: Any, officer: Officer, *, issued_on: date, expires_on: date, certificate_no: str = ""
) -> Officer:
    """换证: a new term, and a new number if it was given one."""
    _own(actor, officer.street_id)
    _in_order(issued_on, expires_on)
    row = _locked(officer)
    if row.left_on is not None:
        raise Refused(_("已经离队，不能换证。"))
    wanted = certificate_no.strip()
    if wanted and Officer.objects.filter(certificate_no=wanted).exclude(pk=row.pk).exists():
        raise Refused(_("这个执法证号已经登记过。"), field="certificate_no")
    row.certificate_no = wanted or row.certificate_no
    row.issued_on, row.expires_on = issued_on, expires_on
    return row


@founding("leave_squad", may=keeps_squads)
def leave_squad(actor: Any, officer: Officer) -> Officer:
    """离队: from today this person acts in no file."""
    _own(actor, officer.street_id)
    row = _locked(officer)
    if row.left_on is not None:
        raise Refused(_("已经离队。"))
    row.left_on = clock.today()
    return row


def _locked(officer: Officer) -> Officer:
    found = locked(Officer.objects.select_related("squad").filter(pk=officer.pk))
    if not found:
        raise Refused(_("没有找到，可能已经删除。"))
    return found[0]


def _own(actor: Any, street_id: int) -> None:
    if not over(actor, street_id, *STREET_ROLES, *DISTRICT_ROLES):
        raise NotYours(_("只能改本街道（本区）的队伍。"))


def _in_order(issued_on: date, expires_on: date) -> None:
    if expires_on <= issued_on:
        raise Refused(_("有效期要晚于发证日期。"), field="expires_on")
    if issued_on > clock.today():
        raise Refused(_("发证日期不能晚于今天。"), field="issued_on")


def _account(username: str) -> User | None:
    if not username.strip():
        return None
    found = User.objects.filter(username=username.strip(), is_active=True).first()
    if found is None:
        raise Refused(_("没有这个账号。"), field="username")
    return found
