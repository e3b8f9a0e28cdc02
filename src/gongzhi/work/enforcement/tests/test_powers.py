"""Powers: assessed before they take effect, the street's no answered, reviewed, taken back; by the district alone."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.kit.journal.models import Entry
from gongzhi.work.enforcement import commands
from gongzhi.work.enforcement.models import DelegatedPower
from gongzhi.work.enforcement.queries import powers_for, powers_waiting
from gongzhi.work.enforcement.tests.making import delegated

TODAY = clock.today


@pytest.fixture
def draft(town):
    def make(code="CG-001", **more):
        words = {"decision_no": "测试决定1号", **more}
        return commands.draft_power(
            town.dispatcher, street_id=town.areas.street.pk, code=code, item="占道摆摊的处罚",
            department_id=town.organisations.parks.pk, **words,
        )  # fmt: skip

    return make


def assess(town, power, fitness="fit", **more):
    words = {"assessed_on": TODAY(), "assessed_by": "区司法局", "assessment": "两人持证，有审核人员", **more}
    return commands.assess(town.dispatcher, power, fitness=fitness, **words)


def in_force(town, power, **more):
    return commands.bring_into_force(
        town.dispatcher, power, **{"review_due": TODAY() + timedelta(days=180), **more}
    )


class TestTheWay:
    def test_from_draft_to_taken_back(self, town, draft):
        power = draft()
        with pytest.raises(NotNow):
            in_force(town, power)
        assess(town, power)
        in_force(town, power)
        assert powers_for(town.areas.street.pk) == [DelegatedPower.objects.get()]
        commands.review_power(
            town.dispatcher, power, fitness="unfit", text="人员调走", review_due=TODAY() + timedelta(days=9)
        )
        commands.take_back(town.dispatcher, power, reason="接不住")
        power.refresh_from_db()
        assert (power.stage, power.taken_back_on) == ("taken_back", TODAY())
        assert powers_for(town.areas.street.pk) == []
        verbs = Entry.objects.filter(subject_kind="enforcement.delegatedpower").values_list("verb", flat=True)
        assert set(verbs) == {"draft_power", "assess", "bring_into_force", "review_power", "take_back"}
        assert draft().pk != power.pk  # after it was taken back it may be delegated anew

    def test_unfit_takes_no_effect(self, town, draft):
        power = draft()
        assess(town, power, "unfit")
        with pytest.raises(Refused, match="不宜承接"):
            in_force(town, power)

    def test_the_streets_no_must_be_answered(self, town, draft):
        power = draft()
        assess(town, power)
        commands.give_opinion(town.leader, power, fitness="unfit", text="只有一人有执法证")
        with pytest.raises(Refused, match="街道说接不住：只有一人有执法证"):
            in_force(town, power)
        assess(town, power, assessment="区里调两人持证人员到街道")
        assert in_force(town, power).stage == "in_force"

    def test_before_the_assessment_it_cannot_begin(self, town, draft):
        power = draft()
        assess(town, power)
        with pytest.raises(Refused) as stop:
            in_force(town, power, valid_from=TODAY() - timedelta(days=1))
        assert stop.value.field == "valid_from"
        with pytest.raises(Refused) as stop:
            in_force(town, power, review_due=TODAY())
        assert stop.value.field == "review_due"
        with pytest.raises(Refused):
            assess(town, power, assessed_on=TODAY() + timedelta(days=1))

    def test_the_streets_own_name_needs_the_province(self, town, draft):
        power = draft(decision_no="")
        assess(town, power)
        with pytest.raises(Refused, match="省级决定文号"):
            in_force(town, power)
        assert in_force(town, power, decision_no="省政发〔测试〕1号").stage == "in_force"
        entrusted = draft("CG-2", decision_no="", mode="entrusted")
        assess(town, entrusted)
        assert in_force(town, entrusted).stage == "in_force"


class TestWho:
    def test_the_street_reads_and_speaks_only(self, town, draft):
        with pytest.raises(NotYours):
            commands.draft_power(
                town.leader, street_id=town.areas.street.pk, code="X", item="占道", department_id=1
            )
        power = draft()
        for verb in ("assess", "take_back"):
            with pytest.raises((NotYours, NotNow)):
                getattr(commands, verb)(town.leader, power)
        assert commands.give_opinion(town.clerk, power, fitness="fit", text="可以").street_fitness == "fit"
        with pytest.raises(NotYours):
            commands.give_opinion(town.dispatcher, power, fitness="fit", text="可以")

    def test_others_do_not_see_it(self, town, draft):
        power = draft()
        for name in ("head", "worker", "heating", "liaison"):
            with pytest.raises(Unseen):
                commands.give_opinion(town.actor(name), power, fitness="fit", text="可以")

    def test_only_streets_of_the_own_district(self, town):
        from gongzhi.demo.small import area
        from gongzhi.kit.reference import bump

        far = area("district", "220104", "朝阳区", town.areas.city)
        street = area("street", "220104001", "永昌街道", far)
        bump("areas")
        with pytest.raises(NotYours, match="本区"):
            commands.draft_power(
                town.dispatcher, street_id=street.pk, code="X", item="占道摆摊",
                department_id=town.organisations.parks.pk,
            )  # fmt: skip

    def test_what_waits_for_whom(self, town, draft):
        power = draft()
        rows = DelegatedPower.objects.filter
        assert rows(powers_waiting(town.dispatcher)).get() == power
        assert rows(powers_waiting(town.clerk)).get() == power
        commands.give_opinion(town.clerk, power, fitness="fit", text="可以")
        assert not rows(powers_waiting(town.clerk)).exists()
        assert not rows(powers_waiting(town.parks)).exists()


class TestTwice:
    def test_once_alive_for_a_street(self, town, draft):
        draft()
        with pytest.raises(Refused) as stop:
            draft()
        assert stop.value.field == "code"

    def test_the_database_refuses_too(self, town):
        power = delegated(town)
        rows = DelegatedPower.objects.filter(pk=power.pk)
        wrong = (
            {"fitness": "unfit"}, {"assessed_on": None}, {"valid_from": date(2000, 1, 1)}, {"decision_no": ""},
            {"stage": "taken_back"}, {"review_due": None}, {"valid_to": date(2000, 1, 1)},
        )  # fmt: skip
        for values in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**values)
        copy = DelegatedPower.objects.get(pk=power.pk)
        copy.pk, copy._state.adding = None, True
        with pytest.raises(IntegrityError), transaction.atomic():
            from gongzhi.kit.identity import new_id

            copy.pk = new_id()
            copy.save()

    def test_days_in_order(self, draft):
        with pytest.raises(Refused) as stop:
            draft(valid_from=TODAY(), valid_to=TODAY() - timedelta(days=1))
        assert stop.value.field == "valid_to"


def test_it_holds_from_its_first_to_its_last_day(town):
    day = TODAY()
    power = delegated(town)
    power.valid_to = day + timedelta(days=2)
    assert [power.holds_on(day + timedelta(days=n)) for n in (-1, 0, 2, 3)] == [False, True, True, False]
    power.stage = "taken_back"
    assert not power.holds_on(day)
