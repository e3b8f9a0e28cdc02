"""When a notice goes outside, with which others, and that it goes at most once whatever happens."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from gongzhi.kit import clock
from gongzhi.kit.flow import Refused, Unseen
from gongzhi.kit.journal.models import Entry
from gongzhi.town.access.actor import from_rows
from gongzhi.town.notices import channels, choosing, commands, groups, letters, rules
from gongzhi.town.notices.channels import NotSent, Unsure
from gongzhi.town.notices.models import Address, Delivery, Notice

pytestmark = pytest.mark.django_db
S = Delivery.Stage
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # 12:00 in the city
NIGHT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # 23:00
MORNING = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)  # 07:00 of the next day


class Paper:
    """A way outside that keeps what was handed over, and fails when told to."""

    name, label, asks_for = "paper", "纸条", "门牌"

    def __init__(self):
        self.sent, self.wrong = [], []

    def send(self, notices):
        letters.queue(self.name, notices)

    def fits(self, address):
        return bool(address)

    def masked(self, address):
        return address[:1] + "***"

    def deliver(self, letter):
        if self.wrong:
            raise self.wrong.pop(0)
        self.sent.append(letter)


@pytest.fixture
def paper(monkeypatch):
    monkeypatch.setattr(channels, "_channels", [*channels.all_channels()])
    made = Paper()
    channels.add(made)
    return made


def acting(user):
    return from_rows(user, [])


def reached(user, way="paper"):
    """The user with a confirmed address."""
    choosing.give_address(acting(user), way=way, address=f"{user.name}家", code="123456")
    choosing.confirm_address(acting(user), way=way, code="123456")
    return user


@pytest.fixture
def one(person, paper):
    return reached(person("甲"))


def tell(user, once, kind="case.report", **more):
    commands.tell([user.pk], kind, f"到您这里：{once}", f"/cases/{once}/", once=once, **more)


def sent(paper):
    return [[title for title, _url in letter.lines] for letter in paper.sent]


class TestWhen:
    @pytest.mark.parametrize(
        ("at", "urgent", "pace", "due"),
        [
            (NOON, False, "window", NOON + timedelta(minutes=30)),
            (NOON, True, "window", NOON),
            (NIGHT, True, "daily", NIGHT),
            (NIGHT, False, "window", MORNING),
            (NIGHT - timedelta(minutes=80), False, "window", MORNING),  # 21:40, gathered until 22:10
            (NOON, False, "daily", MORNING),
            (MORNING, False, "window", MORNING + timedelta(minutes=30)),
            (MORNING - timedelta(minutes=1), False, "daily", MORNING),
        ],
    )
    def test_due(self, at, urgent, pace, due):
        assert rules.due_at(at, urgent=urgent, pace=pace) == due

    def test_quiet_hours_are_a_record(self, set_rule):
        set_rule("notices.quiet", {"from": "12:00", "to": "13:30"})
        assert rules.quiet_until(NOON) == NOON + timedelta(minutes=90)
        assert rules.quiet_until(NIGHT) is None
        set_rule("notices.quiet", {"from": "00:00", "to": "00:00"})
        assert rules.quiet_until(NIGHT) is None

    def test_later_each_time_and_not_in_the_night(self):
        waits = [rules.again_at(NOON, n, urgent=False) - NOON for n in (0, 1, 2, 6, 9, 40)]
        assert waits == [timedelta(minutes=n) for n in (1, 2, 4, 64, 120, 120)]
        assert rules.again_at(NIGHT, 0, urgent=False) == MORNING
        assert rules.again_at(NIGHT, 0, urgent=True) == NIGHT + timedelta(minutes=1)


class TestDigest:
    def test_several_go_in_one_letter_when_the_first_is_due(self, one, paper):
        with clock.at(NOON):
            tell(one, "a")
        with clock.at(NOON + timedelta(minutes=20)):
            tell(one, "b")
            assert letters.send_due(paper) == 0
        with clock.at(NOON + timedelta(minutes=31)):
            assert letters.send_due(paper) == 1
            assert letters.send_due(paper) == 0
        assert sent(paper) == [["到您这里：a", "到您这里：b"]]
        assert set(Delivery.objects.values_list("stage", flat=True)) == {S.SENT}

    def test_what_is_urgent_goes_at_once_alone_and_at_night(self, one, paper):
        with clock.at(NIGHT):
            tell(one, "a")
            tell(one, "fire", urgent=True)
            assert letters.send_due(paper) == 1
        assert sent(paper) == [["到您这里：fire"]] and paper.sent[0].urgent
        with clock.at(MORNING - timedelta(minutes=1)):
            assert letters.send_due(paper) == 0
        with clock.at(MORNING):
            assert letters.send_due(paper) == 1

    def test_what_was_seen_in_the_app_needs_no_letter(self, one, paper):
        with clock.at(NOON):
            tell(one, "a")
            tell(one, "b")
            commands.seen(one.pk, [Notice.objects.get(title="到您这里：a").pk])
        with clock.at(NOON + timedelta(minutes=31)):
            letters.send_due(paper)
            assert sent(paper) == [["到您这里：b"]]
            tell(one, "c")
            commands.seen(one.pk)
        with clock.at(NOON + timedelta(minutes=90)):
            assert letters.send_due(paper) == 0  # nothing is left of it: no empty letter

    def test_a_flood_is_cut_into_letters_of_fifty(self, one, paper):
        with clock.at(NOON):
            commands.tell([one.pk], "case.report", "x", "/", once="x")
            with commands.told_together():
                for n in range(60):
                    tell(one, f"n{n}")
        with clock.at(NOON + timedelta(minutes=31)):
            assert letters.send_due(paper) == 2
        assert [len(letter.lines) for letter in paper.sent] == [50, 11]

    def test_each_gets_their_own(self, one, paper, person):
        two = reached(person("乙"))
        with clock.at(NOON):
            commands.tell([one.pk, two.pk], "case.report", "同一件", "/cases/1/", once="same")
        with clock.at(NOON + timedelta(minutes=31)):
            assert letters.send_due(paper) == 2
        assert sorted(letter.to for letter in paper.sent) == ["乙家", "甲家"]


class TestWhat:
    def test_only_the_groups_that_were_chosen(self, one, paper):
        choosing.choose(acting(one), way="paper", groups=["news"], pace="window")
        with clock.at(NOON):
            tell(one, "a")
            tell(one, "b", kind="case.answer")
            tell(one, "c", kind="nobody.placed")
        with clock.at(NOON + timedelta(minutes=31)):
            letters.send_due(paper)
        assert sent(paper) == [["到您这里：b", "到您这里：c"]]

    def test_none_chosen_none_sent_also_of_what_waits(self, one, paper):
        with clock.at(NOON):
            tell(one, "a")
        choosing.choose(acting(one), way="paper", groups=[], pace="window")
        with clock.at(NOON + timedelta(minutes=31)):
            tell(one, "b")
            assert letters.send_due(paper) == 0
        assert not Delivery.objects.exists() and Notice.objects.count() == 2

    def test_news_only_if_asked_for(self, one, paper):
        tell(one, "a", kind="case.answer")
        assert not Delivery.objects.exists()

    def test_nothing_goes_to_an_address_before_its_code_was_typed(self, person, paper):
        user = person("丙")
        choosing.give_address(acting(user), way="paper", address="别人家", code="123456")
        tell(user, "a")
        assert not Delivery.objects.exists()

    def test_titles_that_quote_somebody_stay_in_the_house(self, one, paper):
        with clock.at(NOON):
            tell(one, "张三欠费的事", kind="task.assign")
        with clock.at(NOON + timedelta(minutes=31)):
            letters.send_due(paper)
        assert sent(paper) == [["交办给您单位一件任务"]]

    def test_every_kind_that_is_told_belongs_to_a_group(self):
        from gongzhi.config.switchboard import SWITCHBOARD

        rooms = {"cases.case": "case", "whistles.whistle": "whistle", "whistles.reportin": "whistle",
                 "whistles.dispute": "whistle", "tasks.task": "task", "meetings.meeting": "meeting",
                 "meetings.topic": "topic", "admission.matter": "matter", "admission.push": "push",
                 "admission.objection": "objection", "mandates.listing": "listing",
                 "mandates.responsibilityletter": "letter", "enforcement.delegatedpower": "power",
                 "enforcement.enforcementfile": "file", "street_powers.poweruse": "power",
                 "street_powers.commandorder": "command", "street_powers.yearlyopinion": "opinion",
                 "filings.filingform": "form", "policies.acknowledgement": "policy",
                 "secretary_projects.project": "project", "secretary_projects.call": "project"}  # fmt: skip
        not_told = {"case.verify", "case.rate", "case.close_unrated", "whistle.sign", "whistle.call_more"}
        told_together = {"objection.keep", "objection.uphold_objection"}
        told_together |= {"push.own_up", "push.uphold_refusal", "push.overrule"}
        assert {"objection.answer", "push.ruled"} <= groups.known()
        not_told |= told_together  # one kind of notice for several verbs
        heard = {f"{rooms[kind]}.{verb}" for kind, verb in (one.split() for one in SWITCHBOARD)}
        assert heard - not_told <= groups.known()
        assert set(groups.FIRST) < set(groups.GROUPS)


class TestFailure:
    @pytest.fixture
    def due(self, one):
        with clock.at(NOON):
            tell(one, "a")
        return NOON + timedelta(minutes=31)

    def test_what_failed_goes_later_and_once(self, paper, due):
        paper.wrong = [NotSent("later"), ZeroDivisionError("a fault of ours")]
        with clock.at(due):
            assert letters.send_due(paper) == 0
            assert letters.send_due(paper) == 0  # not before its time
        with clock.at(due + timedelta(minutes=1)):
            assert letters.send_due(paper) == 0
        with clock.at(due + timedelta(minutes=2)):
            assert letters.send_due(paper) == 0
        with clock.at(due + timedelta(minutes=3)):
            assert letters.send_due(paper) == 1
            assert letters.send_due(paper) == 0
        assert sent(paper) == [["到您这里：a"]]

    def test_a_server_that_is_gone_is_asked_once_a_round(self, one, paper, person, due):
        two = reached(person("乙"))
        with clock.at(NOON):
            tell(two, "b")
        paper.wrong = [NotSent("gone", everybody=True)]
        with clock.at(due):
            assert letters.send_due(paper) == 0
            assert Delivery.objects.filter(stage=S.WAITING, attempts=0).count() == 1
            assert letters.send_due(paper) == 1

    def test_what_may_have_gone_out_is_never_sent_again(self, paper, due):
        paper.wrong = [Unsure("silence")]
        with clock.at(due):
            letters.send_due(paper)
        with clock.at(due + timedelta(days=1)):
            assert letters.send_due(paper) == 0
        assert Delivery.objects.get().stage == S.UNSURE and not paper.sent

    def test_a_worker_that_died_while_sending(self, paper, due):
        with clock.at(due):
            assert letters.claim("paper")
            assert letters.send_due(paper) == 0
        with clock.at(due + timedelta(minutes=6)):
            assert letters.send_due(paper) == 0
        assert Delivery.objects.get().stage == S.UNSURE

    def test_late_news_of_a_settled_letter_changes_nothing(self, paper, due):
        with clock.at(due):
            letter = letters.claim("paper")
        with clock.at(due + timedelta(minutes=6)):
            letters.overtaken("paper")
            assert letters.settle(letter.id, S.SENT) == 0
            letters.failed("paper", letter.id)
        assert Delivery.objects.get().stage == S.UNSURE

    def test_an_address_that_is_refused_gets_nothing_more(self, one, paper, due):
        paper.wrong = [NotSent("550", for_good=True)]
        with clock.at(due):
            tell(one, "b")
            letters.send_due(paper)
        assert set(Delivery.objects.values_list("stage", flat=True)) == {S.GIVEN_UP}
        assert Address.objects.get().refused_at
        tell(one, "c")
        assert Delivery.objects.count() == 2

    def test_after_two_days_it_is_given_up(self, paper, due):
        paper.wrong = [NotSent("later"), NotSent("later")]
        with clock.at(due):
            letters.send_due(paper)
        with clock.at(due + timedelta(hours=48)):
            letters.send_due(paper)
        assert Delivery.objects.get().stage == S.GIVEN_UP

    def test_settled_ones_go_after_a_month(self, paper, due):
        with clock.at(due):
            letters.send_due(paper)
        with clock.at(due + timedelta(days=31)):
            assert letters.sweep() == 1 and Notice.objects.count() == 1


class TestAddress:
    def test_it_is_sealed_and_the_journal_does_not_know_it(self, one):
        row = Address.objects.get()
        assert row.sealed.startswith("s1:") and "甲家" not in row.sealed and row.masked == "甲***"
        entries = Entry.objects.filter(subject_kind="notices.address")
        assert [entry.verb for entry in entries] == ["give_address", "confirm_address"]
        assert not any("甲家" in str(entry.details) or "123456" in str(entry.details) for entry in entries)

    def test_a_wrong_or_old_code(self, person, paper):
        user = person("丙")
        with pytest.raises(Unseen):
            choosing.confirm_address(acting(user), way="paper", code="123456")
        choosing.give_address(acting(user), way="paper", address="丙家", code="123456")
        with pytest.raises(Refused, match="不对"):
            choosing.confirm_address(acting(user), way="paper", code="654321")
        with clock.at(clock.now() + timedelta(minutes=31)), pytest.raises(Refused, match="过期"):
            choosing.confirm_address(acting(user), way="paper", code="123456")
        choosing.confirm_address(acting(user), way="paper", code=" 123456 ")
        with pytest.raises(Unseen):  # once
            choosing.confirm_address(acting(user), way="paper", code="123456")

    def test_another_address_has_to_be_confirmed_again(self, one):
        choosing.give_address(acting(one), way="paper", address="新家", code="1")
        assert Address.objects.get().confirmed_at is None

    def test_it_goes_with_its_key_and_what_waits(self, one, paper):
        from gongzhi.kit.privacy.seal import unseal

        sealed = Address.objects.get().sealed
        with clock.at(NOON):
            tell(one, "a")
        choosing.drop_address(acting(one), way="paper")
        assert unseal([sealed]) == [None]
        assert not Address.objects.exists() and not Delivery.objects.exists()

    def test_no_such_way_no_such_address(self, one):
        with pytest.raises(Refused):
            choosing.give_address(acting(one), way="pigeon", address="x", code="1")
        with pytest.raises(Refused):
            choosing.give_address(acting(one), way="paper", address="", code="1")


@pytest.mark.django_db(transaction=True)
class TestTwoWorkers:
    def race(self, *works):
        together, wrong = threading.Barrier(len(works)), []

        def run(work):
            together.wait(5)
            try:
                work()
            except Exception as stop:
                wrong.append(stop)
            finally:
                for alias in connections:
                    connections[alias].close()

        threads = [threading.Thread(target=run, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert not wrong

    def test_nothing_is_doubled_and_nothing_left_behind(self, transactional_db, person, paper):
        people = [reached(person(f"第{n}人")) for n in range(6)]
        with clock.at(NOON):
            for n in range(4):
                commands.tell([user.pk for user in people], "case.report", f"第{n}件", "/", once=f"n{n}")

        def work():
            with clock.at(NOON + timedelta(minutes=31)):
                for _round in range(3):
                    letters.send_due(paper)

        self.race(work, work, work)
        assert sorted(letter.to for letter in paper.sent) == sorted(f"第{n}人家" for n in range(6))
        assert all(len(letter.lines) == 4 for letter in paper.sent)
        assert set(Delivery.objects.values_list("stage", flat=True)) == {S.SENT}

    def test_the_same_news_heard_twice_at_once_is_one_line(self, transactional_db, person, paper):
        user = reached(person("甲"))

        def work():
            with clock.at(NOON):
                tell(user, "same")

        self.race(work, work)
        with clock.at(NOON + timedelta(minutes=31)):
            letters.send_due(paper)
        assert sent(paper) == [["到您这里：same"]]
