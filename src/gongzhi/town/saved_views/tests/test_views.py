"""Views: one's own, shared by leaders and clerks, first of a list; limits, races, and nothing of them in the journal."""

import threading

import pytest
from django.db import connection, connections

from gongzhi.kit.flow import NotYours, Refused, Unseen
from gongzhi.kit.journal.models import Entry
from gongzhi.town.saved_views import commands
from gongzhi.town.saved_views.models import FirstView, View
from gongzhi.town.saved_views.queries import seen_by

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
CASES = "/cases/"


@pytest.fixture
def town(db):
    from gongzhi.demo import small

    return small.build()


@pytest.fixture
def come(town, client):
    def as_(name):
        client.force_login(town.users[name], BACKEND)
        return client

    return as_


def keep(actor, name="在办", query="stage=accepted", at=CASES):
    return commands.save_view(actor, list=at, query=query, name=name)


def seen(actor):
    return [row.name for row in seen_by(actor)]


def test_it_is_ones_own_and_nobody_else_sees_it(town):
    view = keep(town.clerk)
    assert seen(town.clerk) == ["在办"]
    assert seen(town.leader) == [] and seen(town.worker) == []
    for act in (commands.drop_view, commands.share_view, commands.open_with):
        with pytest.raises(Unseen):
            act(town.leader, view)
    with pytest.raises(Unseen):
        commands.rename_view(town.leader, view, name="别的")


def test_the_same_name_becomes_what_is_shown_now(town):
    keep(town.clerk)
    keep(town.clerk, query="?sort=due_at&stage=called&after=x&as=xlsx&view=3")
    assert View.objects.get().query == "sort=due_at&stage=called"


def test_sharing_is_for_leaders_and_clerks_and_within_their_organisation(town):
    view = commands.share_view(town.clerk, keep(town.clerk))
    assert seen(town.leader) == ["在办"]
    assert seen(town.worker) == [] and seen(town.heating) == []
    commands.rename_view(town.leader, view, name="在办的")
    assert seen(town.clerk) == ["在办的"]
    with pytest.raises(NotYours):
        commands.share_view(town.head, keep(town.head))


def test_whoever_only_sees_a_shared_view_may_use_but_not_change_it(town):
    view = commands.share_view(town.worker, keep(town.worker))
    assert seen(town.head) == ["在办"]  # the grid's head belongs to the community's office
    commands.open_with(town.head, view)
    with pytest.raises(NotYours):
        commands.rename_view(town.head, view, name="改")
    commands.withdraw_view(town.secretary, view)
    assert seen(town.head) == [] and not FirstView.objects.exists()
    assert seen(town.worker) == ["在办"]


def test_somebody_elses_shared_view_is_taken_away_not_destroyed(town):
    view = commands.share_view(town.clerk, keep(town.clerk))
    commands.drop_view(town.leader, view)
    assert View.objects.get().organisation_id is None
    commands.drop_view(town.clerk, view)
    assert not View.objects.exists()


def test_one_first_view_of_a_list(town):
    one, two = keep(town.clerk), keep(town.clerk, "逾期", "clock=over")
    commands.open_with(town.clerk, one)
    commands.open_with(town.clerk, two)
    assert [row.view_id for row in FirstView.objects.all()] == [two.pk]
    commands.open_with(town.clerk, two, on=False)
    assert not FirstView.objects.exists()


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "字" * 31}, "name"),
        ({"name": "找13812345678"}, "name"),
        ({"query": "q=13812345678"}, None),
        ({"query": "q=138+1234+5678"}, None),
        ({"query": "q=" + "a" * 1001}, None),
        ({"at": "/elsewhere/"}, None),
    ],
)
def test_refused_words(town, words, field):
    with pytest.raises(Refused) as wrong:
        keep(town.clerk, **words)
    assert wrong.value.field == field
    assert not View.objects.exists() and not Entry.objects.filter(verb="save_view").exists()


def test_limits_are_records(town, set_rule):
    set_rule("views.most_own", 1)
    set_rule("views.most_shared", 1)
    commands.share_view(town.clerk, keep(town.clerk))
    with pytest.raises(Refused, match="最多存 1 个"):
        keep(town.clerk, "第二个")
    keep(town.clerk, at="/tasks/")
    with pytest.raises(Refused, match="最多共享 1 个"):
        commands.share_view(town.leader, keep(town.leader, "第二个"))


