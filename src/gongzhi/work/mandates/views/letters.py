"""责任状: the list, one letter with its steps, a new one through the gate, one recorded, what is left for each street."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours
from gongzhi.kit.web import table_answers
from gongzhi.kit.web.doors import Door
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.mandates import commands, letter_tables
from gongzhi.work.mandates.forms import FORMS, Issue, Record
from gongzhi.work.mandates.models import ResponsibilityLetter
from gongzhi.work.mandates.queries import letters as queries
from gongzhi.work.mandates.rules import CITY, DISTRICT, LETTER, SIGNS, STREET
from gongzhi.work.mandates.views.founding import Sheet, founded

READERS = (*STREET, *SIGNS)
LETTERS = (gettext_lazy("责任状台账"), "/mandates/letters/")
WHY = gettext_lazy("新签的要有依据、有期限，先过事项准入；登记已有的是为了清理。")
NEW = Sheet(gettext_lazy("签一份新的责任状"), WHY, *LETTERS)
KNOWN = Sheet(gettext_lazy("登记已有的责任状"), WHY, *LETTERS)


def _reader(request: Any) -> None:
    if not request.actor.serves(*READERS):
        raise NotYours(_("责任状台账给街道、部门和市、区看。"))


@login_required
def listing(request: Any) -> HttpResponse:
    """责任状台账."""
    _reader(request)
    actor = request.actor
    context = {
        "may_issue": bool(actor.serves(*SIGNS)),
        "may_record": bool(actor.serves(*STREET, *DISTRICT, *CITY)),
    }
    return table_answers.answer(
        request, letter_tables.table(actor), lambda: queries.listed(actor), "mandates/letters.html", context
    )


@login_required
def left(request: Any) -> HttpResponse:
    """还剩多少: what each street still answers for; every figure opens its rows."""
    _reader(request)
    rows = [
        {**row, "key": str(row["street_id"]), "name": tree().full_name(row["street_id"])}
        for row in queries.by_street(request.actor)
    ]
    return render(request, "mandates/letters_left.html", {"rows": rows, "now": clock.now()})


def context(request: Any, thing: ResponsibilityLetter) -> dict[str, Any]:
    into = ResponsibilityLetter.objects.filter(pk=thing.into_id).first() if thing.into_id else None
    return {
        "letter": thing,
        "issuer": directory().name(thing.issuer_id),
        "street": tree().full_name(thing.street_id),
        "into": into,
        "now": clock.now(),
        "by": request.user.name,
        "do": request.GET.get("do", ""),
        "over": thing.valid_to is not None and thing.valid_to < clock.today(),
    }


DOOR = Door(
    "letter",
    LETTER,
    commands,
    "mandates/letter.html",
    context=context,
    forms=FORMS,
    base="/mandates/letters/",
    icons={"review": "search", "keep": "check", "merge": "arrows-join", "abolish": "x"},
)


@login_required
def issue(request: Any) -> HttpResponse:
    """签一份新的: the gate's refusal stands above the form, and what was typed stays."""
    if not request.actor.serves(*SIGNS):
        raise NotYours(_("责任状由市、区的部门发，您的岗位不能发。"))
    return founded(request, Issue(request.actor, request.POST or None), commands.issue_letter, NEW)


@login_required
def record(request: Any) -> HttpResponse:
    """登记已有的: for the clean-up."""
    if not request.actor.serves(*STREET, *DISTRICT, *CITY):
        raise NotYours(_("只能登记自己街道或者自己辖区里的街道签过的责任状。"))
    return founded(request, Record(request.actor, request.POST or None), commands.record_letter, KNOWN)
