"""What memory says of a permission is what PostgreSQL says: every who-function of every flow, for everybody."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongzhi.kit import matching
from gongzhi.town.access.actor import CLOCK, NOBODY, resident


def test_memory_and_database_agree_on_every_who(town, things):
    from tests.flows.making import FLOWS, resolved

    case, lead, _helper = resolved(town)
    actors = [town.actor(name) for name in town.users] + [
        NOBODY,
        CLOCK,
        resident(),
        resident(case.reports.get().pk),
    ]
    more = {type(case): [case], type(lead): [lead]}
    answered = 0
    for flow in FLOWS.values():
        for thing in [things[flow.model], *more.get(flow.model, [])]:
            thing.refresh_from_db()
            for actor in actors:
                for who in [flow.seen, *(step.who for step in flow.rows)]:
                    said = matching.holds(who(actor), thing)
                    if said is not None:
                        answered += 1
                        assert said == flow.model.objects.filter(who(actor), pk=thing.pk).exists(), (
                            flow.kind,
                            who,
                            actor,
                        )
    assert answered > 2000


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_memory_and_database_agree_on_any_filter(things, data):
    from django.db.models import Q

    from gongzhi.work.cases.models import Case

    case = things[Case]
    leaf = st.sampled_from([
        Q(stage=case.stage), Q(stage="closed"), Q(stage__in=("called", "reported")), Q(secret=True), Q(secret=False),
        Q(holder_id=None), Q(holder_id__isnull=False), Q(holder_id=3), Q(resolved_by=7), Q(street_id=case.street_id),
        Q(street_id__in=[]), Q(round__gt=1), Q(round__lte=1), Q(called_ids__overlap=case.called_ids), Q(called_ids__overlap=[0]),
        Q(pk=case.pk), Q(pk__in=[]), Q(pk__isnull=False), Q(resolved_at__lt=case.reported_at),
    ])  # fmt: skip
    tree = st.recursive(leaf, lambda sub: st.one_of(
        sub.map(lambda q: ~q), st.tuples(sub, sub).map(lambda p: p[0] & p[1]), st.tuples(sub, sub).map(lambda p: p[0] | p[1])
    ), max_leaves=6)  # fmt: skip
    q = data.draw(tree)
    assert matching.holds(q, case) == Case.objects.filter(q, pk=case.pk).exists()


def test_what_was_read_with_the_thing_is_answered_in_memory(things):
    from django.db.models import Q

    from gongzhi.work.whistles.models import Whistle

    whistle = Whistle.objects.select_related("case").get(pk=things[Whistle].pk)
    assert matching.holds(Q(case__secret=False), whistle) is True
    assert matching.holds(Q(case__secret=True) | Q(case__stage__in=("called",)), whistle) is True
    assert matching.holds(Q(case__secret=False), Whistle.objects.get(pk=whistle.pk)) is None
