"""What the whistle does to its case: commands that only the room above takes, under its own rights."""

from gongzhi.kit import clock
from gongzhi.kit.command import step
from gongzhi.town.access.actor import Actor
from gongzhi.work.cases import ports
from gongzhi.work.cases.clockface import next_act
from gongzhi.work.cases.commands.desk import resolved
from gongzhi.work.cases.models import Case, Stage
from gongzhi.work.cases.rules import FLOW


@step(FLOW)
def sound(actor: Actor, case: Case, *, organisation_ids: list[int]) -> None:
    """吹哨: departments are called, the lead first; they see the case from now."""
    case.called_ids = list(dict.fromkeys([*organisation_ids, *case.called_ids]))
    case.accepted_at, case.held_since = case.accepted_at or clock.now(), clock.now()
    case.act_at = next_act(case, Stage.CALLED)


@step(FLOW)
def call_more(_actor: Actor, case: Case, *, organisation_ids: list[int]) -> None:
    """加叫: further departments, or another in the place of one."""
    case.called_ids = list(dict.fromkeys([*case.called_ids, *organisation_ids]))


@step(FLOW)
def stand_down(_actor: Actor, case: Case, *, reason: str = "") -> None:
    """收哨: nobody is called any more; the case is back at its desk."""
    case.called_ids, case.held_since = [], clock.now()


@step(FLOW)
def all_finished(actor: Actor, case: Case, *, reply: dict[str, str]) -> None:
    """部门办结: the last called department finished; nobody has to remember to resolve."""
    resolved(actor, case, "department", reply)


@step(FLOW)
def send_back_by_helper(actor: Actor, case: Case, *, reason: str) -> None:
    """会签退回: a helper does not stand by the lead's reply; the lead takes it up again in the same round."""
    case.resolved_at, case.held_since = None, clock.now()
    case.act_at = next_act(case, Stage.CALLED)
    for told in ports.RETURNED:
        told(actor, case)
