"""Organisations founded, changed and dissolved; members of task forces and alliances."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.chinese import sort_key
from gongzhi.kit.command import founding
from gongzhi.kit.flow import Refused
from gongzhi.kit.reference import bump
from gongzhi.town.areas.keepers import keeps_registers
from gongzhi.town.areas.models import Area
from gongzhi.town.organisations.models import Kind, Membership, Organisation

CHANGEABLE = ("name", "short_name", "phone", "duty_phone", "credit_code", "basis")


@founding("found_organisation", may=keeps_registers)
def found(
    _actor: Any, area: Area, *, code: str, name: str, kind: str, short_name: str = "", parent_id: int | None = None,
    phone: str = "", duty_phone: str = "", basis: str = "", from_date: date | None = None,
    to_date: date | None = None, synthetic: bool = False,
) -> Organisation:  # fmt: skip
    """设立单位: an organisation that serves ``area``; a task force (专班) needs its basis and its end."""
    made = Organisation(
        code=code.strip(), name=name.strip(), short_name=short_name.strip(), pinyin=sort_key(name), kind=kind,
        area=area, parent_id=parent_id, phone=phone, duty_phone=duty_phone, basis=basis,
        valid_from=from_date or clock.today(), valid_to=to_date, synthetic=synthetic,
    )  # fmt: skip
    _check(made)
    made.save()
    bump("organisations")
    return made


@founding("change_organisation", may=keeps_registers)
def change(_actor: Any, organisation: Organisation, **fields: str) -> Organisation:
    """改单位: its names, telephones, credit code or basis."""
    unknown = set(fields) - set(CHANGEABLE)
    if unknown:
        raise Refused(_("这些内容不能改：%s") % "、".join(sorted(unknown)))
    for name, value in fields.items():
        setattr(organisation, name, value.strip())
    organisation.pinyin = sort_key(organisation.name)
    _check(organisation)
    organisation.save()
    bump("organisations")
    return organisation


@founding("dissolve_organisation", may=keeps_registers)
def dissolve(
    _actor: Any, organisation: Organisation, *, on: date | None = None, basis: str = ""
) -> Organisation:
    """撤销单位: from a day (tomorrow) it is no more; what it did stays under its name."""
    organisation.valid_to = on or date.fromordinal(clock.today().toordinal() + 1)
    organisation.basis = basis.strip() or organisation.basis
    _check(organisation)
    organisation.save(update_fields=["valid_to", "basis"])
    bump("organisations")
    return organisation


@founding("join_body", may=keeps_registers)
def join(
    _actor: Any, body: Organisation, *, member_id: int, role: str = "", from_date: date | None = None,
    to_date: date | None = None,
) -> Membership:  # fmt: skip
    """加入: an organisation becomes a member of a task force, alliance or association."""
    if member_id == body.pk:
        raise Refused(_("单位不能加入自己。"), field="member_id")
    if not Organisation.objects.filter(pk=member_id).exists():
        raise Refused(_("请从单位名录里选。"), field="member_id")
    if body.kind == Kind.TASK_FORCE and to_date is None:
        to_date = body.valid_to
    try:
        with transaction.atomic():
            return Membership.objects.create(
                body=body,
                member_id=member_id,
                role=role,
                valid_from=from_date or clock.today(),
                valid_to=to_date,
            )
    except IntegrityError as wrong:
        raise Refused(_("这个成员单位已经加入。"), field="member_id") from wrong


def _check(made: Organisation) -> None:
    """The model's own rules, said as a refusal that names the field."""
    try:
        made.full_clean(exclude=["pinyin"])
    except ValidationError as wrong:
        name, messages = next(iter(wrong.message_dict.items()))
        raise Refused(messages[0], field=None if name == "__all__" else name) from wrong
