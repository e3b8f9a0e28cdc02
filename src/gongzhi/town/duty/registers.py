"""值班表: the rota of a month as a spreadsheet."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.registers import registry
from gongzhi.kit.registers.checks import Row
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.register import Register
from gongzhi.town.areas.keepers import keeps_registers
from gongzhi.town.duty.commands import LONGEST
from gongzhi.town.duty.models import Shift
from gongzhi.town.organisations.registers import EXAMPLE, by_code
from gongzhi.town.people.models import User

Span = tuple[int, datetime, datetime, Row | None]
FIELDS = ("organisation_id", "starts_at", "ends_at", "leader_id", "clerk_id", "phone")


def _accounts(names: set[str]) -> dict[str, int]:
    return dict(User.objects.filter(username__in=names, is_active=True).values_list("username", "id"))


def _review(_actor: Any, rows: list[Row]) -> None:
    """A shift has an end, is not too long, and meets no other of its organisation, in the file or entered before."""
    good: list[Span] = []
    for row in rows:
        start, end = row.values["starts_at"], row.values["ends_at"]
        if start < end <= start + LONGEST:
            good.append((row.values["organisation_id"], start, end, row))
        else:
            row.refuse("ends_at", _("一个班次要有先后，最长三天"))
    _refuse_overlaps(sorted([*good, *_entered(good)], key=lambda span: span[:2]))


def _entered(good: list[Span]) -> list[Span]:
    """The shifts that stay as they are beside those of the file."""
    own = {span[:2] for span in good}
    found = Shift.objects.filter(organisation_id__in={span[0] for span in good}).values_list(*FIELDS[:3])
    return [(*span, None) for span in found if span[:2] not in own]


def _refuse_overlaps(spans: list[Span]) -> None:
    """Spans in order of organisation and start: the later one of the file is refused; what is entered stands."""
    last: Span | None = None
    for span in spans:
        if last is None or last[0] != span[0] or span[1] >= last[2]:
            last = span
            continue
        late = span[3] or last[3]
        if late is not None:
            other = last[3] if late is span[3] else None
            late.refuse(
                "starts_at", _("与第 %d 行的班次重叠") % other.number if other else _("与已排的班次重叠")
            )
        if span[3] is None:
            last = span


REGISTER = registry.register(
    Register(
        name="duty",
        title=gettext_lazy("值班表"),
        model=Shift,
        columns=(
            Column(
                "organisation_code", gettext_lazy("单位编码"), required=True, kind=Kind.CODE, longest=32,
                example=EXAMPLE, lookup=by_code, into="organisation_id", path="organisation__code",
                missing=gettext_lazy("没有这个单位编码，请先导入单位"),
            ),
            Column("starts_at", gettext_lazy("起"), required=True, kind=Kind.MOMENT, example="2026-12-31 17:00"),
            Column("ends_at", gettext_lazy("止"), required=True, kind=Kind.MOMENT, example="2027-01-01 08:30"),
            Column(
                "leader_account", gettext_lazy("带班领导账号"), required=True, kind=Kind.CODE, longest=40,
                example="leader",
                lookup=_accounts, into="leader_id", path="leader__username", missing=gettext_lazy("没有这个账号"),
            ),
            Column(
                "clerk_account", gettext_lazy("值班员账号"), required=True, kind=Kind.CODE, longest=40,
                example="clerk",
                lookup=_accounts, into="clerk_id", path="clerk__username", missing=gettext_lazy("没有这个账号"),
            ),
            Column("phone", gettext_lazy("值班电话"), kind=Kind.CODE, longest=40, example="0431-12345"),
        ),
        key=("organisation_id", "starts_at"),
        may=keeps_registers,
        derive=lambda values: {name: values[name] for name in FIELDS},
        review=_review,
    )
)  # fmt: skip
