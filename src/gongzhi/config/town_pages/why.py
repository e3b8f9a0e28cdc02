"""为什么这样: one rule as it holds at a place on a day, its paper and clause, and what it was before; for all in service."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongzhi.config.town_pages.rule_words import WORDS
from gongzhi.config.town_pages.rules import KEEPER, face, state, title
from gongzhi.kit import clock
from gongzhi.kit.records import rules
from gongzhi.kit.records.rules import RuleCard
from gongzhi.kit.web import slots
from gongzhi.town.administration.doors import only_for
from gongzhi.town.areas.tree import lineage
from gongzhi.town.documents.models import Document
from gongzhi.town.documents.queries import clause
from gongzhi.town.people.models import Role


@only_for(*Role)
def page(request: Any, key: str) -> HttpResponse:
    """The record that answers; ``at`` an area (one's own), ``on`` a day (today)."""
    day, areas = _day(request), _areas(request)
    card = rules.nearest(rules.BOOK.get(), key, areas, day)
    if card is None:
        raise Http404
    cited = clause(card.clause_id)
    paper = Document.objects.filter(code=cited.document_code).first() if cited else None
    context = {
        "key": key, "title": title(key), "unit": WORDS[key][1] if key in WORDS else "", "present": face(card), "day": day,
        "clause": cited, "paper": paper, "sets": slots.of("document-sets", request.actor, paper.pk) if paper else [],
        "history": [{**face(one), "state": state(one)} for one in _story(key, areas)],
        "keeps": bool(request.actor.serves(KEEPER)), "now": clock.now(),
    }  # fmt: skip
    return render(request, "town/why.html", context)


def _day(request: Any) -> date:
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return clock.today()


def _areas(request: Any) -> tuple[int, ...]:
    asked = request.GET.get("at", "")
    post = request.actor.post
    own = post.area_id if post else None
    return tuple(lineage(int(asked) if asked.isdigit() and len(asked) < 19 else own))


def _story(key: str, areas: tuple[int, ...]) -> list[RuleCard]:
    """Every record on the way down to the place: the whole city's, then the nearer ones', the newest first."""
    return [card for scope in (None, *areas) for card in rules.history(key, scope)]
