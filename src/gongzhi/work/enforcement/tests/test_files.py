"""Files: the whole way, and every refusal by name, in the command and by the database."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.kit.journal.models import Entry
from gongzhi.kit.journal.verify import run as verify_journal
from gongzhi.work.enforcement import commands
from gongzhi.work.enforcement.models import EnforcementFile, Officer
from gongzhi.work.enforcement.rules import hearing_ends
from gongzhi.work.enforcement.tests.making import (
    DECISION,
    clue,
    decided,
    delegated,
    filed,
    fresh,
    heard,
    reviewed,
    squad_of,
    told,
    with_evidence,
)

DAY = timedelta(days=1)


def later(days):
    return clock.at(clock.now() + timedelta(days=days))


def test_the_whole_way(town):
    file = decided(town)
    row = fresh(file)
    assert (row.stage, row.fine_fen, row.decided_on) == ("decided", 20000, clock.today())
    assert row.due_on == clock.today() + 90 * DAY
    commands.conclude(town.clerk, file.pk, result="已缴清，摊位搬走", paid_fen=20000)
    assert fresh(file).stage == "done"
    verbs = Entry.objects.filter(trunk_id=str(file.pk)).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["open_clue", "open_file", "gather", "tell", "hear", "review", "decide", "conclude"]
    assert verify_journal() == []


class TestFiling:
    def test_a_matter_that_is_not_delegated(self, town):
        file, officers = clue(town), squad_of(town)
        ids = [one.pk for one in officers[:2]]
        with pytest.raises(Refused, match="没有下放给本街道"):
            commands.open_file(town.leader, file, power_id=file.pk, officer_ids=ids)
        power = delegated(town)
        power.street_id = town.areas.street2.pk
        power.save()
        with pytest.raises(Refused, match="没有下放给本街道"):
            commands.open_file(town.leader, file, power_id=power.pk, officer_ids=ids)

    def test_on_a_day_before_or_after_its_term(self, town):
        file, officers, power = clue(town), squad_of(town), delegated(town)
        power.valid_to = clock.today() + 10 * DAY
        power.save()
        words = {"power_id": power.pk, "officer_ids": [one.pk for one in officers[:2]]}
        with later(11), pytest.raises(Refused, match="今天没有下放"):
            commands.open_file(town.leader, file, **words)
        assert commands.open_file(town.leader, file, **words).stage == "filed"

    def test_taken_back(self, town):
        file, officers, power = clue(town), squad_of(town), delegated(town)
        commands.take_back(town.dispatcher, power.pk, reason="接不住")
        with pytest.raises(Refused, match="已经收回"):
            commands.open_file(town.leader, file, power_id=power.pk, officer_ids=[o.pk for o in officers])

    def test_an_inspection_power_punishes_nobody(self, town):
        file, officers, power = clue(town), squad_of(town), delegated(town, kind="inspection")
        with pytest.raises(Refused, match="检查权"):
            commands.open_file(town.leader, file, power_id=power.pk, officer_ids=[o.pk for o in officers])

    def test_two_officers_at_least_and_not_one_twice(self, town):
        file, officers, power = clue(town), squad_of(town), delegated(town)
        one = officers[0].pk
        for ids in ([], [one], [one, one], [one, 999_999]):
            with pytest.raises(Refused, match="不得少于两人"):
                commands.open_file(town.leader, file, power_id=power.pk, officer_ids=ids)

    def test_a_lapsed_certificate(self, town):
        file, officers, power = clue(town), squad_of(town, days=5), delegated(town)
        words = {"power_id": power.pk, "officer_ids": [one.pk for one in officers[:2]]}
        with later(6), pytest.raises(Refused, match="执法证过期或已离队：甲一、乙二"):
            commands.open_file(town.leader, file, **words)
        assert commands.open_file(town.leader, file, **words).certified_until == clock.today() + 5 * DAY

    def test_who_has_left(self, town):
        file, officers, power = clue(town), squad_of(town), delegated(town)
        commands.leave_squad(town.clerk, officers[1])
        with pytest.raises(Refused, match="已离队：乙二"):
            commands.open_file(town.leader, file, power_id=power.pk, officer_ids=[o.pk for o in officers[:2]])

    def test_the_leader_files(self, town):
        file, officers, power = clue(town), squad_of(town), delegated(town)
        with pytest.raises(NotYours):
            commands.open_file(town.clerk, file, power_id=power.pk, officer_ids=[o.pk for o in officers])


class TestOnTheWay:
    def test_a_certificate_that_lapses_stops_the_file_until_it_is_renewed(self, town):
        file = filed(town)
        Officer.objects.filter(pk=file.officer_ids[0]).update(expires_on=clock.today() - DAY)
        with pytest.raises(Refused, match="执法证过期"):
            commands.gather(town.clerk, file.pk, kind="scene", text="现场三个摊位")
        commands.renew_certificate(
            town.clerk, Officer.objects.get(pk=file.officer_ids[0]), issued_on=clock.today(),
            expires_on=clock.today() + 900 * DAY,
        )  # fmt: skip
        assert commands.gather(town.clerk, file.pk, kind="scene", text="现场三个摊位").stage == "evidence"

    def test_or_until_others_act(self, town):
        file = filed(town)
        officers = list(Officer.objects.order_by("pk"))
        Officer.objects.filter(pk=officers[0].pk).update(expires_on=clock.today() - DAY)
        ids = [officers[1].pk, officers[2].pk]
        commands.change_officers(town.leader, file.pk, officer_ids=ids, reason="证件到期")
        assert fresh(file).officer_ids == ids

    def test_telling_needs_the_party_and_a_picture(self, town):
        file = filed(town)
        commands.gather(town.clerk, file.pk, kind="scene", text="现场三个摊位")
        with pytest.raises(Refused, match="不到 1 件"):
            commands.tell(town.clerk, file.pk, text="拟罚款", hearing=False)
        nobody = commands.open_clue(town.clerk, matter="夜间施工", source="巡查")
        officers = list(Officer.objects.all())
        commands.open_file(
            town.leader, nobody, power_id=file.power_id, officer_ids=[one.pk for one in officers]
        )
        commands.gather(town.clerk, nobody, kind="scene", text="夜里两点还在打桩")
        with pytest.raises(Refused, match="还不知道当事人"):
            commands.tell(town.clerk, nobody, text="拟罚款", hearing=False)

    def test_the_record_may_demand_no_picture(self, town, set_rule):
        set_rule("enforcement.least_evidence_files", 0)
        file = filed(town)
        commands.gather(town.clerk, file.pk, kind="scene", text="现场三个摊位")
        assert commands.tell(town.clerk, file.pk, text="拟罚款", hearing=False).stage == "told"

    def test_a_hearing_can_be_asked_for_five_working_days(self, town):
        file = told(town, hearing=True)
        ends = hearing_ends(fresh(file).told_on, file.street_id)
        with pytest.raises(Refused, match="还可以要求听证"):
            commands.hear(town.clerk, file.pk, kind="nothing")
        commands.hear(town.clerk, file.pk, kind="statement", said="不服", answer="不采纳，理由如下")
        with pytest.raises(Refused, match="还可以要求听证"):
            commands.review(town.leader, file.pk, passed=True, text="可以")
        with later((ends - clock.today()).days + 1):
            commands.review(town.leader, file.pk, passed=True, text="可以")

    def test_after_the_hearing_nobody_waits(self, town):
        file = told(town, hearing=True)
        commands.hear(town.clerk, file.pk, kind="hearing", said="不服", answer="部分采纳")
        assert commands.review(town.leader, file.pk, passed=True, text="可以").stage == "reviewed"

    def test_no_hearing_where_none_was_offered(self, town):
        file = told(town)
        with pytest.raises(Refused, match="没有写有权要求听证"):
            commands.hear(town.clerk, file.pk, kind="hearing", said="要听证", answer="不采纳")


class TestReview:
    def test_not_by_who_acts(self, town):
        squad_of(town)
        officers = list(Officer.objects.all())
        officers[0].account = town.users["clerk"]
        officers[0].save()
        power, file = delegated(town), clue(town)
        commands.open_file(town.leader, file, power_id=power.pk, officer_ids=[o.pk for o in officers[:2]])
        self.until_heard(town, file)
        with pytest.raises(Refused, match="不能审核自己的案子"):
            commands.review(town.clerk, file.pk, passed=True, text="可以")
        assert commands.review(town.leader, file.pk, passed=True, text="可以").stage == "reviewed"
        with pytest.raises(IntegrityError), transaction.atomic():
            EnforcementFile.objects.filter(pk=file.pk).update(reviewer_id=town.users["clerk"].pk)

    def test_not_by_who_acts_under_the_same_name_without_an_account(self, town):
        squad_of(town, town.users["clerk"].name, "乙二")
        power, file = delegated(town), clue(town)
        commands.open_file(
            town.leader,
            file,
            power_id=power.pk,
            officer_ids=list(Officer.objects.values_list("pk", flat=True)),
        )
        self.until_heard(town, file)
        with pytest.raises(Refused, match="不能审核自己的案子"):
            commands.review(town.clerk, file.pk, passed=True, text="可以")

    def until_heard(self, town, file):
        from gongzhi.work.enforcement.tests.making import picture

        commands.gather(town.clerk, file.pk, kind="picture", text="照片三张", photos=picture(town.clerk))
        commands.tell(town.clerk, file.pk, text="拟罚款", hearing=False)
        commands.hear(town.clerk, file.pk, kind="nothing")

    def test_only_after_the_party_was_told_and_its_word_recorded(self, town):
        file = with_evidence(town)
        with pytest.raises(NotNow, match="还没有告知当事人"):
            commands.review(town.leader, file.pk, passed=True, text="可以")
        commands.tell(town.clerk, file.pk, text="拟罚款", hearing=False)
        with pytest.raises(Refused, match="还没有记当事人的意见"):
            commands.review(town.leader, file.pk, passed=True, text="可以")

    def test_what_does_not_pass_is_told_anew(self, town):
        file = heard(town)
        commands.review(town.leader, file.pk, passed=False, text="缺询问笔录")
        row = fresh(file)
        assert (row.stage, row.told_on, row.said_kind, row.reviewer_id) == ("evidence", None, "", None)

    def test_the_reviewer_does_not_become_an_officer(self, town):
        file = reviewed(town)
        third = Officer.objects.order_by("pk")[2]
        third.account = town.users["leader"]
        third.save()
        with pytest.raises(Refused, match="审核人不能再做"):
            commands.change_officers(
                town.leader, file.pk, officer_ids=[file.officer_ids[0], third.pk], reason="换人"
            )


class TestDeciding:
    def test_not_before_telling_nor_before_the_review(self, town):
        file = with_evidence(town)
        with pytest.raises(NotNow, match="还没有告知当事人"):
            commands.decide(town.leader, file.pk, **DECISION)
        commands.tell(town.clerk, file.pk, text="拟罚款", hearing=False)
        commands.hear(town.clerk, file.pk, kind="nothing")
        with pytest.raises(NotNow, match="还没有法制审核"):
            commands.decide(town.leader, file.pk, **DECISION)

    def test_the_limit_and_the_extension(self, town):
        file = reviewed(town)
        Officer.objects.update(expires_on=clock.today() + 900 * DAY)
        with later(90), transaction.atomic():
            commands.decide(town.leader, file.pk, **DECISION)
            transaction.set_rollback(True)
        with later(91):
            with pytest.raises(Refused, match="期限已过"):
                commands.decide(town.leader, file.pk, **DECISION)
            due = fresh(file).due_on
            for until in (due, due + 61 * DAY):
                with pytest.raises(Refused) as stop:
                    commands.extend(town.leader, file.pk, until=until, reason="鉴定还没有出来")
                assert stop.value.field == "until"
            with pytest.raises(NotYours):
                commands.extend(town.clerk, file.pk, until=due + 30 * DAY, reason="鉴定还没有出来")
            commands.extend(town.leader, file.pk, until=due + 30 * DAY, reason="鉴定还没有出来")
            commands.decide(town.leader, file.pk, **DECISION)
        assert fresh(file).decided_on == due + DAY

    def test_not_on_a_power_taken_back_meanwhile(self, town):
        file = reviewed(town)
        commands.take_back(town.dispatcher, file.power_id, reason="接不住")
        with pytest.raises(Refused, match="已经收回"):
            commands.decide(town.leader, file.pk, **DECISION)
        parks = town.organisations.parks.pk
        commands.transfer(town.leader, file.pk, organisation_id=parks, reason="权力收回，移送")
        assert fresh(file).stage == "transferred"

    def test_money_and_where_to_turn(self, town):
        file = reviewed(town)
        for change, field in (
            ({"fine_fen": None}, "fine_fen"), ({"fine_fen": 0}, "fine_fen"), ({"outcome": "warning"}, "fine_fen"),
            ({"outcome": "arrest", "fine_fen": None}, "outcome"), ({"court": ""}, "court"),
            ({"review_body": " "}, "review_body"), ({"decision_no": ""}, "decision_no"),
        ):  # fmt: skip
            with pytest.raises(Refused) as stop:
                commands.decide(town.leader, file.pk, **{**DECISION, **change})
            assert stop.value.field == field
        commands.decide(town.leader, file.pk, **DECISION)
        with pytest.raises(Refused, match="不能多于罚款"):
            commands.conclude(town.clerk, file.pk, result="缴清", paid_fen=20001)

    def test_in_the_departments_name_its_leader_may_decide(self, town):
        from gongzhi.work.enforcement.rules import FILE

        row = fresh(reviewed(town))
        step = FILE.steps["decide"]
        chief = town.heating_chief
        row.department_id = town.organisations.heating.pk
        assert not FILE.may(chief, step, row)
        row.mode = "entrusted"
        assert FILE.may(chief, step, row)
        assert FILE.may(town.leader, step, row)

    def test_the_database_refuses_too(self, town):
        file = decided(town)
        rows = EnforcementFile.objects.filter(pk=file.pk)
        row = fresh(file)
        wrong = (
            {"officer_ids": [1]}, {"told_on": None}, {"said_kind": ""}, {"reviewed_on": None}, {"reviewer_id": None},
            {"court": ""}, {"decided_on": row.due_on + DAY}, {"decided_on": None}, {"fine_fen": 0}, {"fine_fen": -1},
            {"outcome": "warning"}, {"paid_fen": 20001}, {"paid_fen": -1}, {"certified_until": row.decided_on - DAY},
            {"certified_until": None}, {"power_id": None}, {"due_on": None},
        )  # fmt: skip
        for values in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**values)


class TestTheEnds:
    def test_dropped_before_and_after_filing(self, town):
        first = clue(town)
        with pytest.raises(Refused):
            commands.drop(town.leader, first, kind="withdrawn", reason="查无实据")
        assert commands.drop(town.leader, first, kind="not_filed", reason="查无实据").stage == "dropped"
        second = filed(town)
        with pytest.raises(Refused):
            commands.drop(town.leader, second.pk, kind="not_filed", reason="查无实据")
        assert (
            commands.drop(town.leader, second.pk, kind="not_punished", reason="首次轻微").stage == "dropped"
        )

    def test_whoever_receives_it_sees_it(self, town):
        file = clue(town)
        with pytest.raises(Unseen):
            commands.reveal(town.heating, file.pk, reason="看看")
        commands.transfer(town.leader, file, organisation_id=town.organisations.heating.pk, reason="归供热管")
        with pytest.raises(NotYours):  # seen, and the party stays masked
            commands.reveal(town.heating, file.pk, reason="看看")
