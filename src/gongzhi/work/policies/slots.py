"""What policies show on other pages: to which sets a document belongs."""

from typing import Any

from gongzhi.work.policies.rules import SET


def of_document(actor: Any, document_id: int) -> list[tuple[str, str]]:
    """The sets that hold this document, as far as the actor may read them: title and address."""
    rows = SET.seen_by(actor).filter(papers__document_id=document_id).order_by("code", "-version")
    return [(title, f"/policies/{pk}/") for pk, title in rows.values_list("id", "title")[:20]]
