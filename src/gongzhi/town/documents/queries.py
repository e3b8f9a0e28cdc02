"""Documents in memory: what a rule record cites, in words that a page can print."""

from collections.abc import Mapping
from dataclasses import dataclass

from gongzhi.kit.reference import Reference
from gongzhi.town.documents.models import Clause, Document


@dataclass(frozen=True, slots=True)
class ClauseCard:
    """One clause with the document it stands in."""

    id: int
    number: str
    text: str
    document_code: str
    title: str
    document_number: str
    issuer: str
    status: str

    @property
    def citation(self) -> str:
        """《标题》（文号）条款, with 待确认 where the document is not confirmed."""
        paper = f"《{self.title}》" + (f"（{self.document_number}）" if self.document_number else "")
        doubt = "" if self.status == Document.Status.CONFIRMED else f"[{Document.Status(self.status).label}]"
        return f"{paper}{self.number}{doubt}"


def _load() -> Mapping[int, ClauseCard]:
    fields = (
        "id",
        "number",
        "text",
        "document__code",
        "document__title",
        "document__number",
        "document__issuer",
    )
    rows = Clause.objects.values_list(*fields, "document__status")
    return {row[0]: ClauseCard(*row) for row in rows}


CLAUSES: Reference[Mapping[int, ClauseCard]] = Reference("documents", _load)


def clause(clause_id: int | None) -> ClauseCard | None:
    return CLAUSES.get().get(clause_id) if clause_id is not None else None


def clause_id(document_code: str, number: str) -> int | None:
    """The id of a clause by its document's code and its number, for records that are to cite it."""
    cards = CLAUSES.get().values()
    return next((c.id for c in cards if c.document_code == document_code and c.number == number), None)


def cite(clause_id: int | None, basis: str = "") -> str:
    """The basis of a record in words: the clause's citation, and the record's own words after it."""
    card = clause(clause_id)
    return "；".join(part for part in (card.citation if card else "", basis) if part)
