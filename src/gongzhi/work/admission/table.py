"""What the joint meeting's decisions do here (the port of ``meetings``)."""

from typing import Any

from gongzhi.town.access.actor import CLOCK
from gongzhi.work.admission import commands
from gongzhi.work.admission.commands.asking import BYPASS
from gongzhi.work.admission.commands.deciding import SUBJECT as MATTER
from gongzhi.work.admission.rules import FLOW
from gongzhi.work.meetings.models import Topic

__all__ = ["BYPASS", "MATTER", "address", "bypass_decided", "decided", "seen"]


def address(pk: str) -> str:
    return f"/admission/{pk}/"


def seen(actor: Any, pk: str) -> bool:
    """Whether somebody at the meeting may read the matter itself."""
    return FLOW.seen_by(actor).filter(pk=pk).exists()


def decided(actor: Any, topic: Topic) -> None:
    """Agreed is admitted, not agreed is refused, in the meeting's words."""
    command = commands.admit if topic.outcome == Topic.Outcome.AGREED else commands.turn_down
    command(actor, topic.subject_id, decision=topic.decision)


def bypass_decided(_actor: Any, topic: Topic) -> None:
    """The third emergency of a quarter: not agreed ends it at once."""
    from gongzhi.work.admission.models import Matter

    running = Matter.objects.filter(
        pk=topic.subject_id, bypass=Matter.Bypass.RUNNING, stage=Matter.Stage.ADMITTED
    ).exists()
    if topic.outcome == Topic.Outcome.NOT_AGREED and running:
        commands.lapse_bypass(CLOCK, topic.subject_id)
