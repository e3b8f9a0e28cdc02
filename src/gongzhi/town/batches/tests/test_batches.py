"""Batches: they wait and can be undone; then each thing by its own command, once, under the rights of that moment."""

import threading
from datetime import timedelta

import pytest
from django.db import connections

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.kit.journal.models import Entry
from gongzhi.town.batches import carrying, commands, kinds
from gongzhi.town.batches.models import Batch
from gongzhi.town.notices.models import Notice
from gongzhi.town.people.models import Post, User
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.models import Case, Stage

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SOON = timedelta(seconds=9)
LATER = timedelta(seconds=11)


def build(n=3):
    """A city with ``n`` cases at the street's desk."""
    from gongzhi.demo import small
    from gongzhi.work.cases.catalogue import catalogue
    from gongzhi.work.cases.commands.intake import Telling

    town = small.build()
    town.__dict__["made"] = [
        cases.report(
            town.clerk,
            channel="counter",
            category=catalogue().coded("living-lamp"),
            at=town.place,
            telling=Telling(text=f"第{n}盏路灯不亮"),
        )
        for n in range(n)
    ]
    for case in town.made:
        cases.raise_up(town.head, case.pk, reason="网格没有灯泡")
        cases.raise_up(town.worker, case.pk, reason="物业不管路灯")
    return town


@pytest.fixture
def town(db):
    return build()


@pytest.fixture
def come(town, client):
    def as_(name):
        client.force_login(town.users[name], BACKEND)
        return client

    return as_


def ask(town, verb="accept", words="", by=None, ids=None):
    ids = [case.pk for case in town.made] if ids is None else ids
    return commands.ask_batch(by or town.clerk, kind="cases", verb=verb, ids=ids, words=words)


def later(by=LATER):
    """The worker's look, after a while."""
    with clock.at(clock.now() + by):
        return carrying.take_due()


def stages(town):
    return {case.stage for case in Case.objects.filter(pk__in=[case.pk for case in town.made])}


def test_it_waits_ten_seconds_and_is_taken_thing_by_thing(town):
    batch = ask(town)
    assert later(SOON) == 0 and stages(town) == {Stage.REPORTED}
    assert later() == 1 and stages(town) == {Stage.ACCEPTED}
    rows = Entry.objects.filter(subject_kind="cases.case", verb="accept")
    assert rows.count() == 3 and {row.actor_label for row in rows} == {"赵国强"}
    batch.refresh_from_db()
    assert batch.stage == Batch.Stage.TAKEN and batch.done == 3 and not batch.refused
    assert later() == 0


def test_undone_in_time_nothing_happened(town):
    batch = ask(town)
    commands.undo_batch(town.clerk, batch)
    assert later() == 0 and stages(town) == {Stage.REPORTED}
    assert [row.verb for row in Entry.objects.filter(subject_kind="batches.batch")] == [
        "ask_batch",
        "undo_batch",
    ]
    with pytest.raises(NotNow):
        commands.undo_batch(town.clerk, batch)


def test_too_late_is_said(town):
    batch = ask(town)
    later()
    with pytest.raises(NotNow, match="来不及"):
        commands.undo_batch(town.clerk, batch)
    with pytest.raises(Unseen):
        commands.undo_batch(town.leader, batch)


def test_what_is_refused_says_why_and_its_person_is_told(town):
    cases.accept(town.clerk, town.made[0].pk)
    batch = ask(town)
    later()
    batch.refresh_from_db()
    assert batch.done == 2 and "现在是" in batch.results[str(town.made[0].pk)]
    notice = Notice.objects.get(kind="batch.refused")
    assert notice.user_id == town.users["clerk"].pk and notice.url == f"/me/batches/{batch.pk}/"


def test_the_rights_are_those_of_the_moment(town):
    ask(town)
    Post.objects.filter(user=town.users["clerk"]).update(valid_to=clock.today() - timedelta(days=1))
    later()
    assert stages(town) == {Stage.REPORTED} and Batch.objects.get().refused == 3


def test_an_account_closed_meanwhile_does_nothing(town):
    ask(town)
    User.objects.filter(username="clerk").update(is_active=False)
    later()
    assert stages(town) == {Stage.REPORTED}


