"""Reads of views: one's own and those of one's organisations, nobody else's."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from gongzhi.kit.web.lists import Beside, ViewFace
from gongzhi.town.access.actor import Actor
from gongzhi.town.organisations.directory import directory
from gongzhi.town.saved_views.models import FirstView, View
from gongzhi.town.saved_views.rules import shares_for, shares_with


def seen_by(actor: Actor) -> QuerySet[View]:
    """A person's own views and those shared with their organisations, one's own first; ``first`` says which opens."""
    ours = {post.organisation_id for post in actor.posts}
    first = FirstView.objects.filter(view_id=OuterRef("pk"), user_id=actor.user_id or 0)
    rows = View.objects.filter(Q(user_id=actor.user_id or 0) | Q(organisation_id__in=sorted(ours)))
    return rows.annotate(first=Exists(first)).order_by(
        F("organisation_id").asc(nulls_first=True), "made_at", "pk"
    )


def may_change(actor: Actor, view: View) -> bool:
    """Whoever keeps it; a shared one also the leaders and clerks of its organisation."""
    return view.user_id == actor.user_id or view.organisation_id in shares_for(actor)


def beside(request: Any, query: str) -> Beside:
    """What stands beside a list for its reader: one statement."""
    actor = request.actor
    rows = list(seen_by(actor).filter(list=request.path))
    opened = request.GET.get("view", "")
    matching = {row.pk for row in rows if row.query == query}
    here = int(opened) if opened.isdigit() and int(opened) in matching else min(matching, default=None)
    with_whom = shares_with(actor)
    return Beside(
        address=request.path,
        query=query,
        rows=[face(row, actor, here) for row in rows],
        shares_with=directory().name(with_whom) if with_whom else "",
    )


def face(row: View, actor: Actor, here: int | None = None) -> ViewFace:
    """A view as lists draw it."""
    return ViewFace(
        id=row.pk,
        name=row.name,
        url=row.url,
        here=row.pk == here,
        shared=directory().name(row.organisation_id) if row.organisation_id else "",
        own=row.user_id == actor.user_id,
        first=getattr(row, "first", False),
    )
