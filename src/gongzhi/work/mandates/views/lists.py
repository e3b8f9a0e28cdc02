"""清单与版本: the list of lists, a list with its items and steps, a new version, two versions side by side, the replay."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours
from gongzhi.kit.web import lists, table_answers
from gongzhi.kit.web.doors import Door
from gongzhi.kit.web.tables import wants
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.models import Role
from gongzhi.work.cases.queries import ROW as CASE_ROW
from gongzhi.work.cases.rules import FLOW as CASES
from gongzhi.work.cases.tables import table_for
from gongzhi.work.mandates import commands, tables
from gongzhi.work.mandates.forms import FORMS, Begin, kept
from gongzhi.work.mandates.models import Listing
from gongzhi.work.mandates.queries import lists as queries
from gongzhi.work.mandates.queries.replay import DAYS, cases_of, replay
from gongzhi.work.mandates.registers import ITEMS, rows_of
from gongzhi.work.mandates.rules import LISTING, differences
from gongzhi.work.mandates.views.founding import Sheet, founded

NEW = Sheet(
    gettext_lazy("起草新版本"), gettext_lazy("先起草，街道可以看、可以备注；推演过再启用。已经启用的不改，改要出新版本。"),
    gettext_lazy("清单与版本"), "/mandates/lists/", gettext_lazy("起草"),
)  # fmt: skip


def may(actor: Any, verb: str, listing: Listing) -> bool:
    return LISTING.may(actor, LISTING.steps[verb], listing)


@login_required
def listing(request: Any) -> HttpResponse:
    """清单与版本: every list that concerns my area."""
    _staff(request)
    context = {"may_begin": bool(kept(request.actor))}
    return table_answers.answer(
        request, tables.listings(), lambda: queries.listed(request.actor), "mandates/listings.html", context
    )


def _staff(request: Any) -> None:
    if not request.actor.posts:
        raise NotYours(_("清单给在职人员看。"))


def context(request: Any, thing: Listing) -> dict[str, Any]:
    """The items of the address's page, and what one may do with the list."""
    writes = may(request.actor, "write_item", thing)
    return {
        "listing": thing,
        "now": clock.now(),
        "beside": lists.beside(request),
        "page": tables.items(thing).page(lambda: queries.items_of(thing), request.GET),
        "area": tree().full_name(thing.area_id),
        "days": tables.days_words(vars(thing)),
        "others": queries.others(thing),
        "writes": writes,
        "hindrances": queries.hindrances(queries.whole(thing)) if writes else [],
        "uploads": writes and bool(request.actor.serves(Role.CITY_DISPATCHER, Role.DISTRICT_DISPATCHER)),
        "do": request.GET.get("do", ""),
        "by": request.user.name,
    }


class ListDoor(Door):
    """The door of a list; its items go to paper and to a spreadsheet like any other list."""

    def show(self, request: Any, pk: Any, *more: Any, **also: Any) -> Any:
        form = wants(request)
        if not form:
            return super().show(request, pk, *more, **also)
        found = queries.seen(request.actor, pk)
        write = table_answers.spreadsheet if form == "xlsx" else _printed
        return write(tables.items(found), lambda: queries.items_of(found), request)


def _printed(table: Any, source: Any, request: Any) -> HttpResponse:
    return table_answers.printed(request, table, source)


DOOR = ListDoor(
    "listing",
    LISTING,
    commands,
    "mandates/listing.html",
    context=context,
    forms=FORMS,
    base="/mandates/lists/",
    icons={"enact": "circle-check", "withdraw": "x"},
)


@login_required
def new(request: Any) -> HttpResponse:
    """起草清单: a new version, copied from the one in force."""
    if not kept(request.actor):
        raise NotYours(_("市里的清单由市里管，区和街道的由区里管。"))
    form = Begin(request.actor, request.POST or None, initial=request.GET.dict())
    return founded(request, form, commands.begin_listing, NEW)


@login_required
def workbook(request: Any, pk: Any) -> Any:
    """The items of this list as a workbook that can be imported into a draft."""
    found = queries.seen(request.actor, pk)
    with tempfile.TemporaryDirectory(prefix="gongzhi-export-") as place:
        path = Path(place) / "out.xlsx"
        ITEMS.export(path, request.actor, rows_of(found))
        file = path.open("rb")  # still readable when the folder is gone; FileResponse closes it
    name = _("%(title)s 第 %(n)d 版") % {"title": found.title, "n": found.version} + ".xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=table_answers.XLSX)


@login_required
def compare(request: Any, pk: Any, other: Any) -> HttpResponse:
    """两版比对: what the first has added to the second, left out and changed, by code."""
    new_one, old_one = queries.seen(request.actor, pk), queries.seen(request.actor, other)
    if (new_one.kind, new_one.area_id) != (old_one.kind, old_one.area_id):
        raise Http404
    found = differences(queries.whole(old_one), queries.whole(new_one))
    names = {f.attname: str(f.verbose_name) for f in queries.ListingItem._meta.concrete_fields}
    names["helper_ids"] = _("配合单位")
    changed = [
        (new, [(names[n], said(getattr(old, n), n), said(getattr(new, n), n)) for n in fields])
        for old, new, fields in found["changed"]
    ]
    context = {
        "new": new_one, "old": old_one, "added": [_face(one) for one in found["added"]],
        "gone": [_face(one) for one in found["gone"]], "changed": changed, "now": clock.now(),
        "area": tree().full_name(new_one.area_id),
    }  # fmt: skip
    return render(request, "mandates/compare.html", context)


def _face(item: Any) -> dict[str, Any]:
    return {"item": item, "lead": tables.lead_words(vars(item))}


def said(value: Any, name: str) -> str:
    """A value of an item in words."""
    if name == "lead_id":
        return directory().name(value) or "—"
    if name == "helper_ids":
        return tables.helper_words({"helper_ids": value}) or "—"
    if name == "category_id":
        return tables.category_words({"category_id": value}) or "—"
    return str(value) if value not in (None, "") else "—"


@login_required
def replayed(request: Any, pk: Any) -> HttpResponse:
    """推演: what the draft would have changed over the cases of the last ninety days."""
    found = queries.draft_for(request.actor, pk)
    changes = replay(request.actor, found)
    rows = [
        {"one": one, "before": directory().name(one.before), "after": directory().name(one.after)}
        for one in changes
    ]
    context = {
        "listing": found, "rows": rows, "days": DAYS, "now": clock.now(), "area": tree().full_name(found.area_id),
        "total": sum(one.cases for one in changes),
    }  # fmt: skip
    return render(request, "mandates/replay.html", context)


@login_required
def replayed_cases(request: Any, pk: Any) -> HttpResponse:
    """The cases behind one figure of the replay."""
    found = queries.draft_for(request.actor, pk)
    change, where = cases_of(request.actor, found, request.GET.get("change", ""))
    source = lambda: CASES.seen_by(request.actor).filter(where).values(*CASE_ROW)
    context = {
        "listing": found, "change": change, "before": directory().name(change.before) if change else "",
        "after": directory().name(change.after) if change else "",
    }  # fmt: skip
    return table_answers.answer(
        request, table_for(request.actor), source, "mandates/replay_cases.html", context
    )
