"""One set with its papers, one requirement with those it is for, one acknowledgement, one term."""

from typing import Any

from gongzhi.kit import clock
from gongzhi.kit.identity import new_id
from gongzhi.kit.web.doors import Door
from gongzhi.town.areas.tree import tree
from gongzhi.town.documents.queries import cite
from gongzhi.town.organisations.directory import directory
from gongzhi.work.policies import commands, rules
from gongzhi.work.policies import queries as reads
from gongzhi.work.policies.forms import ACKNOWLEDGEMENT_FORMS, REQUIREMENT_FORMS, SET_FORMS, TERM_FORMS
from gongzhi.work.policies.models import Acknowledgement, PolicySet, Requirement, Term
from gongzhi.work.policies.rules import ACKNOWLEDGEMENT, REQUIREMENT, SET, TERM
from gongzhi.work.tasks.models import Task

MOST = 50


def set_context(request: Any, policy_set: PolicySet) -> dict[str, Any]:
    actor = request.actor
    in_force = policy_set.stage == PolicySet.Stage.IN_FORCE
    noted = reads.acknowledgements(actor).filter(policy_set_id=policy_set.pk).order_by("at")[:MOST]
    return {
        "policy_set": policy_set,
        "papers": reads.papers(policy_set),
        "versions": reads.versions(policy_set, actor),
        "requirements": reads.requirements(actor).filter(policy_set_id=policy_set.pk).order_by("due_on")[:MOST],
        "noted": [{**row, "name": directory().name(row["organisation_id"])} for row in noted],
        "where": tree().name(policy_set.area_id),
        "plans": in_force and rules.issues(actor),
        "renews": in_force and rules.keeps(actor, policy_set),
        "renew_key": new_id(),
        "now": clock.now(),
        "do": request.GET.get("do", ""),
    }  # fmt: skip


def requirement_context(request: Any, requirement: Requirement) -> dict[str, Any]:
    rows = reads.handed_to(request.actor, requirement)
    seen = {post.organisation_id for post in request.actor.posts}
    issuer = requirement.issuer_id in seen
    for row in rows:
        row["name"] = directory().name(row["organisation_id"])
        row["label"] = Task.Stage(row["stage"]).label
        row["late"] = row["stage"] == Task.Stage.ASSIGNED and row["due_on"] < clock.today()
        row["link"] = issuer or row["organisation_id"] in seen
    return {
        "requirement": requirement,
        "rows": rows,
        "for_whom": [directory().name(one) for one in requirement.addressee_ids[:MOST]] if issuer else [],
        "count": len(requirement.addressee_ids),
        "issuer": directory().name(requirement.issuer_id),
        "clause": cite(requirement.clause_id),
        "working_day": rules.working_day(requirement.due_on),
        "now": clock.now(),
        "do": request.GET.get("do", ""),
    }


def acknowledgement_context(request: Any, acknowledgement: Acknowledgement) -> dict[str, Any]:
    return {
        "acknowledgement": acknowledgement,
        "name": directory().name(acknowledgement.organisation_id),
        "now": clock.now(),
        "do": request.GET.get("do", ""),
    }


def term_context(request: Any, term: Term) -> dict[str, Any]:
    return {
        "term": term,
        "basis": cite(term.clause_id, term.basis),
        "now": clock.now(),
        "do": request.GET.get("do", ""),
    }


SETS = Door(
    "policy", SET, commands, "policies/set.html", context=set_context, forms=SET_FORMS, base="/policies/",
    icons={"enact_set": "check", "add_paper": "plus", "drop_paper": "x", "name_paper": "file-text",
           "acknowledge": "check", "repeal_set": "x"},
)  # fmt: skip
REQUIREMENTS = Door(
    "requirement", REQUIREMENT, commands, "policies/requirement.html", context=requirement_context,
    forms=REQUIREMENT_FORMS, base="/policies/requirements/",
    rows=lambda actor: REQUIREMENT.seen_by(actor).select_related("policy_set"),
    icons={"issue_requirement": "send", "issue_again": "send", "finish_requirement": "circle-check",
           "withdraw_requirement": "x"},
)  # fmt: skip
ACKNOWLEDGEMENTS = Door(
    "acknowledgement", ACKNOWLEDGEMENT, commands, "policies/acknowledgement.html", context=acknowledgement_context,
    forms=ACKNOWLEDGEMENT_FORMS, base="/policies/acknowledgements/",
    rows=lambda actor: ACKNOWLEDGEMENT.seen_by(actor).select_related("policy_set"),
    icons={"ask_issuer": "help-circle", "answer_question": "check"},
)  # fmt: skip
TERMS = Door(
    "term", TERM, commands, "policies/term.html", context=term_context, forms=TERM_FORMS, base="/policies/terms/",
    icons={"define_term": "check", "redefine_term": "edit"},
)  # fmt: skip