def test_steps_are_written_under_the_post_one_acted_under(town):
    user = town.users["clerk"]
    other = Post.objects.create(
        user=user, role="street_leader", organisation=town.organisations.street, area=town.areas.street,
        valid_from="2020-01-01",
    )  # fmt: skip
    from dataclasses import replace

    ask(town, by=replace(town.clerk, acting_as=other.pk))
    later()
    assert set(Entry.objects.filter(verb="accept").values_list("post_id", flat=True)) == {other.pk}


def test_words_go_along_and_are_asked_for(town):
    with pytest.raises(Refused, match="要写说明"):
        ask(town, "remark")
    with pytest.raises(Refused, match="手机号"):
        ask(town, "remark", "打13812345678")
    ask(town, "remark", "今天一起巡过")
    later()
    assert Entry.objects.filter(verb="remark", details__text="今天一起巡过").count() == 3


@pytest.mark.parametrize("wrong", ["rate", "nonsense", "purge"])
def test_no_other_steps(town, wrong):
    with pytest.raises(Refused):
        ask(town, wrong)


def test_only_what_ones_posts_can_take(town):
    with pytest.raises(NotYours):
        ask(town, by=town.heating)
    offered = {one.verb for one in kinds.get("cases").open_to(town.head)}
    assert "accept" in offered and "hand_down" not in offered
    assert [one.verb for one in kinds.get("cases").open_to(town.heating)] == ["remark"]


def test_none_too_many_or_no_such_thing(town, set_rule):
    with pytest.raises(Refused, match="还没有选"):
        ask(town, ids=[])
    with pytest.raises(Refused, match="认不出来"):
        ask(town, ids=["x"])
    set_rule("batches.most", 2)
    with pytest.raises(Refused, match="最多办 2 件"):
        ask(town)


def test_a_worker_that_died_half_way_is_followed_by_another_and_nothing_is_done_twice(town, monkeypatch):
    batch = ask(town, "remark", "一起巡过")
    real, taken = carrying.take, []

    def dies(batch, actor, pk):
        if len(taken) == 2:
            raise SystemExit
        taken.append(pk)
        return real(batch, actor, pk)

    monkeypatch.setattr(carrying, "take", dies)
    with pytest.raises(SystemExit):
        later()
    monkeypatch.setattr(carrying, "take", real)
    assert later() == 0  # the dead one's claim still holds
    assert later(timedelta(minutes=2)) == 1
    batch.refresh_from_db()
    assert batch.done == 3 and Entry.objects.filter(verb="remark").count() == 3


def test_a_fault_in_one_thing_does_not_stop_the_others(town, monkeypatch):
    real = cases.accept

    def breaks(actor, pk, **more):
        if str(pk) == str(town.made[1].pk):
            raise ZeroDivisionError
        return real(actor, pk, **more)

    monkeypatch.setattr(kinds.get("cases").commands, "accept", breaks)
    batch = ask(town)
    later()
    batch.refresh_from_db()
    assert batch.done == 2 and batch.results[str(town.made[1].pk)].startswith("系统出了错")


def test_month_old_ones_go(town):
    ask(town)
    with clock.at(clock.now() + timedelta(days=31)):
        assert carrying.sweep() == 1


