"""Two at once: one wins, the other is told."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from gongzhi.kit import clock
from gongzhi.kit.flow import Refused
from gongzhi.kit.records import commands as records
from gongzhi.kit.records import rules
from gongzhi.town.areas import commands as areas
from gongzhi.town.areas.models import Area
from gongzhi.town.duty import commands as duty
from gongzhi.town.duty.models import Shift


def at_once(*acts):
    """Run them together, each on its own connection; what each came to."""
    ready, found = threading.Barrier(len(acts)), [None] * len(acts)

    def run(n):
        ready.wait()
        try:
            found[n] = acts[n]()
        except Refused as refused:
            found[n] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.django_db(transaction=True)
def test_of_two_who_do_the_same_one_wins_and_one_is_told(office, keeper, person):
    start, who = clock.now() + timedelta(hours=1), {"leader_id": person("甲").pk, "clerk_id": person("乙").pk}
    when = {"starts_at": start, "ends_at": start + timedelta(hours=8)}
    community = Area.objects.get(code="220103009004")
    for act in (
        lambda: duty.roster(keeper, office, **when, **who),
        lambda: areas.add(keeper, community, code="G1", name="第一网格"),
    ):
        outcomes = at_once(act, act)
        assert sum(isinstance(one, Refused) for one in outcomes) == 1
    assert Shift.objects.count() == 1 and Area.objects.filter(code="G1").count() == 1
    today = clock.today()
    outcomes = at_once(
        *[
            lambda v=v: records.set_rule(keeper, "race", value=v, basis="测试", valid_from=today)
            for v in (1, 2)
        ]
    )
    assert sum(isinstance(one, Refused) for one in outcomes) == 1
    assert rules.value("race") in (1, 2)
