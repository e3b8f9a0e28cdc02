"""One matter, one push, one objection: what it is, and the steps open now."""

from typing import Any

from gongzhi.kit import clock
from gongzhi.kit.web.doors import Door
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.admission import commands
from gongzhi.work.admission import queries as reads
from gongzhi.work.admission.faces import clock_of
from gongzhi.work.admission.forms import FORMS, OBJECTION_FORMS, PUSH_FORMS
from gongzhi.work.admission.models import Matter, Objection, Push
from gongzhi.work.admission.rules import FLOW, OBJECTION, PUSH
from gongzhi.work.meetings.queries import topic_of
from gongzhi.work.meetings.rules import TOPIC
from gongzhi.work.tasks.models import Form
from gongzhi.work.tasks.rules import FLOW as TASKS


def matter_context(request: Any, matter: Matter) -> dict[str, Any]:
    topic = topic_of("admission.matter", matter.pk)
    where = matter.area_ids or matter.lineage[-1:]
    passages = matter.passages.order_by("-passed_at")[:50]
    rows = [{"row": row, "name": directory().name(row.organisation_id)} for row in passages]
    return {
        "matter": matter,
        "by": directory().name(matter.organisation_id),
        "where": [tree().full_name(one) or tree().name(one) for one in where],
        "kinds": [Form(one).label for one in matter.kinds],
        "clock": clock_of(matter),
        "passages": rows,
        "objections": reads.objections_to(request.actor, matter),
        "topic": topic,
        "at_table": topic is not None and TOPIC.lets(TOPIC.seen(request.actor), topic),
        "yuan": matter.money / 100,
        "usable": matter.organisation_id == request.actor.organisation_id and matter.stage == Matter.Stage.ADMITTED,
        "now": clock.now(),
        "do": request.GET.get("do", ""),
    }  # fmt: skip


def push_context(request: Any, push: Push) -> dict[str, Any]:
    return {
        "push": push,
        "sender": directory().name(push.from_organisation_id),
        "to": directory().name(push.organisation_id),
        "task": push.task_id and TASKS.seen_by(request.actor).filter(pk=push.task_id).exists(),
        "now": clock.now(),
        "do": request.GET.get("do", ""),
    }


def objection_context(request: Any, objection: Objection) -> dict[str, Any]:
    return {
        "objection": objection,
        "by": directory().name(objection.organisation_id),
        "now": clock.now(),
        "do": request.GET.get("do", ""),
    }


MATTER_DOOR = Door(
    "matter", FLOW, commands, "admission/matter.html", context=matter_context, forms=FORMS, base="/admission/",
    icons={"review": "check", "pass_by_record": "check", "send_back": "arrow-back-up", "refuse_matter": "x",
           "complete": "send", "go_ahead": "alarm", "review_after": "check", "exit_": "x", "object_to": "message",
           "withdraw_matter": "x"},
)  # fmt: skip
PUSH_DOOR = Door(
    "push", PUSH, commands, "admission/push.html", context=push_context, forms=PUSH_FORMS,
    base="/admission/pushes/",
    icons={"own_up": "check", "contest": "scale", "uphold_refusal": "check", "overrule": "x"},
)  # fmt: skip
OBJECTION_DOOR = Door(
    "objection", OBJECTION, commands, "admission/objection.html", context=objection_context, forms=OBJECTION_FORMS,
    base="/admission/objections/", rows=lambda actor: OBJECTION.seen_by(actor).select_related("matter"),
    icons={"keep": "x", "uphold_objection": "check"},
)  # fmt: skip
