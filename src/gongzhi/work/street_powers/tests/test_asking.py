"""征得同意: a department asks, the street answers or is silent; and a transfer of stationed people."""

from datetime import datetime, timedelta

import pytest

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.town.people.models import Post
from gongzhi.work.street_powers import commands, queries, timers
from gongzhi.work.street_powers.models import PowerUse, TransferRequest

pytestmark = pytest.mark.django_db


def at(text):
    return clock.at(datetime.fromisoformat(text).replace(tzinfo=clock.zone()))


def fresh(use):
    return PowerUse.objects.get(pk=use.pk)


def test_asked_consented_and_carried_out(town, asked):
    use = asked()
    with pytest.raises(NotNow):
        commands.carry_out(town.parks, use, effect="改好了")
    with pytest.raises(NotYours):
        commands.consent(town.clerk, use, reasons="同意")
    commands.consent(town.leader, use, reasons="同意，留出消防通道")
    with pytest.raises(Unseen):
        commands.carry_out(town.heating, use, effect="改好了")
    commands.carry_out(town.parks, use, effect="已按要求留出通道")
    assert fresh(use).stage == "carried_out"


def test_an_objection_has_reasons_and_ends_it(town, asked):
    use = asked()
    with pytest.raises(Refused):
        commands.object(town.leader, use, reasons="")
    commands.object(town.leader, use, reasons="居民不同意")
    with pytest.raises(NotNow):
        commands.carry_out(town.parks, use, effect="改好了")


def test_who_may_ask_and_of_whom(town, asked):
    for by in ("clerk", "worker", "liaison", "dispatcher"):
        with pytest.raises(NotYours):
            asked(by=by)
    with pytest.raises(Refused):
        commands.request_consent(
            town.parks, power="take_part", street_id=town.areas.community.pk, what="改规划", why="修路",
            basis="待确认",
        )  # fmt: skip
    with pytest.raises(Refused):
        commands.request_consent(
            town.parks,
            power="suggest",
            street_id=town.areas.street.pk,
            what="改规划",
            why="修路",
            basis="待确认",
        )
    with pytest.raises(Refused):
        commands.request_consent(
            town.squad, power="take_part", street_id=town.areas.street2.pk, what="改规划", why="修路",
            basis="待确认",
        )  # fmt: skip


def test_silence_is_silence(town, asked):
    with at("2026-11-02 10:00"):
        use = asked()
    with at("2026-11-30 10:00"):
        while timers.act():
            pass
        use = fresh(use)
        assert (use.stage, use.reply, use.press_level) == ("asked", "", 3)
        [row] = queries.counted(town.parks, "power")
        assert (row["answered"], row["silent"], row["adopted"]) == (0, 1, 0)
        commands.object(town.leader, use, reasons="晚了也要说：不同意")
    assert fresh(use).answered_at > use.answer_by


def test_silence_is_consent_only_where_the_record_said_so_when_it_was_asked(town, asked, set_rule):
    with at("2026-11-02 10:00"):
        before = asked()
        value = queries.records.value("street_power.take_part")
        set_rule("street_power.take_part", {**value, "silence_is_consent": True})
        after = asked()
    with pytest.raises(Refused), at("2026-11-03 10:00"):
        commands.take_as_consent(town.leader, after)
    with at("2026-11-10 10:00"):
        timers.act()
        [row] = queries.counted(town.leader, "street_id")
    before, after = fresh(before), fresh(after)
    assert (before.stage, after.stage, after.reply, after.answered_at) == (
        "asked",
        "consented",
        "silent",
        None,
    )
    assert (row["answered"], row["adopted"], row["silent"]) == (0, 0, 2)


class TestTransfer:
    def words(self, town, **more):
        return {"team_id": town.organisations.team.pk, "goes_to": "区城管局机关",
                "from_day": clock.today() + timedelta(days=10), **more}  # fmt: skip

    def test_a_person_and_a_whole_team(self, town, asked):
        post = Post.objects.get(user=town.users["squad"])
        person = asked(**self.words(town, post_id=post.pk))
        team = asked(**self.words(town))
        assert TransferRequest.objects.get(use=person).person_label == "杜建军"
        assert TransferRequest.objects.get(use=team).post is None
        commands.consent(town.leader, person, reasons="同意，先补人")
        assert fresh(person).stage == "consented"

    def test_refused(self, town, asked):
        post = Post.objects.get(user=town.users["heating"])
        wrong = (
            {"post_id": post.pk}, {"team_id": town.organisations.heating.pk}, {"goes_to": ""}, {"from_day": None},
            {"from_day": clock.today() - timedelta(days=1)}, {"team_id": None, "post_id": post.pk},
        )  # fmt: skip
        for words in wrong:
            with pytest.raises(Refused):
                asked(**self.words(town, **words))
        with pytest.raises(Refused):
            asked(by="heating", **self.words(town))  # another department's team
        assert not PowerUse.objects.exists()
