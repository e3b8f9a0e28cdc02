"""The four lists: sets, requirements, acknowledgements, terms."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _

from gongzhi.kit.flow import NotYours
from gongzhi.kit.web import table_answers
from gongzhi.work.policies import queries as reads
from gongzhi.work.policies import rules
from gongzhi.work.policies.tables import acknowledgement_table, requirement_table, set_table, term_table


def staff(request: Any) -> None:
    if not request.actor.posts:
        raise NotYours(_("制度给在职人员看。"))


@login_required
def listing(request: Any) -> HttpResponse:
    staff(request)
    context = {"drafts": rules.issues(request.actor)}
    return table_answers.answer(
        request, set_table(), lambda: reads.policy_sets(request.actor), "policies/list.html", context
    )


@login_required
def requirements(request: Any) -> HttpResponse:
    staff(request)
    return table_answers.answer(
        request,
        requirement_table(request.actor),
        lambda: reads.requirements(request.actor),
        "policies/requirements.html",
    )


@login_required
def acknowledgements(request: Any) -> HttpResponse:
    staff(request)
    return table_answers.answer(
        request,
        acknowledgement_table(request.actor),
        lambda: reads.acknowledgements(request.actor),
        "policies/acknowledgements.html",
    )


@login_required
def terms(request: Any) -> HttpResponse:
    staff(request)
    context = {"enters": bool(request.actor.serves(*rules.CITY))}
    return table_answers.answer(
        request, term_table(), lambda: reads.terms(request.actor), "policies/terms.html", context
    )
