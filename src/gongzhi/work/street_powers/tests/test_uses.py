"""A power used towards a department: drafted, signed, answered with reasons, insisted on once, ruled on."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.kit.journal.models import Entry
from gongzhi.work.street_powers import commands, queries
from gongzhi.work.street_powers.models import PowerUse
from gongzhi.work.tasks.models import Task

pytestmark = pytest.mark.django_db


def at(text):
    return clock.at(datetime.fromisoformat(text).replace(tzinfo=clock.zone()))


def fresh(use):
    return PowerUse.objects.get(pk=use.pk)


class TestCatalogue:
    def test_five_powers_each_with_a_basis_in_doubt(self, town):
        powers = queries.catalogue(town.areas.street.pk)
        assert {one.procedure for one in powers} == {"suggestion", "consent", "coordination", "emergency"}
        assert len(powers) == 5
        assert all("待确认" in one.basis for one in powers)
        assert not any(one.silence_is_consent for one in powers)

    def test_a_power_taken_out_of_the_catalogue_cannot_be_used(self, town, drafted, set_rule):
        value = {"name": {"zh": "建议权", "en": "x"}, "procedure": "suggestion", "counterpart": ["department"],
                 "answer": {"amount": 3, "unit": "working_days"}, "silence_is_consent": False, "in_use": False}  # fmt: skip
        waiting = drafted()
        set_rule("street_power.suggest", value)
        with pytest.raises(Refused):
            drafted()
        with pytest.raises(Refused):
            commands.sign(town.leader, waiting)

    def test_the_street_nearest_record_wins(self, town, signed, set_rule):
        value = queries.records.value("street_power.suggest")
        set_rule("street_power.suggest", {**value, "answer": {"amount": 1, "unit": "working_days"}},
                 scope_id=town.areas.street.pk)  # fmt: skip
        with at("2026-11-20 10:00"):
            assert clock.local(signed().answer_by) == datetime(2026, 11, 23, 10, tzinfo=clock.zone())


class TestTheWay:
    def test_drafted_signed_answered_accepted(self, town, drafted):
        use = drafted()
        assert fresh(use).sent_at is None
        with pytest.raises(NotYours):
            commands.sign(town.clerk, use)
        commands.sign(town.leader, use)
        commands.answer(town.parks, use, reply="adopted", reasons="下月搬", done_by=clock.today())
        with pytest.raises(NotYours):
            commands.accept(town.clerk, use)
        commands.accept(town.leader, use)
        use = fresh(use)
        assert (use.stage, use.reply, use.act_at) == ("accepted", "adopted", None)
        verbs = list(
            Entry.objects.filter(trunk_id=str(use.pk)).order_by("seq").values_list("verb", flat=True)
        )
        assert verbs == ["draft", "sign", "answer", "accept"]

    def test_the_leader_writes_and_signs_at_once_and_nobody_else(self, town):
        words = {"power": "coordinate", "organisation_id": town.organisations.heating.pk, "what": "牵头抢修",
                 "why": "停暖", "basis": "待确认"}  # fmt: skip
        assert commands.issue(town.leader, **words).stage == "signed"
        with pytest.raises(NotYours):
            commands.issue(town.clerk, **words)

    def test_before_it_is_signed_the_other_side_knows_nothing(self, town, drafted):
        use = drafted()
        with pytest.raises(Unseen):
            commands.answer(town.parks, use, reply="adopted", reasons="好的")
        with pytest.raises(Unseen):
            commands.rule_on(town.dispatcher, use, ruling="stands", decision="维持")

    @pytest.mark.parametrize("who", ["heating", "worker", "head", "caller"])
    def test_nobody_else_sees_it(self, town, signed, who):
        with pytest.raises(Unseen):
            commands.answer(town.actor(who), signed(), reply="adopted", reasons="好的")

    def test_an_answer_without_reasons_is_none(self, town, signed):
        use = signed()
        for words in ({"reply": "not_adopted", "reasons": " "}, {"reply": "", "reasons": "看过"},
                      {"reply": "consented", "reasons": "同意"}):  # fmt: skip
            with pytest.raises(Refused):
                commands.answer(town.parks, use, **words)
        assert fresh(use).stage == "signed"

    def test_the_database_refuses_what_the_rules_refuse(self, town, signed):
        use = signed()
        wrong = ({"answered_at": clock.now()}, {"answer_by": None}, {"stage": "asked"}, {"procedure": "consent"},
                 {"insisted_at": clock.now()}, {"stage": "ruled"}, {"reply": "silent"})  # fmt: skip
        for columns in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                PowerUse.objects.filter(pk=use.pk).update(**columns)

    def test_whom_a_power_may_address(self, town, drafted):
        for to in ("calls", "community", "district"):
            with pytest.raises(Refused):
                drafted(to=to)
        with pytest.raises(Refused):
            drafted(to="firm")  # a suggestion goes to offices
        assert drafted(power="coordinate", to="firm").pk
        with pytest.raises(Refused):
            drafted(power="take_part")  # consent is asked of the street
        with pytest.raises(NotYours):
            drafted(by="worker")

    def test_not_signed_with_the_reason(self, town, drafted):
        use = drafted()
        commands.decline(town.leader, use, reason="先和他们谈")
        with pytest.raises(NotNow):
            commands.sign(town.leader, use)
        assert fresh(use).reason == "先和他们谈"

    def test_withdrawn_while_unanswered_and_counted_nowhere(self, town, drafted, signed):
        commands.withdraw(town.clerk, drafted(), reason="写错了")
        use = signed()
        with pytest.raises(NotYours):
            commands.withdraw(town.clerk, use, reason="写错了")
        commands.withdraw(town.leader, use, reason="已经谈好")
        assert fresh(use).act_at is None
        assert list(queries.counted(town.leader, "power")) == []


class TestInsisting:
    def test_once_and_the_district_rules_with_a_task(self, town, signed):
        use = signed()
        commands.answer(town.parks, use, reply="not_adopted", reasons="没有场地")
        commands.insist(town.leader, use, reason="场内有空位")
        with pytest.raises(NotYours):
            commands.rule_on(town.leader, use, ruling="adopt", decision="应当搬")
        with pytest.raises(Refused):
            commands.rule_on(town.dispatcher, use, ruling="adopt", decision="应当搬")
        commands.rule_on(town.dispatcher, use, ruling="adopt", decision="应当搬", due_on=clock.today())
        use = fresh(use)
        task = Task.objects.get(pk=use.task_id)
        assert (task.organisation_id, task.subject_id) == (town.organisations.parks.pk, str(use.pk))
        with pytest.raises(NotNow):
            commands.insist(town.leader, use, reason="再坚持")

    def test_a_ruling_that_the_answer_stands_makes_no_task(self, town, signed):
        use = signed()
        commands.answer(town.parks, use, reply="partly", reasons="搬一半")
        commands.insist(town.leader, use, reason="全搬")
        commands.rule_on(town.district, use, ruling="stands", decision="一半够了")
        assert not Task.objects.exists()

    def test_a_ruling_reaches_a_team_of_the_street_without_the_gate(self, town, signed):
        use = signed(power="coordinate", to="team")
        commands.answer(town.squad, use, reply="not_adopted", reasons="人手不够")
        commands.insist(town.leader, use, reason="轮班即可")
        commands.rule_on(town.district, use, ruling="partly", decision="早班去", due_on=clock.today())
        assert Task.objects.get().organisation == town.organisations.team


class TestTheClock:
    @pytest.mark.parametrize(
        ("power", "start", "end"),
        [
            ("coordinate", "2026-11-20 10:00", "2026-11-27 10:00"),  # five working days over a weekend
            (
                "coordinate",
                "2025-01-24 10:00",
                "2025-02-07 10:00",
            ),  # Spring Festival; Sunday 26 January is worked
            (
                "coordinate",
                "2025-12-30 10:00",
                "2026-01-07 10:00",
            ),  # the year's end; Sunday 4 January is worked
            ("emergency", "2026-02-16 23:00", "2026-02-17 01:00"),  # hours run at night and on New Year's Eve
        ],
    )
    def test_the_answer_is_due_by_the_calendar(self, signed, power, start, end):
        with at(start):
            use = signed(power=power)
        assert clock.local(use.answer_by) == datetime.fromisoformat(end).replace(tzinfo=clock.zone())

    def test_late_is_late_for_ever(self, town, signed):
        with at("2026-11-02 10:00"):
            use = signed(power="coordinate")
        with at("2026-11-10 10:00"):
            commands.answer(town.parks, use, reply="adopted", reasons="这就办")
        with at("2026-11-11 10:00"):
            commands.accept(town.leader, use)
            [row] = queries.counted(town.leader, "power")
        assert (row["answered"], row["in_time"], row["late"], row["adopted"], row["silent"]) == (
            1,
            0,
            1,
            1,
            0,
        )

    def test_the_past_keeps_its_rule(self, town, signed, set_rule):
        with at("2026-11-02 10:00"):
            use = signed(power="coordinate")
            due = use.answer_by
        value = queries.records.value("street_power.coordinate")
        set_rule("street_power.coordinate", {**value, "answer": {"amount": 1, "unit": "hours"}})
        assert fresh(use).answer_by == due

    def test_reminded_level_by_level_in_the_unit_of_its_clock(self, town, signed, told):
        from gongzhi.work.street_powers import timers

        with at("2026-11-02 10:00"):
            use = signed(power="coordinate")  # due on the 9th
        known = []
        for moment in ("2026-11-09 10:01", "2026-11-10 10:01", "2026-11-11 10:01"):
            with at(moment):
                assert timers.act() == 1
                assert timers.act() == 0
                known.append(told("power.press"))
        # the small city's department has no leader of its own: the second level finds nobody more
        assert known == [{"parks"}, {"parks"}, {"parks", "dispatcher", "district"}]
        with at("2026-12-11 10:00"):
            assert timers.act() == 0
        assert fresh(use).stage == "signed"

    def test_an_emergency_is_pressed_by_the_hour(self, town, signed):
        from gongzhi.work.street_powers import timers

        with at("2026-02-16 23:00"):
            use = signed(power="emergency")
        with at("2026-02-17 01:00"):
            timers.act()
        assert fresh(use).act_at - use.answer_by == timedelta(hours=1)


class TestCounts:
    def test_every_figure_is_the_number_of_its_rows(self, town, drafted, signed, asked):
        with at("2026-11-02 10:00"):
            drafted()
            late, silent = signed(power="coordinate"), signed(power="coordinate", to="heating")
            answered = signed()
            commands.answer(town.parks, answered, reply="not_adopted", reasons="没有场地")
            commands.insist(town.leader, answered, reason="有场地")
            consent = asked()
            commands.consent(town.leader, consent, reasons="同意，保留出入口")
        with at("2026-11-20 10:00"):
            commands.answer(town.parks, late, reply="partly", reasons="搬一半")
            for name in ("leader", "dispatcher", "parks", "heating", "mayor"):
                actor = town.actor(name)
                for by in ("power", "street_id", "organisation_id"):
                    for row in queries.counted(actor, by):
                        for figure, (_label, rows) in queries.FIGURES.items():
                            same = queries.uses_listed(actor).filter(rows(), **{by: row[by]}).count()
                            assert row[figure] == same, (name, by, figure)
            [street] = queries.counted(town.leader, "street_id")
        assert silent.stage == "signed"
        assert (street["used"], street["answered"], street["in_time"], street["late"]) == (4, 3, 2, 1)
        assert (street["silent"], street["adopted"], street["partly"], street["insisted"]) == (1, 1, 1, 1)
