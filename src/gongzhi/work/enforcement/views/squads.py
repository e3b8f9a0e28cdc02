"""执法队伍: the list of officers, and the page of a squad on which its keepers enrol, renew and let go."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Stopped, Unseen
from gongzhi.kit.web import table_answers
from gongzhi.kit.web.beginning import begin
from gongzhi.town.areas.tree import tree
from gongzhi.work.enforcement import commands, forms, tables
from gongzhi.work.enforcement.models import Officer, Squad
from gongzhi.work.enforcement.queries import officers, squads, streets_under
from gongzhi.work.enforcement.rules import DISTRICT_ROLES, STREET_ROLES, keeps_squads, over


@login_required
def listing(request: Any) -> HttpResponse:
    context = {"squads": list(squads(request.actor)[:50]), "may_open": keeps_squads(request.actor)}
    table = tables.officers(request.actor)
    return table_answers.answer(
        request, table, lambda: officers(request.actor), "enforcement/officers.html", context
    )


@login_required
def new(request: Any) -> HttpResponse:
    if not keeps_squads(request.actor):
        raise NotYours(_("中队由街道或区里建。"))
    form = forms.NewSquad(None, request.POST or None)
    form.fields["street_id"].widget.choices = [("", "—"), *streets_under(request.actor)]  # type: ignore[attr-defined]
    return begin(request, form, commands.set_up_squad, "enforcement/squad_new.html", lambda made: reverse("squad", args=[made.pk])
    )  # fmt: skip


@login_required
def squad(request: Any, pk: int) -> HttpResponse:
    """One squad; POST enrols, renews or lets go."""
    one = squads(request.actor).filter(pk=pk).first()
    if one is None:
        raise Unseen(_("没有找到这个中队。"))
    keeps = over(request.actor, one.street_id, *STREET_ROLES, *DISTRICT_ROLES)
    data = request.POST if request.method == "POST" else None
    part = data.get("part", "") if data is not None else ""
    enrol = forms.NewOfficer(None, data if part == "enrol" else None, auto_id="id_enrol_%s")
    renew = forms.Renew(None, data if part == "renew" else None, auto_id="id_renew_%s")
    status = 200
    if data is not None:
        if not keeps:
            raise NotYours(_("只能改本街道（本区）的队伍。"))
        if _changed(request, one, part, enrol, renew):
            return HttpResponseRedirect(reverse("squad", args=[pk]))
        status = 422
    rows = list(one.officers.order_by("left_on", "expires_on", "id"))
    wanted = (data or request.GET).get("officer", "")
    context = {
        "squad": one, "street": tree().full_name(one.street_id), "officers": rows, "keeps": keeps, "enrol": enrol,
        "renew": renew, "chosen": next((row for row in rows if str(row.pk) == wanted and row.left_on is None), None),
        "today": clock.today(), "now": clock.now(), "soon": _soon(rows),
    }  # fmt: skip
    return render(request, "enforcement/squad.html", context, status=status)


def _soon(rows: list[Officer]) -> set[int]:
    from gongzhi.kit.records import rules as records

    days = records.value("enforcement.certificate_days")
    return {row.pk for row in rows if row.left_on is None and (row.expires_on - clock.today()).days <= days}


def _changed(request: Any, one: Squad, part: str, enrol: Any, renew: Any) -> bool:
    """Do what was sent; False where a form now says what is wrong."""
    form = {"enrol": enrol, "renew": renew}.get(part)
    if form is not None and not form.is_valid():
        return False
    try:
        if part == "enrol":
            commands.enrol_officer(request.actor, one, **enrol.details)
        elif part == "renew":
            commands.renew_certificate(request.actor, _officer(request, one), **renew.details)
        elif part == "leave":
            commands.leave_squad(request.actor, _officer(request, one))
        else:
            return False
    except Stopped as wrong:
        if form is None or isinstance(wrong, Unseen):
            raise
        form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
        return False
    return True


def _officer(request: Any, one: Squad) -> Officer:
    wanted = request.POST.get("officer", "")
    found = one.officers.filter(pk=int(wanted)).first() if wanted.isdigit() and len(wanted) < 19 else None
    if found is None:
        raise Unseen(_("没有找到这名执法人员。"))
    return found
