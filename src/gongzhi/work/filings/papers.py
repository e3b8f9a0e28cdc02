"""Papers in the asker's layout: one sheet, or the sums of an area."""

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Unseen
from gongzhi.kit.web.words import long_day
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.filings import filling, queries, values

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA = {"xlsx": XLSX, "docx": DOCX}
#: Words that every layout may use beside the codes of the form's fields; a field's code wins.
COMMON = ("form", "asker", "area", "office", "period", "day")


def known(form: Any) -> list[str]:
    """The placeholders that a layout of this form may hold."""
    return [*(field.code for field in queries.fields_of(form)), *COMMON]


def _common(form: Any, area_id: int, office_id: int | None, period: str) -> dict[str, str]:
    return {
        "form": form.title,
        "asker": directory().name(form.organisation_id),
        "area": tree().full_name(area_id) or tree().name(area_id),
        "office": directory().name(office_id),
        "period": period,
        "day": long_day(clock.now()),
    }


def sheet_in(sheet: Any, kind: str) -> bytes:
    """A sheet in its asker's layout."""
    words = _common(sheet.form, sheet.area_id, sheet.organisation_id, sheet.period)
    for cell in queries.cells_of(sheet):
        words[cell.field.code] = values.plain(cell.field, cell.value)
    return _filled(sheet.form, kind, words)


def total_in(form: Any, kind: str, area_id: int, period: str, totals: dict[str, str]) -> bytes:
    """The sums of an area in the asker's layout."""
    return _filled(form, kind, {**_common(form, area_id, None, period), **totals})


def _filled(form: Any, kind: str, words: dict[str, str]) -> bytes:
    layout = queries.layout_of(form.pk, kind)
    if layout is None:
        raise Unseen(_("要报表的单位还没有上传这种版式。"))
    return filling.filled(bytes(layout.content), kind, words)
