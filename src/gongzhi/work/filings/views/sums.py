"""汇总 and 统计: what nobody types."""

import io
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Unseen
from gongzhi.kit.web import table_answers
from gongzhi.kit.web.tables import Column
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.filings import counting, papers, queries
from gongzhi.work.filings.models import FilingForm
from gongzhi.work.filings.views.lists import staff
from gongzhi.work.filings.views.things import FORM_DOOR, known_kind, sent


def _asked(request: Any, form: FilingForm) -> tuple[str, int, list[str]]:
    """The period and the area of the address: the latest period, and the form's whole area, unless they are named."""
    periods = queries.periods_of(form.pk)
    period = request.GET.get("period") or (periods[0] if periods else "")
    code = request.GET.get("at", "")
    card = tree().by_code(code) if code else tree().get(form.scope_id)
    if card is None or form.scope_id not in card.lineage or (periods and period not in periods):
        raise Unseen(_("没有找到。"))
    return period, card.id, periods


@login_required
def roll_up(request: Any, pk: Any) -> HttpResponse:
    """汇总: an area's sums and those of the areas below it; every figure opens the sheets behind it."""
    form = FORM_DOOR.get(request, pk)
    period, area_id, periods = _asked(request, form)
    whole, rows = counting.roll_up(request.actor, form, period, area_id)
    wanted = request.GET.get("as", "")
    if wanted == "xlsx":
        return _workbook(form, period, whole, rows)
    if wanted in papers.MEDIA or wanted.startswith("layout-"):
        kind = known_kind(wanted.removeprefix("layout-"))
        totals = {total.field.code: total.plain for total in whole.totals}
        return sent(papers.total_in(form, kind, area_id, period, totals), kind, period)
    context = {
        "form": form, "period": period, "periods": periods, "whole": whole, "rows": rows, "layouts": queries.layout_names(pk),
        "deeper": bool(rows) and rows[0].area.level != form.level, "now": clock.now(),
    }  # fmt: skip
    return render(request, "filings/sums.html", context)


def _workbook(form: FilingForm, period: str, whole: counting.Row, rows: list[counting.Row]) -> HttpResponse:
    """The same figures as a spreadsheet; numbers as numbers."""
    columns = [
        Column("area", _("哪里")),
        Column("answered", _("已答"), right=True),
        Column("asked", _("应答"), right=True),
        *(Column(total.field.code, total.field.name, right=True) for total in whole.totals),
    ]
    file = io.BytesIO()
    table_answers.write(file, form.title, columns, [_flat(row) for row in (*rows, whole)])
    return sent(file.getvalue(), "xlsx", period)


def _flat(row: counting.Row) -> dict[str, Any]:
    figures = {total.field.code: _figure(total) for total in row.totals}
    return {**figures, "area": row.area.name, "answered": row.answered, "asked": row.asked}


def _figure(total: counting.Total) -> Any:
    return total.number if total.field.kind == total.field.Kind.NUMBER else total.shown


@login_required
def counts(request: Any) -> HttpResponse:
    """统计: fields asked twice, what each form costs, what the system filled in."""
    staff(request)
    twice = counting.asked_twice(request.actor)
    for row in twice:
        for ask in row["asks"]:
            ask["by"] = directory().name(ask["organisation_id"])
        row["level"] = FilingForm.Level(row["level"]).label
    rows = counting.costs(request.actor)
    for row in rows:
        row["by"] = directory().name(row["form"].organisation_id)
    cells = sum(row["cells"] for row in rows)
    share = round(100 * sum(row["kept"] for row in rows) / cells) if cells else None
    measured = [row["hours"] for row in rows if row["hours"] is not None]
    context = {
        "twice": twice, "rows": rows, "share": share, "now": clock.now(), "hours": round(sum(measured), 1) if measured else None,
        "unmeasured": sum(1 for row in rows if row["hours"] is None),
    }  # fmt: skip
    return render(request, "filings/counts.html", context)
