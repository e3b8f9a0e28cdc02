"""A reduced demo city, lived for thirty days: every stage of every flow is there, and only commands wrote it."""

from collections import Counter
from contextlib import ExitStack

import pytest
from django.db import transaction

pytestmark = [pytest.mark.slow, pytest.mark.django_db]  # the mark has the databases made


@pytest.fixture(scope="module")
def life(django_db_setup, django_db_blocker):
    """The smallest scale, built once for this module in a transaction that is rolled back."""
    from gongzhi.demo import city
    from gongzhi.kit import reference

    reference.forget_all()
    with django_db_blocker.unblock(), ExitStack() as stack:
        for alias in ("default", "keys"):
            stack.enter_context(transaction.atomic(using=alias))
        made = city.build("small", hear=_hearing(), tick=_tick)
        yield made
        for alias in ("default", "keys"):
            transaction.set_rollback(True, using=alias)
    reference.forget_all()


@pytest.fixture(autouse=True)
def _fresh_reference(life):
    """Reference data stays as the build made it: it lives in the open transaction."""


def _hearing():
    """The listeners, over rows of this very transaction, which the outbox would not read yet."""
    from gongzhi.config import switchboard
    from gongzhi.kit.journal.models import Entry

    heard = set()

    def hear():
        fresh = [row for row in Entry.objects.order_by("at", "id") if row.pk not in heard]
        heard.update(row.pk for row in fresh)
        switchboard.hear(fresh)

    return hear


def _tick():
    """The timers, but for the anchors (a file)."""
    from gongzhi.config import timers

    for timer in timers.TIMERS:
        if timer is not timers.anchor_yesterday:
            timer()


def stages(model):
    return set(model.objects.values_list("stage", flat=True))


def test_hardly_a_story_is_stopped(life):
    assert len(life.stopped) <= 3, Counter(life.stopped)


def test_no_story_of_the_streets_powers_is_stopped(life):
    assert not [one for one in life.stopped if one[0].startswith("powers ")]


def test_no_story_of_filings_is_stopped(life):
    assert not [one for one in life.stopped if one[0].startswith("filings ")]


def test_no_story_of_policies_is_stopped(life):
    assert not [one for one in life.stopped if one[0].startswith("policies ")]


def test_no_story_of_the_secretary_projects_is_stopped(life):
    assert not [one for one in life.stopped if one[0].startswith("projects ")]


def test_every_stage_of_every_flow_is_there(life):
    from gongzhi.work.admission.models import Matter, Objection, Push
    from gongzhi.work.cases.models import CallBack, Case
    from gongzhi.work.enforcement.models import DelegatedPower, EnforcementFile
    from gongzhi.work.filings.models import FilingForm, Sheet
    from gongzhi.work.mandates.models import Listing, ResponsibilityLetter
    from gongzhi.work.meetings.models import Meeting, Topic
    from gongzhi.work.policies.models import Acknowledgement, PolicySet, Requirement, Term
    from gongzhi.work.secretary_projects.models import Call, Project
    from gongzhi.work.street_powers.models import CommandOrder, PowerUse, YearlyOpinion
    from gongzhi.work.tasks.models import Task
    from gongzhi.work.whistles.models import Dispute, ReportIn, Whistle

    models = [Case, Whistle, ReportIn, Dispute, CallBack, Task]
    models += [Meeting, Topic, Matter, Push, Objection]
    models += [Listing, ResponsibilityLetter]
    models += [PowerUse, CommandOrder, YearlyOpinion]
    models += [Call, Project]
    models += [DelegatedPower, EnforcementFile]
    models += [FilingForm, Sheet]

    models += [PolicySet, Requirement, Acknowledgement, Term]
    for model in models:
        assert stages(model) == set(model.Stage.values if hasattr(model, "Stage") else _case_stages()), (
            model.__name__
        )


def _case_stages():
    from gongzhi.work.cases.models import Stage

    return Stage.values


