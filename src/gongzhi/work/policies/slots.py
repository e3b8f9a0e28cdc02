"""What policies show on other pages: to which sets a document belongs."""

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.work.policies.rules import REQUIREMENT, SET


def of_document(actor: Any, document_id: int) -> list[tuple[str, str]]:
    """The sets that hold this document, as far as the actor may read them: title and address."""
    rows = SET.seen_by(actor).filter(papers__document_id=document_id).order_by("code", "-version")
    return [(title, f"/policies/{pk}/") for pk, title in rows.values_list("id", "title")[:20]]


def of_task(actor: Any, task: Any) -> list[tuple[str, str, str]]:
    """The requirement that a task came of, with its set: what it is, its words, its address."""
    if task.subject_kind != REQUIREMENT.kind:
        return []
    rows = REQUIREMENT.seen_by(actor).filter(pk=task.subject_id)
    return [
        (_("按哪项制度"), title, f"/policies/requirements/{pk}/")
        for pk, title in rows.values_list("id", "policy_set__title")
    ]
