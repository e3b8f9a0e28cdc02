"""Orders to stationed teams, what the street says of the team, and a year's words about a person."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.kit.journal.models import Entry
from gongzhi.town.people.models import Post
from gongzhi.work.street_powers import commands, queries, timers
from gongzhi.work.street_powers.models import CommandOrder, TeamMark, YearlyOpinion

pytestmark = pytest.mark.django_db


def at(text):
    return clock.at(datetime.fromisoformat(text).replace(tzinfo=clock.zone()))


def fresh(order):
    return CommandOrder.objects.get(pk=order.pk)


class TestOrders:
    def test_ordered_arrived_done_and_marked(self, town, ordered):
        with at("2026-11-20 09:00"):
            order = ordered()
        assert clock.local(order.arrive_by).hour == 11
        with at("2026-11-20 10:00"):
            commands.arrive(town.squad, order, attending="杜建军等3人")
            commands.finish(town.squad, order, result="清走12个摊位")
            with pytest.raises(NotYours):
                commands.mark(town.squad, order, solved="yes", word="good")
            with pytest.raises(Refused):
                commands.mark(town.clerk, order, solved="partly", word="fair")
            commands.mark(town.clerk, order, solved="partly", word="fair", reason="下午又摆出来了")
        mark = TeamMark.objects.get()
        assert (mark.on_time, mark.solved, mark.word) == (True, "partly", "fair")
        with pytest.raises((NotNow, NotYours)):
            commands.mark(town.leader, order, solved="yes", word="good")
        [row] = queries.teams_counted(town.leader)
        assert (row["given"], row["in_time"], row["done"], row["fair"]) == (1, 1, 1, 1)

    def test_a_claimed_arrival_counts_only_when_confirmed(self, town, ordered):
        with at("2026-11-20 09:00"):
            order = ordered()
        claimed = order.ordered_at + timedelta(hours=1)
        with at("2026-11-20 14:00"):
            with pytest.raises(Refused):
                commands.arrive(town.squad, order, arrived_at=order.ordered_at - timedelta(hours=1))
            commands.arrive(town.squad, order, arrived_at=claimed)
            assert fresh(order).arrived_at > order.arrive_by
            with pytest.raises(NotYours):
                commands.confirm_arrival(town.squad, order)
            commands.confirm_arrival(town.clerk, order)
            assert fresh(order).arrived_at == claimed
            with pytest.raises(NotYours):
                commands.confirm_arrival(town.clerk, order)

    def test_only_teams_of_this_street_and_not_downward_work(self, town, ordered):
        with pytest.raises(Refused):
            commands.order(town.clerk, team_id=town.organisations.parks.pk, what="清占道", why="救护车")
        for by in ("worker", "parks", "district"):
            with pytest.raises(NotYours):
                ordered(by=by)
        assert ordered().pk  # no gate was asked: none is registered

    def test_a_refusal_says_why_and_goes_up(self, town, ordered, told):
        order = ordered()
        with pytest.raises(Refused):
            commands.refuse(town.squad, order, reason="")
        with pytest.raises(Unseen):
            commands.refuse(town.heating, order, reason="不是我们的事")
        commands.refuse(town.squad, order, reason="超出执法权限")
        assert told("command.refuse") == {"clerk", "leader", "dispatcher", "district", "squad_chief"}
        with pytest.raises(NotNow):
            commands.arrive(town.squad, order)

    def test_cancelled_and_counted_nowhere(self, town, ordered, told):
        order = ordered()
        commands.cancel(town.leader, order, reason="已经散了")
        assert list(queries.teams_counted(town.leader)) == []
        assert "squad" in told("command.cancel")

    def test_the_home_department_sees_it_and_others_do_not(self, town, ordered):
        ordered()
        seen = {
            name: queries.orders_listed(town.actor(name)).count()
            for name in ("parks", "heating", "worker", "mayor")
        }
        assert seen == {"parks": 1, "heating": 0, "worker": 0, "mayor": 1}

    def test_late_is_pressed_to_team_leaders_and_district(self, town, ordered, told):
        with at("2026-11-20 16:00"):
            order = ordered()  # two working hours: Monday 09:30
        assert clock.local(order.arrive_by) == datetime(2026, 11, 23, 9, 30, tzinfo=clock.zone())
        with at("2026-11-21 12:00"):
            assert timers.press_orders() == 0
        for moment, who in (("2026-11-23 09:31", {"squad"}), ("2026-11-23 10:31", {"squad", "squad_chief"}),
                            ("2026-11-23 13:01", {"squad", "squad_chief", "dispatcher", "district"})):  # fmt: skip
            with at(moment):
                assert timers.press_orders() == 1
                assert told("command.press") == who

    def test_an_emergency_runs_through_spring_festival(self, ordered):
        with at("2026-02-17 03:00"):
            order = ordered(kind="emergency")
        assert order.arrive_by - order.ordered_at == timedelta(minutes=30)

    def test_the_database_refuses_it_too(self, ordered):
        order = ordered()
        for columns in (
            {"stage": "done"},
            {"stage": "arrived"},
            {"stage": "refused"},
            {"arrive_by": order.ordered_at},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                CommandOrder.objects.filter(pk=order.pk).update(**columns)


class TestOpinions:
    def write(self, town, by="leader", **more):
        post = Post.objects.get(user=town.users["squad"])
        words = {"post_id": post.pk, "year": clock.today().year, "text": "随叫随到，和商户说话耐心。", **more}
        return commands.write_opinion(town.actor(by), **words)

    def test_written_read_and_replied_to(self, town, told):
        opinion = self.write(town)
        assert told("opinion.write_opinion") == {"squad"}
        with pytest.raises(NotYours):
            commands.reply(town.leader, opinion, text="谢谢")
        commands.reply(town.squad, opinion, text="谢谢，早市还要再想办法。")
        with pytest.raises(NotNow):
            commands.reply(town.squad, opinion, text="再补充")
        assert told("opinion.reply") == {"leader"}

    def test_its_words_are_not_in_the_journal(self, town):
        opinion = self.write(town)
        commands.reply(town.squad, opinion, text="谢谢大家")
        words = str(list(Entry.objects.filter(trunk_id=str(opinion.pk)).values_list("details", flat=True)))
        assert "耐心" not in words
        assert "谢谢" not in words

    @pytest.mark.parametrize(
        "text", ["全年 95 分", "在各队中排名靠前", "第2名", "得分较高", "打分：优", "九十分，不错"]
    )
    def test_a_number_is_no_opinion(self, town, text):
        with pytest.raises(Refused):
            self.write(town, text=text)

    def test_words_with_figures_that_judge_nobody_are_fine(self, town):
        assert self.write(town, text="11月清占道 12 次，派出所和城管分局都说配合好，十分感谢。").pk

    def test_once_a_year(self, town):
        self.write(town)
        with pytest.raises(Refused):
            self.write(town)
        assert self.write(town, year=clock.today().year - 1).pk
        with pytest.raises(Refused):
            self.write(town, year=clock.today().year + 1)
        first = YearlyOpinion.objects.first()
        first.pk = commands.opinions.new_id()
        with pytest.raises(IntegrityError), transaction.atomic():
            first.save(force_insert=True)

    def test_only_the_streets_leader_about_people_stationed_there(self, town):
        for by in ("clerk", "parks", "district"):
            with pytest.raises(NotYours):
                self.write(town, by=by)
        with pytest.raises(Refused):
            self.write(town, post_id=Post.objects.get(user=town.users["heating"]).pk)

    def test_who_may_read_it(self, town):
        self.write(town)
        seen = {n for n in town.users if queries.opinions_listed(town.actor(n)).exists()}
        assert seen == {"leader", "squad"}
