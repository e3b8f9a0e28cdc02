"""值班: who is on duty now, the rota, the hand-over, and who has nobody tonight."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Refused, Stopped, Unseen
from gongzhi.town.areas.tree import tree
from gongzhi.town.duty import commands
from gongzhi.town.duty.models import Shift
from gongzhi.town.duty.queries import between, on_duty_many
from gongzhi.town.duty.timers import uncovered
from gongzhi.town.organisations.directory import OrganisationCard, directory
from gongzhi.town.organisations.models import Organisation
from gongzhi.town.people.models import User
from gongzhi.town.people.queries import in_force

KINDS = ("street_office", "dispatch_centre", "department", "utility", "community", "stationed_team")
SHOWN = timedelta(days=8)
LOCAL_TIME = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class Rota(forms.Form):
    """One shift of one's own organisation."""

    starts_at = forms.DateTimeField(label=gettext_lazy("从"), widget=LOCAL_TIME)
    ends_at = forms.DateTimeField(label=gettext_lazy("到"), widget=LOCAL_TIME)
    leader_id = forms.TypedChoiceField(label=gettext_lazy("带班领导"), coerce=int)
    clerk_id = forms.TypedChoiceField(label=gettext_lazy("值班员"), coerce=int)
    phone = forms.CharField(label=gettext_lazy("值班电话"), max_length=40, required=False)

    def __init__(self, organisation_id: int | None, data: Any = None):
        super().__init__(data)
        people = [("", "—"), *colleagues(organisation_id)]
        for name in ("leader_id", "clerk_id"):
            self.fields[name].choices = people  # type: ignore[attr-defined]


class HandOver(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("交给下一班的事"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


def colleagues(organisation_id: int | None) -> list[tuple[int, str]]:
    """Whoever holds a post in an organisation today."""
    if organisation_id is None:
        return []
    rows = (
        User.objects.filter(is_active=True, posts__in=_posts(organisation_id))
        .distinct()
        .order_by("pinyin", "id")
    )
    return list(rows.values_list("id", "name"))


def _posts(organisation_id: int) -> Any:
    from gongzhi.town.people.models import Post

    return Post.objects.filter(in_force(), organisation_id=organisation_id)


def around(actor: Any) -> list[OrganisationCard]:
    """Whose duty I may need to know: my own organisation's, and those of my district that keep one."""
    post = actor.post
    known, found = directory(), {}
    card = known.get(post.organisation_id)
    if card:
        found[card.id] = card
    district = tree().above(post.area_id, "district") if tree().get(post.area_id) else None
    for one in known.within(
        (district or tree().city()).id, "street_office", "dispatch_centre", "department", "utility"
    ):
        found[one.id] = one
    return list(found.values())[:300]


@login_required
def page(
    request: Any,
    form: Rota | None = None,
    handover: HandOver | None = None,
    status: int = 200,
    wrong: Any = None,
) -> HttpResponse:
    """Four statements, whatever the number of organisations."""
    actor = request.actor
    if not actor.posts:
        raise NotYours(_("值班给在职人员看。"))
    cards = around(actor)
    now = on_duty_many([card.id for card in cards])
    own, at = actor.organisation_id, clock.now()
    missing = [card for card in uncovered() if card.id in {one.id for one in cards}]
    mine = now.get(own) if own else None
    context = {
        "on": [(card, now.get(card.id)) for card in cards if card.id in now],
        "own": directory().get(own),
        "mine": mine,
        "now": at,
        "shifts": list(between([own], at - timedelta(days=1), at + SHOWN)),
        "missing": missing,
        "wrong": wrong,
        "form": form or Rota(own),
        "handover": handover or HandOver(),
        "own_missing": own in {card.id for card in missing},
        "hands_over": mine is not None
        and actor.user_id in (mine.leader_id, mine.clerk_id)
        and mine.handed_over_at is None,
    }
    return render(request, "duty/page.html", context, status=status)


@login_required
@require_POST
def roster(request: Any) -> HttpResponse:
    """A shift entered."""
    form = Rota(request.actor.organisation_id, request.POST)
    if not form.is_valid():
        return page(request, form=form, status=422)
    organisation = Organisation.objects.get(pk=request.actor.organisation_id)
    try:
        commands.roster(request.actor, organisation, **form.cleaned_data)
    except Refused as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
        return page(request, form=form, status=422)
    return HttpResponseRedirect("/town/duty/")


@login_required
@require_POST
def hand_over(request: Any, pk: int) -> HttpResponse:
    """The shift handed over."""
    form, shift = HandOver(request.POST), Shift.objects.filter(pk=pk).first()
    if shift is None:
        raise Unseen(_("没有这个班次。"))
    if not form.is_valid():
        return page(request, handover=form, status=422)
    try:
        commands.hand_over(request.actor, shift, **form.cleaned_data)
    except Refused as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
        return page(request, handover=form, status=422)
    except Stopped as wrong:
        return page(request, status=wrong.status, wrong=wrong)
    return HttpResponseRedirect("/town/duty/")
