"""The guide's doors: open to everybody, one's own tour first, live links by role, search, and the line for newcomers."""

import pytest
from django.test import Client

from gongzhi.config.help import finding, pages
from gongzhi.demo import small
from gongzhi.town.people.models import ADMINISTRATORS, Role, User
from tests.crawling import BACKEND, visitor


@pytest.fixture
def town(db):
    return small.build()


def read(client, address, **more):
    answer = client.get(address, **more)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_everybody_may_read_everything_and_nothing_is_asked_of_the_database(db, django_assert_num_queries):
    client = Client()
    read(client, "/help/head/")  # words and names lie in memory from here on
    for slug in ("", *pages.TOURS, *pages.TOPICS):
        address = f"/help/{slug}/" if slug else "/help/"
        with django_assert_num_queries(0):
            words = read(client, address)
        assert "/account/logout/" not in words
    assert client.get("/help/nothing/").status_code == 404
    assert client.post("/help/").status_code == 405


def test_reading_it_signed_in_costs_only_who_is_asking(town, django_assert_max_num_queries):
    client = visitor(town.users["clerk"])
    read(client, "/help/")
    with django_assert_max_num_queries(1):
        read(client, "/help/street-clerk/")


@pytest.mark.parametrize(
    "account, slug",
    [("head", "head"), ("secretary", "community"), ("clerk", "street-clerk"), ("heating_chief", "department"),
     ("mayor", "leaders"), ("district", "leaders"), ("liaison", "liaison"), ("audit", "audit-admin"), (None, "resident")],
)  # fmt: skip
def test_help_leads_to_ones_own_tour(town, account, slug):
    client = visitor(town.users[account] if account else None)
    page = read(client, "/help/")
    assert f'class="btn btn-primary" href="/help/{slug}/"' in page
    start = "/me/" if account else "/r/"
    assert f'href="/help/{slug}/"' in read(client, start)


def links(words):
    article = words[words.index('<article class="help">') :]
    return {part.split('"')[0] for part in article.split('<a class="btn" href="')[1:]}


def test_a_live_link_is_drawn_only_for_who_may_open_it(town):
    """Every tour as read by everybody in service and by nobody: what is drawn opens."""
    nobody = Client()
    assert links(read(nobody, "/help/street-clerk/")) == set()
    assert links(read(nobody, "/help/resident/")) == {"/r/", "/r/trace/", "/p/"}
    for account, user in town.users.items():
        client = visitor(user)
        own = pages.slug_of(town.actor(account))
        for slug in (own, "system-admin", "street-leader", "department", "head"):
            for url in links(read(client, f"/help/{slug}/")):
                assert client.get(url, follow=True).status_code == 200, (account, slug, url)
        shown = links(read(client, f"/help/{own}/"))
        assert {way.url for step in pages.read("zh", own).steps for way in step.ways} == shown, account


def test_a_clerk_is_not_sent_to_the_administrators_pages(town):
    client = visitor(town.users["clerk"])
    assert links(read(client, "/help/system-admin/")) == {"/town/registers/", "/help/privacy/"}


@pytest.mark.parametrize(
    "language, query, title", [("zh-hans", "吹哨", "吹哨报到"), ("en", "whistle", "Whistle and report-in")]
)
def test_search_finds_titles_first(db, language, query, title):
    page = read(Client(), "/help/", query_params={"q": query}, headers={"accept-language": language})
    hits = page[page.index('id="found"') :]
    assert title in hits and hits.index(title) < hits.index("</ul>")


def test_search_by_two_words_leads_to_the_step(db):
    found = finding.found("手机 丢了")
    assert any(one.url == "/help/without-signal/#step-5" for one in found)
    assert all("手机" in f"{one.page}{one.step}{one.words}" or one.words for one in found)


def test_search_says_when_it_finds_nothing_or_too_little_is_said(db):
    assert "没有找到" in read(Client(), "/help/", query_params={"q": "量子纠缠"})
    assert "请至少输入两个字" in read(Client(), "/help/", query_params={"q": "哨"})
    assert "&lt;script&gt;" in read(Client(), "/help/", query_params={"q": "<script>alert"})


def test_the_pages_speak_the_readers_language_and_name_roles_in_the_citys_words(db, set_rule):
    set_rule("names", {"role.grid_head": "网格员"})
    assert "网格员" in read(Client(), "/help/head/")
    page = read(Client(), "/help/head/", headers={"accept-language": "en"})
    assert "Heads of grids" in page and "楼栋长" not in page


def test_the_line_for_newcomers_comes_until_it_is_put_away(town):
    user = town.users["clerk"]
    User.objects.filter(pk=user.pk).update(tour_put_away=False)
    client = visitor(user)
    assert "第一次来" in read(client, "/") and "/help/street-clerk/" in read(client, "/")
    assert "第一次来" not in read(client, "/cases/"), "only where one arrives"
    assert client.get("/me/tour/").status_code == 405
    answer = client.post("/me/tour/", {"next": "/"})
    assert answer.status_code == 302 and answer["Location"] == "/"
    assert "第一次来" not in read(client, "/")
    assert User.objects.get(pk=user.pk).tour_put_away


def test_a_new_account_is_offered_its_tour_and_the_journal_learns_nothing_of_it(town):
    from gongzhi.kit.journal.models import Entry

    account = town.users["head"]
    User.objects.filter(pk=account.pk).update(tour_put_away=False)
    client = Client()
    client.force_login(account, BACKEND)
    assert "第一次来" in read(client, "/")
    before = Entry.objects.count()
    client.post("/me/tour/")
    assert Entry.objects.count() == before
    assert User(username="x").tour_put_away is False


def test_nobody_signed_in_puts_nothing_away(db):
    answer = Client().post("/me/tour/")
    assert answer.status_code == 302 and "/account/login/" in answer["Location"]


def test_each_administrator_has_a_tour_of_their_own():
    assert len({slug for slug, roles in pages.TOURS.items() if set(roles) & set(ADMINISTRATORS)}) == 3
    assert set(Role.values) == {role for roles in pages.TOURS.values() for role in roles}
