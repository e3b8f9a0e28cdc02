"""The way of a case, point by point: wholes and parts, clocks, privacy (ARCHITECTURE §6)."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.kit.journal.models import Entry
from gongzhi.kit.privacy.seal import unseal_bytes
from gongzhi.town.access.actor import CLOCK, resident
from gongzhi.town.files import shelf
from gongzhi.town.files.commands import attach
from gongzhi.town.files.queries import of
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases import rules, timers
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.intake import REPORT, Telling
from gongzhi.work.cases.models import Case, Question, Report
from gongzhi.work.cases.queries import by_code, similar
from gongzhi.work.cases.trace import parcel

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 10:00 in the city


def fresh(case):
    return Case.objects.get(pk=case.pk)


def rated(case, **more):
    said = {"contacted": True, "solved": True, "satisfaction": "good", **more}
    report = case.reports.order_by("id").first()
    return cases.rate(resident(report.pk), case, **said)


@pytest.fixture
def resolved(town, told):
    """A case that the community resolved; the grid's head verifies."""
    case = told()
    cases.raise_up(town.head, case, reason="阀门在公共管井")
    cases.resolve(town.worker, case, measures="物业换了阀门")
    return fresh(case)


# 10. Merge, split, shelve, refuse, reopen ----------------------------------------------------------


def test_merge_keeps_every_reporter_and_each_is_asked(town, told):
    one, two, three = told(), told(), told()
    for case in (one, two, three):
        cases.raise_up(town.head, case, reason="公共管井")
    cases.merge(town.worker, two, into=one.pk, reason="同一件事")
    cases.merge(town.worker, three, into=one.pk, reason="同一件事")
    assert (fresh(one).reporters, fresh(two).stage) == (3, "merged")
    cases.resolve(town.worker, one, measures="换了阀门")
    cases.verify(town.head, one)
    for report in Report.objects.filter(case=one):
        assert "rate" in parcel(report)["may"]
        cases.rate(resident(report.pk), one, contacted=True, solved=True, satisfaction="good")
    assert fresh(one).stage == "closed"


def test_split_gives_each_part_its_hands(town, told):
    case = told()
    part = cases.split(
        town.head, case, title="楼道灯也坏了", category=catalogue().coded("living-lamp"), text="二楼灯不亮"
    )
    assert part.pk != case.pk
    assert Case.objects.get(pk=part.pk).split_from_id == case.pk


def test_shelving_is_approved_has_a_day_and_returns_with_its_clock(town, told):
    with clock.at(MONDAY):
        case = told()
        with pytest.raises(NotYours):
            cases.shelve(town.clerk, case, reason="等化冻", recheck_on=clock.today() + timedelta(days=30))
        cases.shelve(town.leader, case, reason="等化冻", recheck_on=clock.today() + timedelta(days=30))
        left = case.due_at - clock.now()
    with clock.at(MONDAY + timedelta(days=30)):
        timers.act()
        case = fresh(case)
        assert case.stage == "accepted"
        assert abs((case.due_at - clock.now()) - left) < timedelta(minutes=1)


def test_refusal_only_on_a_lawful_ground_with_where_to_turn(town, told):
    case = told()
    cases.raise_up(town.head, case, reason="涉诉")
    with pytest.raises(Refused):
        cases.refuse(town.worker, case, ground="dislike", reason="不想办")
    cases.refuse(town.worker, case, ground="lawsuit", reason="法院正在审理")
    assert "法院" in parcel(Report.objects.get())["turn_to"]


def test_reopen_within_the_window_goes_back_to_the_same_hands(town, resolved):
    cases.verify(town.head, resolved)
    rated(resolved)
    reporter = resident(resolved.reports.get().pk)
    with clock.at(clock.now() + timedelta(days=16)), pytest.raises(Refused, match="重新报"):
        cases.reopen(reporter, resolved, text="又不热了")
    cases.reopen(reporter, resolved, text="又不热了")
    assert (fresh(resolved).stage, fresh(resolved).desk_id) == ("accepted", town.areas.community.pk)


def test_a_change_of_category_after_dispatch_needs_other_eyes(town, told):
    case = told()
    cases.recategorise(town.head, case, category=catalogue().coded("living-lamp"), reason="是灯的事")
    assert fresh(case).limit_kind == "ordinary"
    with pytest.raises(NotNow):
        cases.recategorise_called(
            town.leader, case, category=catalogue().coded("living-heat-cold"), reason="是暖气"
        )


def test_extend_once(town, told):
    case = told()
    due = case.due_at
    cases.extend(town.leader, case, reason="等配件")
    assert fresh(case).due_at > due
    with pytest.raises(Refused, match="延期一次"):
        cases.extend(town.leader, case, reason="再等等")


# The clock and the question ------------------------------------------------------------------------


def test_the_clock_pauses_only_for_a_delivered_question_twice_three_days_each(town, told):
    with clock.at(MONDAY):
        case = told()
        cases.ask(town.head, case, text="今天几点家里有人", options=["上午", "下午"])
        assert fresh(case).paused_at is None
        cases.deliver(town.head, case)
        assert fresh(case).paused_at is not None
    with clock.at(MONDAY + timedelta(hours=5)):
        cases.answer(resident(case.reports.get().pk), case, text="下午")
        after = fresh(case)
        assert after.paused_at is None
        assert after.due_at - case.due_at == timedelta(hours=5)
    with clock.at(MONDAY + timedelta(hours=6)):
        cases.ask(town.head, case, text="门牌几号", spoken=True)
        assert fresh(case).pauses == 2
    with clock.at(MONDAY + timedelta(days=3, hours=7)):
        timers.expire_questions()
        assert fresh(case).paused_at is None
        cases.ask(town.head, case, text="还在家吗", spoken=True)
        assert (fresh(case).paused_at, fresh(case).pauses) == (None, 2)
        assert Question.objects.count() == 3


