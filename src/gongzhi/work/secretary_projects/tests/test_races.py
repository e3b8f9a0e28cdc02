"""Two at once, with real threads on PostgreSQL: one wins, one is told, nothing is lost or doubled."""

import importlib

import pytest
from django.apps import apps

from gongzhi.kit import reference
from gongzhi.kit.journal.verify import run as verify_journal
from gongzhi.kit.tests.racing import at_once, stopped
from gongzhi.work.secretary_projects import commands
from gongzhi.work.secretary_projects.models import Project
from gongzhi.work.secretary_projects.tests import making

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db):
    from gongzhi.demo import small
    from gongzhi.kit.records.seed import seed

    for room in ("cases", "secretary_projects"):
        seed(apps, importlib.import_module(f"gongzhi.work.{room}.migrations.0002_first_rules").RULES)
    built = small.build()
    reference.warm()
    return built


def test_approved_against_rejected(town):
    project, leader = making.reviewed(town), town.leader
    results = at_once(
        lambda: commands.approve(leader, project, decision="同意"),
        lambda: commands.reject(leader, project, reason="不合适"),
    )
    assert len(stopped(results)) == 1 and stopped(results)[0].status == 409
    assert Project.objects.get(pk=project.pk).stage in ("approved", "rejected")
    assert verify_journal() == []


def test_two_approvals_are_one(town):
    project, leader = making.reviewed(town), town.leader
    results = at_once(*[lambda: commands.approve(leader, project, decision="同意")] * 2)
    assert len(stopped(results)) == 1


def test_two_extensions_are_one(town):
    from datetime import timedelta

    project, leader = making.running(town), town.leader
    days = [project.due_on + timedelta(days=n) for n in (10, 20)]
    results = at_once(*[
        lambda day=day: commands.extend(leader, project, until=day, reason="停工") for day in days
    ])  # fmt: skip
    assert len(stopped(results)) == 1
    kept = Project.objects.get(pk=project.pk)
    assert kept.extensions == 1 and kept.due_on in days


def test_two_opinions_of_one_person_are_one(town):
    project = making.studied(town)
    results = at_once(*[lambda: making.opinion(town, project, "leader")] * 2)
    assert len(stopped(results)) == 1
    assert project.opinions.count() == 1