def test_names_are_one_of_a_kind_also_when_shared(town):
    commands.share_view(town.clerk, keep(town.clerk))
    with pytest.raises(Refused, match="换个名字"):
        commands.share_view(town.leader, keep(town.leader))
    two = keep(town.clerk, "逾期")
    with pytest.raises(Refused, match="换个名字"):
        commands.rename_view(town.clerk, two, name="在办")


def test_the_journal_says_that_and_not_what(town):
    view = keep(town.clerk, "张三家", "q=张三")
    commands.rename_view(town.clerk, view, name="张三家的")
    commands.share_view(town.clerk, view)
    rows = list(Entry.objects.filter(subject_kind="saved_views.view"))
    assert [row.verb for row in rows] == ["save_view", "rename_view", "share_view"]
    assert not any("张三" in str(row.details) for row in rows)


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_keep_to_the_limit(transactional_db, set_rule):
    from gongzhi.demo import small

    town = small.build()
    set_rule("views.most_own", 1)
    actor, wrong, together = town.clerk, [], threading.Barrier(2)

    def work(name):
        together.wait(5)
        try:
            keep(actor, name)
        except Refused as refused:
            wrong.append(refused.message)
        finally:
            for alias in connections:
                connections[alias].close()

    threads = [threading.Thread(target=work, args=(name,)) for name in ("一", "二")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert View.objects.count() == 1 and len(wrong) == 1
    connection.close()


class TestPages:
    def test_kept_from_the_list_and_opened_again(self, come):
        client = come("clerk")
        given = {
            "list": CASES,
            "query": "stage=open&sort=due_at",
            "name": "在手的",
            "share": "1",
            "first": "1",
        }
        answer = client.post("/me/views/save/", given, follow=True)
        page = answer.content.decode()
        assert "已存为视图“在手的”" in page and 'aria-current="true">' in page
        view = View.objects.get()
        assert client.get(CASES).headers["Location"] == view.url
        assert client.get(f"{CASES}?view=0").status_code == 200
        assert "在手的" in come("leader").get(CASES).content.decode()  # shared, and no first view of theirs

    def test_a_refused_name_comes_back_with_what_was_typed(self, come):
        given = {"list": CASES, "query": "stage=open", "name": "13812345678", "share": "1"}
        answer = come("clerk").post("/me/views/save/", given)
        page = answer.content.decode()
        assert answer.status_code == 422 and 'value="13812345678"' in page and "stage=open" in page
        assert "/cases/?stage=open" in page

    def test_a_name_that_cannot_be_shared_is_not_kept_either(self, come, town):
        commands.share_view(town.leader, keep(town.leader))
        given = {"list": CASES, "query": "", "name": "在办", "share": "1"}
        assert come("clerk").post("/me/views/save/", given).status_code == 422
        assert View.objects.filter(user=town.users["clerk"]).count() == 0

    def test_put_in_order_on_ones_own_page(self, come, town):
        view, client = keep(town.clerk), come("clerk")
        assert "还没有视图" in come("leader").get("/me/views/").content.decode()
        client = come("clerk")
        for step in ("share", "first", "not-first", "withdraw"):
            assert client.post(f"/me/views/{view.pk}/{step}/").status_code == 302
        assert client.post(f"/me/views/{view.pk}/rename/", {"name": "新名字"}).status_code == 302
        assert "新名字" in client.get("/me/views/").content.decode()
        wrong = client.post(f"/me/views/{view.pk}/rename/", {"name": "找13812345678"})
        assert wrong.status_code == 422 and 'value="找13812345678"' in wrong.content.decode()
        assert come("leader").post(f"/me/views/{view.pk}/drop/").status_code == 404
        assert come("clerk").post(f"/me/views/{view.pk}/drop/").status_code == 302
        assert not View.objects.exists()

    def test_a_view_whose_sort_is_gone_still_opens(self, come, town):
        view = keep(town.clerk, query="sort=gone&stage=open")
        answer = come("clerk").get(view.url, follow=True)
        assert answer.status_code == 200 and "排序已经没有了" in answer.content.decode()
        assert come("clerk").get("/cases/?sort=gone").status_code == 404

    def test_heads_may_keep_but_are_offered_no_sharing(self, come):
        page = come("head").get(CASES).content.decode()
        assert "存为视图" in page and 'name="share"' not in page
