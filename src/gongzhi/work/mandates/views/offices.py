"""内设机构 5+X: each street against the template, with its gaps; the eight duties; the functions stripped off."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Unseen
from gongzhi.kit.records import rules
from gongzhi.kit.web import table_answers
from gongzhi.work.mandates import commands, office_tables
from gongzhi.work.mandates.commands.letters import records_for
from gongzhi.work.mandates.forms import Office, Strip
from gongzhi.work.mandates.queries import offices as queries
from gongzhi.work.mandates.rules import CITY, DISTRICT, STREET
from gongzhi.work.mandates.views.founding import Sheet, founded

FEW = 40  # streets whose offices are listed one by one, to be ended
SHOWN = 300  # streets on one page: more than any city has
OFFICE = Sheet(
    gettext_lazy("登记内设机构"), gettext_lazy("五个固定机构选序号，另设的不选；同一位置换机构，旧的到前一天为止。"),
    gettext_lazy("内设机构"), "/mandates/offices/", gettext_lazy("登记"),
)  # fmt: skip
STRIPPED = Sheet(
    gettext_lazy("登记剥离的职能"), gettext_lazy("街道不再承担的职能：交给谁、凭哪份文件、从哪天起。"),
    gettext_lazy("剥离职能台账"), "/mandates/stripped/", gettext_lazy("登记"),
)  # fmt: skip


def _keeps(request: Any) -> bool:
    return bool(request.actor.serves(*STREET, *DISTRICT, *CITY))


def _staff(request: Any) -> None:
    if not request.actor.posts:
        raise NotYours(_("这里给在职人员看。"))


@login_required
def check(request: Any) -> HttpResponse:
    """5+X 核对: which fixed offices a street has, which it lacks, which others it keeps."""
    _staff(request)
    only = request.GET.get("gaps") == "yes"
    every = queries.checked(queries.streets(request.actor)[:SHOWN])
    rows = [one for one in every if one.gaps] if only else every
    fixed, duties = rules.find("offices.fixed"), queries.duties()
    context = {
        "rows": rows, "only": only, "streets": len(every), "lacking": sum(bool(one.gaps) for one in every),
        "template": list(enumerate(fixed.value, start=1)), "fixed": fixed, "duties": duties, "now": clock.now(),
        "keeps": _keeps(request), "few": _keeps(request) and len(rows) <= FEW,
        "own": {one.street.id: records_for(request.actor, one.street.id) for one in rows},
    }  # fmt: skip
    return render(request, "mandates/offices.html", context)


@login_required
def set_up(request: Any) -> HttpResponse:
    """登记内设机构."""
    if not _keeps(request):
        raise NotYours(_("只能登记自己街道或者自己辖区里的街道。"))
    form = Office(
        request.actor, request.POST or None, initial={"valid_from": clock.today(), **request.GET.dict()}
    )
    return founded(request, form, commands.set_up_office, OFFICE, lambda _made: OFFICE.above_url)


@login_required
@require_POST
def end(request: Any, pk: int) -> HttpResponse:
    """撤内设机构: not there any more."""
    office = queries.known(request.actor, pk)
    if office is None:
        raise Unseen(_("没有找到这个机构，可能已经撤了。"))
    commands.end_office(request.actor, office)
    return HttpResponseRedirect("/mandates/offices/")


@login_required
def stripped(request: Any) -> HttpResponse:
    """剥离职能台账."""
    _staff(request)
    context = {"keeps": _keeps(request)}
    actor = request.actor
    return table_answers.answer(
        request,
        office_tables.table(actor),
        lambda: queries.stripped(actor),
        "mandates/stripped.html",
        context,
    )


@login_required
def strip(request: Any) -> HttpResponse:
    """登记剥离的职能."""
    if not _keeps(request):
        raise NotYours(_("只能登记自己街道或者自己辖区里的街道。"))
    form = Strip(request.actor, request.POST or None)
    return founded(request, form, commands.strip_function, STRIPPED, lambda _made: STRIPPED.above_url)
