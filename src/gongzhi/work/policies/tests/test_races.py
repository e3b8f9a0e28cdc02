"""Two people at once, with real threads: one wins, one is told, nothing is lost or doubled."""

import pytest

from gongzhi.kit import clock, reference
from gongzhi.kit.journal.verify import run as verify_journal
from gongzhi.kit.tests.racing import at_once, stopped
from gongzhi.work.policies import commands
from gongzhi.work.policies.models import Acknowledgement, PolicySet, Requirement
from gongzhi.work.policies.tests.making import DAYS, drafted, in_force, planned
from gongzhi.work.tasks.models import Task

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db):
    from gongzhi.demo import small

    built = small.build()
    reference.warm()
    return built


def test_two_hand_down_the_same_at_once(town):
    requirement = planned(town, in_force(town, "leader"), by="leader", level="community")
    clerk, leader = town.clerk, town.leader
    results = at_once(
        lambda: commands.issue_requirement(clerk, requirement.pk),
        lambda: commands.issue_requirement(leader, requirement.pk),
    )
    assert len(stopped(results)) == 1
    assert Task.objects.count() == 1 and Requirement.objects.get().round == 1
    assert verify_journal() == []


def test_one_repeals_while_another_hands_down(town):
    made = in_force(town, "leader")
    requirement = planned(town, made, by="leader", level="community")
    clerk, leader = town.clerk, town.leader
    at_once(
        lambda: commands.issue_requirement(clerk, requirement.pk),
        lambda: commands.repeal_set(leader, made.pk, on=clock.today(), reason="过时"),
    )
    issued = Requirement.objects.get().stage == "issued"
    assert Task.objects.exists() == issued
    assert PolicySet.objects.get(pk=made.pk).stage == "repealed"


def test_two_of_one_organisation_take_note_and_two_enact(town):
    made = in_force(town)
    clerk, leader = town.clerk, town.leader
    results = at_once(
        lambda: commands.acknowledge(clerk, made.pk), lambda: commands.acknowledge(leader, made.pk)
    )
    assert len(stopped(results)) == 1 and Acknowledgement.objects.count() == 1
    draft = drafted(town, "leader", code="ZD-5")
    results = at_once(
        lambda: commands.enact_set(clerk, draft.pk, **DAYS),
        lambda: commands.enact_set(leader, draft.pk, **DAYS),
    )
    assert len(stopped(results)) == 1
    assert PolicySet.objects.get(pk=draft.pk).stage == "in_force"