def test_the_journal_is_whole_and_holds_every_case(life):
    from gongzhi.kit.journal import verify
    from gongzhi.kit.journal.models import Entry
    from gongzhi.work.cases.models import Case

    assert verify.run() == []
    begun = Entry.objects.filter(verb__in=("report", "note", "archive"), subject_kind="cases.case")
    assert set(begun.values_list("subject_id", flat=True)) == {
        str(pk) for pk in Case.objects.values_list("pk", flat=True)
    }


def test_every_printed_login_has_work_in_its_lists(life):
    from gongzhi.town.people.commands import actor_of
    from gongzhi.work.cases.models import Case
    from gongzhi.work.cases.queries import mine as cases_of
    from gongzhi.work.tasks import queries as tasks
    from gongzhi.work.whistles.queries import mine as whistles_of

    wanted = {
        "head": {"desk", "eyes"}, "worker": {"desk", "eyes"}, "secretary": {"desk", "eyes"}, "clerk": {"desk", "eyes"},
        "leader": {"desk", "overdue", "to_sign", "to_sign_after"}, "clerk2": {"to_sign"}, "deputy": {"to_sign"},
        "heating": {"to_arrive", "in_hand"}, "urban": {"to_arrive", "in_hand"},
        "civil": {"to_arrive", "to_countersign"},
        "dispatcher": {"to_decide"}, "sorter": {"sorting"},
    }  # fmt: skip
    for username, lists in wanted.items():
        actor = actor_of(username)
        found = {kind for kind, q in cases_of(actor).items() if Case.objects.filter(q).exists()}
        found |= {kind for kind, (model, q) in whistles_of(actor).items() if model.objects.filter(q).exists()}
        assert lists <= found, username
    assert tasks.open_for(actor_of("clerk")).exists() and tasks.to_close(actor_of("leader")).exists()
    assert tasks.to_close(actor_of("mayor")).exists()


def test_callers_have_somebody_to_call_and_authors_see_their_own(life):
    from gongzhi.town.people.commands import actor_of
    from gongzhi.work.cases.models import CallBack, Case

    caller = actor_of("caller")
    assert CallBack.objects.filter(organisation_id=caller.organisation_id, stage="drawn").exists()
    for username in ("unit", "building", "head", "liaison", "contact"):
        assert Case.objects.filter(author_id=actor_of(username).user_id).exists(), username


def test_administrators_read_nothing_of_residents(life):
    from gongzhi.town.people.commands import actor_of
    from gongzhi.work.cases.queries import listed

    for username in ("system", "security", "audit"):
        assert not listed(actor_of(username)).exists()


def test_one_login_of_each_role_opens_with_the_printed_password(life):
    from gongzhi.config.ground.refusals import DEMO_PASSWORD
    from gongzhi.demo.logins import BESIDE, LOGINS, PASSWORD
    from gongzhi.town.people.models import Role, User
    from gongzhi.town.people.queries import by_token

    assert {row[2] for row in LOGINS} == set(Role.values) and PASSWORD == DEMO_PASSWORD
    user = User.objects.get(username="head")
    assert user.check_password(PASSWORD) and user.synthetic
    assert User.objects.filter(username__in=[row[0] for row in (*LOGINS, *BESIDE)]).count() == 25
    token = by_token("demo")
    assert token is not None and token.user.username == "clerk" and "cases:write" in token.scopes


def test_what_is_invented_is_marked(life):
    from gongzhi.town.areas.models import Area, Estate
    from gongzhi.town.organisations.models import Organisation
    from gongzhi.town.people.models import User
    from gongzhi.work.mandates.models import Duty

    assert not Area.objects.filter(level__in=("grid", "building", "unit"), synthetic=False).exists()
    assert not Area.objects.filter(level="community", synthetic=True).exists()
    for model in (Estate, Organisation, User, Duty):
        assert not model.objects.filter(synthetic=False).exists(), model.__name__


def test_tonight_one_office_has_no_rota(life):
    from gongzhi.town.duty.timers import uncovered

    assert [card.code for card in uncovered()] == ["D220103-ENVIRONMENT"]


def test_some_categories_have_no_owner(life):
    from gongzhi.town.areas.tree import tree
    from gongzhi.work.mandates.queries import without_owner

    district = tree().by_code("220103")
    assert 0 < len(without_owner(district.lineage)) < 25
