"""What may stand in a cell: read from what was typed, said as it is shown. Never a number of a person."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from gongzhi.kit.flow import Refused
from gongzhi.kit.privacy.patterns import personal_number
from gongzhi.work.filings.models import Field

LONGEST = 200
MOST = Decimal(10) ** 12
NUMBER = re.compile(r"-?\d{1,13}(\.\d{1,2})?")
YES, NO = ("yes", "是", "true", "1"), ("no", "否", "false", "0")
Kind = Field.Kind


def name_of(field: Field) -> str:
    """How the field is called in forms of words: by its id, which is what pages and the API send."""
    return f"f{field.pk}"


def read(field: Field, typed: str) -> str:
    """The value as it is kept; an empty one stays empty.

    :raises Refused: with a sentence that says what to write.
    """
    text = typed.strip()
    if not text:
        return ""
    if len(text) > LONGEST:
        raise Refused(
            _("“%(field)s”最多%(n)d个字。") % {"field": field.name, "n": LONGEST}, field=name_of(field)
        )
    if personal_number(text):
        raise Refused(
            _("“%(field)s”：报表只填区域的情况，不要写手机号或身份证号。") % {"field": field.name}, field=name_of(field)
        )  # fmt: skip
    parse = _READ.get(field.kind)
    return parse(field, text) if parse else text


def _number(field: Field, text: str) -> str:
    plain = text.replace(",", "").replace("，", "")
    if not NUMBER.fullmatch(plain) or abs(Decimal(plain)) >= MOST:
        raise Refused(_("“%(field)s”请写数字，最多两位小数。") % {"field": field.name}, field=name_of(field))
    return said_number(Decimal(plain))


def _date(field: Field, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Refused(
            _("“%(field)s”请写日期，如2026-01-31。") % {"field": field.name}, field=name_of(field)
        ) from None


def _choice(field: Field, text: str) -> str:
    if text not in field.options:
        raise Refused(
            _("“%(field)s”请选：%(choices)s。") % {"field": field.name, "choices": field.choices}, field=name_of(field)
        )  # fmt: skip
    return text


def _yesno(field: Field, text: str) -> str:
    if text.lower() in YES:
        return "yes"
    if text.lower() in NO:
        return "no"
    raise Refused(_("“%(field)s”请选是或否。") % {"field": field.name}, field=name_of(field))


_READ: dict[str, Callable[[Field, str], str]] = {
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.YESNO: _yesno,
}


def number_of(field: Field, value: str) -> Decimal | None:
    """The value to add up; None where it is no number."""
    if field.kind != Kind.NUMBER or not value:
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def said_number(number: Decimal) -> str:
    """Without zeros behind the point."""
    return (
        f"{number.quantize(Decimal(1)):f}"
        if number == number.to_integral_value()
        else f"{number.normalize():f}"
    )


def shown(field: Field, value: str) -> str:
    """As a person reads it."""
    if field.kind == Kind.YESNO and value:
        return _("是") if value == "yes" else _("否")
    return f"{value}{field.unit}" if value and field.unit else value


def plain(field: Field, value: str) -> str:
    """As it stands in somebody's own paper, whose headings name the units."""
    return value if field.kind == Kind.NUMBER else shown(field, value)
