"""“往下推”: at least fifty ways past the gate, by page, API, import, gateway, command line and disguise. None gets through.

Each way tries to make a street or community do a department's own work without an admitted matter that covers it.
Afterwards there is no task, no passage and nothing half-done; what was tried in the house is on record.
"""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped
from gongzhi.work.admission.models import Matter, Passage, Push
from gongzhi.work.admission.tests import world
from gongzhi.work.admission.tests.ways import (
    WAYS,
    as_an_agenda_resolution,
    by_a_substitute,
    by_the_api,
    by_the_page,
    send,
)
from gongzhi.work.meetings.models import Resolution, Topic
from gongzhi.work.tasks import commands as tasks
from gongzhi.work.tasks.models import Task
from gongzhi.work.tasks.ports import NotAdmitted


def test_there_are_fifty_ways():
    assert len(WAYS) >= 50


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_push_it_down(town, way):
    before = set(Task.objects.values_list("pk", flat=True))
    with pytest.raises(Stopped):
        way(town)
    made = Task.objects.exclude(pk__in=before).exclude(setter_id=town.users["leader"].pk)
    assert not made.exists()
    assert not Passage.objects.exists()
    assert not Resolution.objects.exists()


@pytest.mark.parametrize(
    "way", [by_a_substitute, by_the_page, by_the_api, as_an_agenda_resolution], ids=lambda w: w.__name__
)
def test_what_was_stopped_stays_on_record(town, way):
    with pytest.raises(Stopped):
        way(town)
    push = Push.objects.get()
    assert (push.stage, push.why) == ("stopped", "not_admitted")
    assert push.from_organisation_id in (town.organisations.heating.pk, town.organisations.dispatch.pk)
    if way is as_an_agenda_resolution:
        assert Topic.objects.get(organisation_id=town.organisations.heating.pk).stage == "on_agenda"


def test_over_quantity(town):
    matter = world.admitted(town, times=2)
    for _once in range(2):
        send(town.heating, town, matter_id=matter.pk)
    with pytest.raises(NotAdmitted, match="最多2次"):
        send(town.heating, town, matter_id=matter.pk)
    send(town.heating, town, to="street", matter_id=matter.pk)  # the street has its own two
    assert Passage.objects.count() == 3


def test_what_is_never_stopped(town, told):
    """Residents' demands, what hangs on them, and what a street sets for its own communities."""
    case = told()
    from gongzhi.work.cases import commands as cases

    cases.raise_up(town.head, case.pk, reason="网格办不了")
    cases.raise_up(town.worker, case.pk, reason="物业无权动")
    cases.instruct(
        town.district, case.pk, text="请社区先安抚住户", organisation_id=town.organisations.community.pk,
        due_on=clock.today() + timedelta(days=1),
    )  # fmt: skip
    cases.hand_down(town.clerk, case.pk, reason="社区可以先看")
    send(town.leader, town)
    send(town.clerk, town)
    tasks.assign(town.district, **{**world.order(town), "organisation_id": town.organisations.heating.pk})
    assert Task.objects.count() == 4
    assert not Push.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_can_not_both_use_the_last_time(transactional_db):
    from gongzhi.demo import small

    town = small.build()
    matter = world.admitted(town, times=1)
    words, start, ends = world.order(town), threading.Barrier(2), []

    def push():
        try:
            start.wait(10)
            tasks.assign(town.heating, **words, matter_id=matter.pk)
            ends.append("through")
        except NotAdmitted:
            ends.append("stopped")
        finally:
            connection.close()

    both = [threading.Thread(target=push) for _one in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(30)
    assert sorted(ends) == ["stopped", "through"]
    assert (Passage.objects.count(), Task.objects.count(), Matter.objects.count()) == (1, 1, 1)
