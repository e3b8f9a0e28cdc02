"""Columns of a register: what a cell must be, and the sentence that says why it is not.

Numbers reach us as floats, empty cells as ``""``, dates as date or datetime by the cell's format. Where digits are
a name and not a number (codes, telephones) a float is refused: leading zeros and long numbers are already lost.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from gongzhi.kit import clock

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
LINE = re.compile(r"[\r\n\t]")
NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?")
SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE][+-]?\d+")
FORMULA = tuple("=+-@＝＋－＠")
BLANK = " \u3000\xa0"


class Kind(StrEnum):
    TEXT = "text"
    CODE = "code"  # digits that are a name: codes, telephone numbers
    WHOLE = "whole"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"
    YESNO = "yesno"
    CHOICE = "choice"


Choices = Mapping[str, Any] | Callable[[], Mapping[str, Any]]


@dataclass(frozen=True)
class Column:
    """One column, declared once: template, import, export and print come from it.

    ``example`` is a cell as it is typed (of a choice: its value).

    :param field: the name of the value in a row, and of the model's column unless ``derive`` says otherwise.
    :param heading: what stands above it; ``aliases`` are other headings that mean the same.
    :param choices: value to label; the cell holds the label (or the value).
    :param longest: characters of a text; ``least`` and ``most`` bound a number.
    :param lookup: texts of all rows to what they stand for, in one call; ``missing`` says what an unknown one is.
    :param into: where the looked-up value goes (``parent_id``); the text stays under ``field``.
    :param parse: a last word on the value; raises ValueError with a sentence.
    :param empty: the value of an empty cell; ``show`` turns a value into what the export writes.
    :param path: where the export finds the value from the model (``parent__code``), if not under ``field``.
    """

    field: str
    heading: Any
    required: bool = False
    kind: Kind = Kind.TEXT
    choices: Choices = dataclass_field(default_factory=dict)
    example: Any = ""
    note: Any = ""
    longest: int = 100
    least: float = 0
    most: float = 10**12
    lines: bool = False
    aliases: tuple[str, ...] = ()
    lookup: Callable[[set[str]], Mapping[str, Any]] | None = None
    missing: Any = ""
    into: str = ""
    parse: Callable[[Any], Any] | None = None
    empty: Any = ""
    show: Callable[[Any], Any] | None = None
    path: str = ""

    def options(self) -> Mapping[str, Any]:
        """The choices as they stand: value to label."""
        return self.choices() if callable(self.choices) else self.choices

    def headings(self) -> list[str]:
        """What may stand above it: the heading in every language of the house, and the aliases."""
        return [*in_every_language(self.heading), *self.aliases]

    @property
    def is_text(self) -> bool:
        return self.kind in (Kind.TEXT, Kind.CODE)

    def read(self, cell: Any) -> Any:
        """The value of a cell.

        :raises ValueError: with a sentence that says what is wrong and what to write.
        """
        cell = cell.strip(BLANK) if isinstance(cell, str) else cell
        if cell is None or cell == "":
            if self.required:
                raise ValueError(_("必填"))
            return self.empty
        value = _READ[self.kind](self, cell)
        return self.parse(value) if self.parse else value

    def sample(self) -> Any:
        """The example as a person types it."""
        if self.kind == Kind.CHOICE:
            return str(self.options().get(self.example, self.example))
        return (_("是") if self.example else _("否")) if self.kind == Kind.YESNO else self.example

    def shown(self, value: Any) -> Any:
        """What the export writes for a value; read again it gives the same value."""
        if self.show:
            return self.show(value)
        if value is None:
            return ""
        if self.kind == Kind.CHOICE:
            return str(self.options().get(value, value))
        if self.kind == Kind.YESNO:
            return _("是") if value else _("否")
        return clock.local(value).replace(tzinfo=None) if isinstance(value, datetime) else value


def in_every_language(words: Any) -> list[str]:
    """A label as each language says it: a workbook made under one is read under another."""
    said = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            said.append(str(words))
    return said


def _text(column: Column, cell: Any) -> str:
    if isinstance(cell, bool | date):
        raise ValueError(_("要填文字，单元格里是日期或逻辑值，请设为文本格式"))  # noqa: TRY004 (a wrong cell, not a wrong program)
    if isinstance(cell, int | float):
        if column.kind == Kind.CODE:
            raise ValueError(_("要按文本填写：单元格是数字，前面的 0 和长号码会丢失"))
        cell = f"{cell:.15g}"
    _clean(cell, column.lines)
    if column.kind == Kind.CODE and SCIENTIFIC.fullmatch(cell):
        raise ValueError(_("号码被写成了科学计数，请按文本重新填写"))
    if len(cell) > column.longest:
        raise ValueError(
            _("太长：最多 %(most)d 个字，现有 %(now)d 个") % {"most": column.longest, "now": len(cell)}
        )
    return cell


def _clean(text: str, lines: bool) -> None:
    if CONTROL.search(text) or (not lines and LINE.search(text)):
        raise ValueError(_("含有不可见的控制字符，请删去重新填写"))
    if text.startswith(FORMULA):
        raise ValueError(_("不能以 = + - @ 开头（会被当作公式）"))


def _number(column: Column, cell: Any) -> float:
    if isinstance(cell, str) and NUMBER.fullmatch(cell):
        cell = float(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise ValueError(_("要填数字"))  # noqa: TRY004 (a wrong cell, not a wrong program)
    if not column.least <= cell <= column.most:
        raise ValueError(
            _("数字要在 %(least)g 到 %(most)g 之间") % {"least": column.least, "most": column.most}
        )
    return cell


def _whole(column: Column, cell: Any) -> int:
    number = _number(column, cell)
    if number != int(number):
        raise ValueError(_("要填整数"))
    return int(number)


def _moment(column: Column, cell: Any) -> datetime:
    found = cell
    if isinstance(cell, str):
        text = cell.translate(_PLAIN).strip()
        found = next((f for form in _FORMS if (f := _by_form(text, form))), None)
    elif isinstance(cell, date) and not isinstance(cell, datetime):
        found = datetime.combine(cell, datetime.min.time())
    if not isinstance(found, datetime):
        raise ValueError(_("要填日期，例如 2026-11-22 或 2026-11-22 14:30"))  # noqa: TRY004 (a wrong cell, not a wrong program)
    if not 1900 <= found.year <= 2100:
        raise ValueError(_("日期的年份不对"))
    return found if found.tzinfo else found.replace(tzinfo=clock.zone())


_PLAIN = str.maketrans("年月日/T", "-- - ")
_FORMS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")


def _by_form(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 (the city's zone is put on by the caller)
    except ValueError:
        return None


def _day(column: Column, cell: Any) -> date:
    return _moment(column, cell).date()


def _yesno(_column: Column, cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    word = str(cell).lower()
    if word in ("是", "有", "1", "1.0", "yes", "true", "y"):
        return True
    if word in ("否", "无", "0", "0.0", "no", "false", "n"):
        return False
    raise ValueError(_("要填“是”或“否”"))


def _choice(column: Column, cell: Any) -> str:
    options = column.options()
    word = str(cell)
    for value, label in options.items():
        if word in (str(label), str(value)):
            return value
    for value, label in options.items():
        if word in in_every_language(label):
            return value
    raise ValueError(_("只能填：%s") % "、".join(str(label) for label in list(options.values())[:12]))


_READ: dict[Kind, Callable[[Column, Any], Any]] = {
    Kind.TEXT: _text,
    Kind.CODE: _text,
    Kind.WHOLE: _whole,
    Kind.NUMBER: _number,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
    Kind.YESNO: _yesno,
    Kind.CHOICE: _choice,
}