@pytest.mark.parametrize(("kind", "hours"), [("living-burst", 2), ("living-heat-cold", 24)])
def test_emergency_and_utility_clocks_run_through_new_years_eve(town, told, kind, hours):
    eve = datetime(2026, 2, 16, 14, 0, tzinfo=UTC)  # 除夕 22:00 in the city
    with clock.at(eve):
        assert told(kind).due_at == eve + timedelta(hours=hours)


# 11. Who sees the reporter -------------------------------------------------------------------------


def test_the_contact_is_sealed_and_revealed_only_with_a_reason(town, told):
    from django.db import connection

    case = told(name="李桂兰", phone="13800000000", consent=True)
    with connection.cursor() as cursor:
        cursor.execute("select row_to_json(r)::text from cases_report r")
        rows = " ".join(row[0] for row in cursor.fetchall())
        cursor.execute("select row_to_json(e)::text from journal_entry e")
        rows += " ".join(row[0] for row in cursor.fetchall())
    assert "13800000000" not in rows
    assert "桂兰" not in rows
    with pytest.raises(Unseen):
        cases.reveal(town.heating, case, reason="要联系")
    cases.reveal(town.head, case, reason="上门前联系")
    assert Entry.objects.filter(verb="reveal").get().details == {"reason": "上门前联系"}


def test_a_tip_hides_its_reporter_from_the_community(town, told):
    case = told("tip", text="物业挪用电梯费")
    assert not Case.objects.filter(pk=case.pk).filter(rules.SEEN(town.worker)).exists()
    assert Case.objects.filter(pk=case.pk).filter(rules.SEEN(town.leader)).exists()


def test_duplicates_show_category_place_stage_and_date_and_nobodys_words(town, told):
    told(text="三楼李桂兰家暖气不热屋里冷")
    found = similar(town.place, catalogue().coded("living-heat-cold"), "暖气不热")
    assert len(found) == 1
    assert "李桂兰" not in str(found)
    assert "单元" not in found[0]["place"]
    assert similar(town.place, catalogue().coded("living-lamp"), "灯不亮") == []


def test_number_and_code_open_the_trace_and_wrong_ones_answer_alike(town, told):
    case = told()
    report = case.first_report
    assert by_code(report.number, report.code).pk == report.pk
    assert by_code(report.number, "ABCDEFGHJ") is None
    assert by_code("20261123-999999", report.code) is None
    assert by_code("20200101-" + report.number.split("-")[1], report.code) is None


def test_personal_numbers_are_refused_in_words_that_stay(town, told):
    case = told()
    with pytest.raises(Refused, match="手机号"):
        cases.raise_up(town.head, case, reason="请打13800000000")
    with pytest.raises(Refused, match="身份证"):
        cases.remark(town.head, case, text="身份证220103199001011234")


def test_answers_with_unfilled_places_do_not_leave(town, told):
    with pytest.raises(Refused, match="没填"):
        cases.resolve(town.head, told(), measures="已于{日期}处理")


def test_withdraw_is_the_reporters_and_leaves_the_others(town, told):
    case = told()
    other = cases.join(resident(), case, channel="resident", telling=Telling(text="我家也是"))
    cases.withdraw(resident(other.pk), case)
    assert (fresh(case).stage, fresh(case).reporters) == ("reported", 1)
    cases.withdraw(resident(case.reports.order_by("id").first().pk), case)
    assert fresh(case).stage == "withdrawn"


def test_purge_destroys_the_key_so_that_no_copy_can_show_the_person(town, told):
    from gongzhi.kit.privacy.seal import unseal

    case = told(name="李桂兰", phone="13800000000", consent=True)
    yesterday = case.reports.get()  # what a backup of the data holds
    assert unseal([yesterday.name_sealed, yesterday.phone_sealed]) == ["李桂兰", "13800000000"]
    cases.withdraw(resident(yesterday.pk), case)
    with clock.at(clock.now() + timedelta(days=366)):
        timers.purge()
    assert unseal([yesterday.name_sealed, yesterday.phone_sealed]) == [None, None]
    assert case.reports.get().phone_sealed == ""
    assert Entry.objects.filter(trunk_id=str(case.pk), verb="purge").exists()


def test_the_reporters_photos_go_with_the_contact_a_year_after_the_closing(
    town, told, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.FILES_ROOT = tmp_path
    case = told(phone="13800000000", consent=True)
    report = case.reports.get()
    picture = io.BytesIO()
    Image.new("RGB", (30, 30)).save(picture, "JPEG")
    photo = attach(
        resident(report.pk), REPORT, report.pk, SimpleUploadedFile("a.jpg", picture.getvalue()), False
    )
    backup = shelf.path(photo.sha256).read_bytes()
    with clock.at(clock.now() + timedelta(days=200)):
        cases.withdraw(resident(report.pk), case)
    with clock.at(
        clock.now() + timedelta(days=370)
    ):  # a year after the report, half a year after the closing
        assert timers.purge() == 0 and unseal_bytes(backup)
    with clock.at(clock.now() + timedelta(days=567)), django_capture_on_commit_callbacks(execute=True):
        assert timers.purge() == 1
    assert unseal_bytes(backup) is None and not of(REPORT, report.pk).exists()


def test_only_the_clock_purges(town, told):
    case = told()
    with pytest.raises((NotYours, Unseen)):
        cases.purge(town.head, case, report_ids=[])
    cases.purge(CLOCK, case, report_ids=[])