@pytest.mark.slow
def test_a_thousand_rows_are_journalled_row_by_row(town):
    from gongzhi.work.cases.catalogue import catalogue
    from gongzhi.work.cases.commands.intake import Telling

    for n in range(997):
        cases.report(
            town.head, channel="head", category=catalogue().coded("living-lamp"), at=town.place,
            telling=Telling(text=f"楼道灯不亮{n}"),
        )  # fmt: skip
    ids = list(Case.objects.values_list("pk", flat=True))
    batch = commands.ask_batch(town.leader, kind="cases", verb="remark", ids=ids, words="统一更换声控灯")
    later()
    batch.refresh_from_db()
    assert (len(ids), batch.done) == (1000, 1000)
    assert Entry.objects.filter(verb="remark").values("subject_id").distinct().count() == 1000


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def race(self, *works):
        wrong, together = [], threading.Barrier(len(works))

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
        return wrong

    def test_two_workers_take_it_once(self, transactional_db):
        town = build()
        ask(town, "remark", "巡过")
        assert not self.race(later, later)
        assert Entry.objects.filter(verb="remark").count() == 3
        assert Batch.objects.get().done == 3

    def test_undone_in_the_last_moment_it_is_either_undone_or_done(self, transactional_db):
        town = build()
        batch, clerk = ask(town), town.clerk
        wrong = self.race(later, lambda: commands.undo_batch(clerk, batch))
        batch.refresh_from_db()
        if batch.stage == Batch.Stage.UNDONE:
            assert stages(town) == {Stage.REPORTED} and not wrong
        else:
            assert stages(town) == {Stage.ACCEPTED} and [type(one) for one in wrong] == [NotNow]


class TestPages:
    def test_from_the_list_to_its_bar_and_back(self, come, town):
        client = come("clerk")
        page = client.get("/cases/?stage=open").content.decode()
        assert 'name="one"' in page and "选中的一起办" in page
        given = {
            "verb": "accept",
            "one": [case.pk for case in town.made],
            "next": "/cases/?stage=open",
            "key": "k",
        }
        answer = client.post("/me/batches/ask/cases/", given)
        batch = Batch.objects.get()
        assert answer.headers["Location"] == f"/cases/?stage=open&batch={batch.pk}"
        assert client.post("/me/batches/ask/cases/", given).headers["Location"].endswith(str(batch.pk))
        assert Batch.objects.count() == 1  # a double press is one batch
        assert f"/me/batches/{batch.pk}/bar/" in client.get(answer.headers["Location"]).content.decode()
        bar = client.get(f"/me/batches/{batch.pk}/bar/").content.decode()
        assert "撤销" in bar and "hx-get" in bar
        later()
        done = client.get(f"/me/batches/{batch.pk}/bar/?seen=under-way")
        assert done.headers["HX-Trigger"] == "gz:stale" and "办成 3 件" in done.content.decode()
        assert "hx-get" not in done.content.decode()

    def test_undo_from_the_bar_and_from_the_page(self, come, town):
        client, one = come("clerk"), ask(town)
        assert (
            "已撤销"
            in client.post(f"/me/batches/{one.pk}/undo/", headers={"HX-Request": "true"}).content.decode()
        )
        two = ask(town)
        assert client.post(f"/me/batches/{two.pk}/undo/").status_code == 302
        late = client.post(f"/me/batches/{two.pk}/undo/")
        assert late.status_code == 409 and "来不及" in late.content.decode()

    def test_everything_that_the_filters_find(self, come, town):
        given = {"verb": "remark", "text": "都看过", "all": "1", "query": "stage=reported"}
        come("clerk").post("/me/batches/ask/cases/", given)
        assert set(Batch.objects.get().ids) == {str(case.pk) for case in town.made}

    def test_missing_words_keep_what_was_chosen(self, come, town):
        given = {"verb": "remark", "text": "", "one": [town.made[0].pk], "key": "k"}
        answer = come("clerk").post("/me/batches/ask/cases/", given)
        page = answer.content.decode()
        assert answer.status_code == 422 and str(town.made[0].pk) in page and "要写说明" in page
        assert not Batch.objects.exists()

    def test_the_page_says_why_one_by_one_and_is_ones_own(self, come, town):
        cases.accept(town.clerk, town.made[0].pk)
        batch = ask(town)
        later()
        page = come("clerk").get(f"/me/batches/{batch.pk}/").content.decode()
        assert "没有办" in page and town.made[0].title in page and "现在是" in page
        assert come("leader").get(f"/me/batches/{batch.pk}/").status_code == 404

    def test_boxes_are_no_part_of_exports_and_prints(self, come):
        assert 'type="checkbox"' not in come("clerk").get("/cases/?as=print").content.decode()
        assert "选</th>" not in come("clerk").get("/cases/?as=print").content.decode()

    def test_no_list_no_batch(self, come):
        assert come("clerk").post("/me/batches/ask/nothing/").status_code == 404
