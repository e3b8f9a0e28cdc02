"""One matter on a head's phone: what it is, what I may do, what has happened."""

from typing import Any

from django.http import HttpRequest

from gongzhi.kit import clock
from gongzhi.kit.flow import Step
from gongzhi.kit.web.doors import Door, StepFace
from gongzhi.town.areas.tree import tree
from gongzhi.work.cases import commands, faces, forms, photos
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.head_views.today import BASE, BUTTONS, short_address
from gongzhi.work.cases.models import Case
from gongzhi.work.cases.queries import story, with_reports
from gongzhi.work.cases.rules import FLOW
from gongzhi.work.cases.sight import sees_reporter
from gongzhi.work.cases.story import events

OFTEN = (*BUTTONS, "ask", "deliver", "remark")
KEEPS = ("remark", "verify", "send_back", "deliver", "resolve")
ICONS = {verb: icon for verb, (_label, _field, icon) in BUTTONS.items()} | {
    "ask": "message-question",
    "remark": "notes",
}


def context(request: HttpRequest, case: Case) -> dict[str, Any]:
    """What stands around the steps."""
    sees = sees_reporter(request.actor, case)  # type: ignore[attr-defined]
    reports = case.report_rows if sees else []  # type: ignore[attr-defined]
    return {
        "case": case, "clock": faces.clock_of(vars(case)), "percent": faces.percent(case.stage), "now": clock.now(),
        "category": catalogue().get(case.category_id), "address": short_address(case), "reports": reports,
        "area": tree().full_name(case.grid_id or case.community_id, after="street"),
        "pictures": [one for row in reports for one in photos.shown(photos.REPORT, row["id"])],
        "events": events(story(case.pk), case, sees, {}),
    }  # fmt: skip


class HeadDoor(Door):
    """The likeliest step first, the rare ones folded."""

    def faces(self, thing: Any, bound: Any = None) -> list[StepFace]:
        """Without “已问到” where no question waits to be asked."""
        asked = any(not row["delivered"] and not row["answered_at"] for row in thing.question_rows)
        return [face for face in super().faces(thing, bound) if asked or face.verb != "deliver"]

    def _face(self, step: Step, thing: Any, bound: Any) -> StepFace:
        face = super()._face(step, thing, bound)
        face.rare = step.verb not in OFTEN and not (face.form and face.form.errors)
        return face


DOOR = HeadDoor(
    name="today-case", flow=FLOW, commands=commands, template="cases/head/case.html", context=context,
    forms=forms.FORMS, icons=ICONS, base=BASE, keeps=KEEPS, stays=("remark", "ask"), rows=lambda actor: with_reports(FLOW.seen_by(actor)),
)  # fmt: skip
