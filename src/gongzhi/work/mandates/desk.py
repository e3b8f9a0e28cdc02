"""What of mandates is mine now: responsibility letters under review on which I decide. One statement, for deciders."""

from typing import Any

from gongzhi.kit.matching import could_hold
from gongzhi.kit.web.desks import DeskRow, DeskStep
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.mandates.queries.letters import to_decide
from gongzhi.work.mandates.rules import DECIDES, LETTER

MOST = 100


def rows(actor: Actor) -> list[DeskRow]:
    """责任状待定: kept, merged or abolished."""
    if not could_hold(DECIDES(actor)):
        return []
    return [_row(letter) for letter in LETTER.with_steps(actor, to_decide(actor))[:MOST]]


def _row(letter: Any) -> DeskRow:
    url = f"/mandates/letters/{letter.pk}/"
    line = f"{directory().name(letter.issuer_id)}·{tree().name(letter.street_id)}"
    steps = [DeskStep(s.label, f"{url}?do={s.verb}#do-{s.verb}") for s in LETTER.open_on(letter)]
    return DeskRow("letter", letter.title[:60], url, line, None, steps)
