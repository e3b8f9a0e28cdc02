"""The call-back: the drawn reporter's telephone is shown to the caller, and that it was is in the journal."""

from gongzhi.kit.command import step
from gongzhi.town.access.actor import Actor
from gongzhi.work.cases.models import CallBack
from gongzhi.work.cases.rules import CALLBACKS


@step(CALLBACKS)
def dial(_actor: Actor, _call: CallBack) -> None:
    """看号码: for this call-back only; each look is a row of the journal."""
