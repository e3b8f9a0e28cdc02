"""办事窗口: what one's own street or community shows at its counter, and how it is changed."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Stopped, Unseen
from gongzhi.town.areas.models import Area
from gongzhi.town.areas.tree import tree
from gongzhi.town.counters import commands, forms
from gongzhi.town.counters.commands import KEEPERS, LEVELS
from gongzhi.town.counters.models import Guide, Opening
from gongzhi.town.counters.queries import guides_of, open_state, openings_of

ENDS: dict[str, Any] = {
    "end_opening": (Opening, commands.end_opening),
    "end_guide": (Guide, commands.end_guide),
}


@login_required
def start(request: Any) -> HttpResponse:
    """The counter of one's own post: a community's worker their community, a street's clerk the street."""
    for post in request.actor.serves(*KEEPERS):
        card = tree().get(post.area_id)
        if card and card.level in LEVELS:
            return HttpResponseRedirect(reverse("counter", args=[card.id]))
    raise NotYours(_("窗口由街道和社区维护，您的岗位下没有窗口。"))


@login_required
def counter(request: Any, pk: int) -> HttpResponse:
    """One area's hours and guide; POST changes one of them."""
    card = tree().get(pk)
    if card is None or card.level not in LEVELS or not commands.keeps_area(request.actor, pk):
        raise Unseen(_("没有这个窗口。"))
    data = request.POST if request.method == "POST" else None
    hours, matter = forms.of(forms.Hours, "hours", data), forms.of(forms.Matter, "matter", data)
    guides = guides_of(pk)
    if chosen := next((one for one in guides if str(one.id) == request.GET.get("guide")), None):
        matter.initial = {name: getattr(chosen, name) for name in matter.fields}
    status = 200
    if data is not None:
        answer = _changed(request, pk, hours, matter)
        if answer is not None:
            return answer
        status = 422
    below = tree().children(pk) if card.level == LEVELS[0] else ()
    context = {
        "area": card, "hours": hours, "matter": matter, "state": open_state(pk), "now": clock.now(), "below": below,
        "openings": openings_of(pk), "guides": guides, "chosen": chosen, "today": clock.today(),
        "names": {one: tree().name(one) for one in card.lineage},
    }  # fmt: skip
    return render(request, "counters/counter.html", context, status=status)


def _changed(request: Any, pk: int, hours: Any, matter: Any) -> HttpResponse | None:
    """Do what was sent; None where a form now says what is wrong."""
    part, area = request.POST.get("part", ""), Area.objects.get(pk=pk)
    again = HttpResponseRedirect(reverse("counter", args=[pk]))
    if part in ENDS:
        model, end = ENDS[part]
        thing = model.objects.select_related("area").filter(pk=_number(request.POST.get("which"))).first()
        if thing is None:
            raise Unseen(_("没有找到，可能已经停用。"))
        end(request.actor, thing)
        return again
    form, command = (hours, commands.set_opening) if part == "hours" else (matter, commands.enter_guide)
    if not form.is_bound or not form.is_valid():
        return None
    try:
        command(request.actor, area, **form.cleaned_data)
    except Stopped as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
        return None
    return again


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 19 else 0
