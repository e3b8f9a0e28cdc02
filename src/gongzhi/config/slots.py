"""Page slots: which rooms show something on another room's page. One dictionary, filled at start-up (kit.web.slots)."""

from collections.abc import Callable
from typing import Any

from gongzhi.work.cases import answered
from gongzhi.work.enforcement import slots as enforcement
from gongzhi.work.mandates import slots as mandates
from gongzhi.work.policies import slots as policies
from gongzhi.work.secretary_projects import slots as projects
from gongzhi.work.whistles import slots as whistles

SLOTS: dict[str, tuple[Callable[..., Any], ...]] = {
    "case-waits": (whistles.case_waits,),
    "case-row-steps": (whistles.row_steps,),
    "case-steps": (whistles.case_steps, enforcement.case_steps),
    "case-marks": (whistles.case_marks,),
    "case-rail": (whistles.case_rail, enforcement.case_rail, projects.case_rail),
    "case-story": (whistles.case_story,),
    "public-page": (answered.part,),
    "task-above": (policies.of_task,),
    "document-sets": (policies.of_document,),
    "case-duty": (mandates.case_duty,),
}
