"""Who may see a file: the room whose thing it hangs on says so. Without its answer nobody may."""

from collections.abc import Callable
from typing import Any

from gongzhi.town.files.models import Attachment

Answer = Callable[[Any, Attachment], bool]
_answers: dict[str, Answer] = {}


def may_see(kind: str, answer: Answer) -> None:
    """Filled at start-up by a room: ``answer(actor, attachment)`` for things of ``kind``."""
    _answers[kind] = answer


def sees(actor: Any, attachment: Attachment) -> bool:
    """Whether the actor may open it. A kind that no room answers for is seen by nobody."""
    answer = _answers.get(attachment.subject_kind)
    return answer is not None and answer(actor, attachment)
