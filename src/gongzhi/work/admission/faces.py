"""The clocks of the gate, as pages draw them."""

from gongzhi.kit import clock
from gongzhi.kit.web.faces import ClockFace
from gongzhi.work.admission.models import Matter


def clock_of(matter: Matter) -> ClockFace | None:
    """Until the decision is due; of an emergency, until its review is."""
    if matter.bypass == Matter.Bypass.RUNNING and matter.stage == Matter.Stage.ADMITTED:
        return ClockFace(matter.bypass_by, clock.now(), clock.Unit.WORKING_DAYS)
    if matter.stage in (Matter.Stage.ASKED, Matter.Stage.REVIEWED):
        return ClockFace(matter.decide_by, clock.now(), clock.Unit.WORKING_DAYS)
    return None
