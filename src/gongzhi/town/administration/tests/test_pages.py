"""The three administrators' pages: each for one role, none with a resident's data."""

from datetime import timedelta

import pytest

from gongzhi.kit import clock
from gongzhi.kit.jobs import running
from gongzhi.kit.jobs.models import Job
from gongzhi.kit.journal.models import Entry
from gongzhi.town.people.models import Post, SignIn, Token, User

BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGES = {"system": "/me/accounts/", "security": "/me/security/", "audit": "/me/audit/"}


@pytest.fixture
def town(db):
    from gongzhi.demo import small

    return small.build()


@pytest.fixture
def come(client, town):
    def enter(name):
        client.force_login(town.users[name], backend=BACKEND)
        return client

    return enter


def words(page):
    return page.content.decode()


@pytest.mark.parametrize("name", ["system", "security", "audit", "clerk", "leader", "mayor", "head"])
def test_each_page_is_for_one_administrator(come, name):
    client = come(name)
    for keeper, address in PAGES.items():
        assert client.get(address).status_code == (200 if keeper == name else 403)


def test_the_front_page_of_an_administrator_is_their_own(come, town):
    for name, address in PAGES.items():
        assert come(name).get("/").headers["Location"] == address
    Post.objects.filter(user=town.users["parks"]).delete()
    page = come("parks").get("/", follow=True)
    assert page.redirect_chain == [("/me/", 302)] and "还没有任职" in words(page)


def test_signed_out_is_sent_to_sign_in(client, db):
    for address in PAGES.values():
        assert client.get(address).headers["Location"].startswith("/account/login/")


def test_an_account_is_opened_given_a_post_and_closed(come, town):
    client = come("system")
    page = client.post("/me/accounts/open/", {"username": "newcomer", "name": "钱多", "phone": "13900000001"})
    made = User.objects.get(username="newcomer")
    password = words(page).split("<code>")[1].split("</code>")[0]
    assert made.check_password(password) and made.must_change
    assert password not in words(client.get(f"/me/accounts/{made.pk}/")) and "1390000" not in words(page)
    granted = {"role": "street_clerk", "organisation": "欣园街道", "area": "", "from_date": "", "to_date": ""}
    assert client.post(f"/me/accounts/{made.pk}/grant/", granted).status_code == 302
    post = Post.objects.get(user=made)
    assert (post.role, post.area_id) == ("street_clerk", town.areas.street.pk)
    wrong = client.post(f"/me/accounts/{made.pk}/grant/", {**granted, "organisation": "没有的"})
    assert wrong.status_code == 422 and "没有“没有的”" in words(wrong)
    assert client.post(f"/me/accounts/{made.pk}/switch/", {"reason": ""}).status_code == 422
    assert client.post(f"/me/accounts/{made.pk}/switch/", {"reason": "调离"}).status_code == 302
    made.refresh_from_db()
    post.refresh_from_db()
    assert not made.is_active and post.valid_to is not None
    assert not Entry.objects.filter(details__icontains=password).exists()


def test_an_initial_password_is_changed_before_anything_else(client, town):
    user = town.users["clerk"]
    user.must_change = True
    user.save()
    client.force_login(user, backend=BACKEND)
    assert client.get("/cases/").headers["Location"] == "/account/password/change/"
    assert client.get("/account/password/change/").status_code == 200
    old, new = "Gongzhi-2026", "another-long-one-77"
    user.set_password(old)
    user.save()
    client.force_login(user, backend=BACKEND)
    said = {"oldpassword": old, "password1": new, "password2": new}
    assert client.post("/account/password/change/", said).status_code == 302
    user.refresh_from_db()
    assert not user.must_change and user.check_password(new)
    assert client.get("/cases/").status_code == 200


def test_administrators_hold_no_other_post(come, town):
    client = come("system")
    for name, role in (("clerk", "audit_admin"), ("audit", "street_clerk"), ("security", "system_admin")):
        given = {"role": role, "organisation": "CITY", "area": ""}
        page = client.post(f"/me/accounts/{town.users[name].pk}/grant/", given)
        assert page.status_code == 422 and "要分开" in words(page)


def test_a_substitute_is_arranged_and_a_post_ends(come, town):
    client = come("system")
    post = Post.objects.get(user=town.users["leader"])
    given = {"post_id": post.pk, "username": "clerk", "until": clock.today() + timedelta(days=3)}
    assert client.post(f"/me/accounts/{post.user_id}/substitute/", given).status_code == 302
    assert Post.objects.filter(user=town.users["clerk"], stands_in_for=post).exists()
    assert (
        client.post(f"/me/accounts/{post.user_id}/substitute/", {**given, "username": "nobody"}).status_code
        == 422
    )
    assert client.post(f"/me/accounts/{post.user_id}/posts/{post.pk}/end/").status_code == 302
    post.refresh_from_db()
    assert post.valid_to == clock.today()
    assert client.post(f"/me/accounts/{town.users['clerk'].pk}/posts/{post.pk}/end/").status_code == 404


def test_nobody_closes_their_own_account(come, town):
    page = come("system").post(f"/me/accounts/{town.users['system'].pk}/switch/", {"reason": "试试"})
    assert page.status_code == 422 and User.objects.get(username="system").is_active


def test_sessions_end_tokens_stop_and_locks_open(come, town, client):
    from axes.models import AccessAttempt

    from gongzhi.town.people import commands

    other = town.users["clerk"]
    SignIn.objects.create(
        session_key="s" * 32, session_data="", expire_date=clock.now() + timedelta(hours=1), user=other
    )
    commands.issue_token(town.clerk, other, "对接", ["cases:read"], 30)
    AccessAttempt.objects.create(
        username="clerk", ip_address="10.0.0.1", user_agent="x", failures_since_start=9
    )
    client = come("security")
    page = words(client.get("/me/security/"))
    assert "对接" in page and "错了 9 次" in page and "s" * 32 not in page
    assert client.post(f"/me/security/{other.pk}/end/", {"reason": ""}).status_code == 422
    assert client.post(f"/me/security/{other.pk}/end/", {"reason": "手机丢了"}).status_code == 302
    assert not SignIn.objects.filter(user=other).exists()
    token = Token.objects.get(user=other)
    assert client.post(f"/me/security/tokens/{token.pk}/revoke/").status_code == 302
    assert client.post(f"/me/security/tokens/{token.pk}/revoke/").status_code == 404
    assert client.post(f"/me/security/{other.pk}/unlock/", {"reason": "本人来电"}).status_code == 302
    assert not AccessAttempt.objects.filter(username="clerk").exists()
    said = Entry.objects.filter(trunk_id=str(other.pk)).values_list("verb", flat=True)
    assert {"end_sessions", "revoke_token", "unlock_account"} <= set(said)
    assert come("clerk").post(f"/me/security/{other.pk}/end/", {"reason": "自己"}).status_code == 403


def test_the_journal_is_searched_without_its_details(come, town):
    from gongzhi.town.people import commands

    commands.end_post(town.system, Post.objects.get(user=town.users["parks"]))
    client = come("audit")
    day = clock.today().isoformat()
    for query in (
        "",
        f"?day={day}",
        "?actor=系统员",
        "?verb=end_post",
        "?kind=people.post",
        f"?id={town.users['parks'].pk}",
    ):
        assert "免职" in words(client.get(f"/me/audit/{query}")), query
    assert "没有符合" in words(client.get("/me/audit/?verb=nothing"))
    assert "没有符合" in words(client.get("/me/audit/?day=not-a-day"))
    assert client.get("/me/audit/?as=xlsx").status_code == 200
    assert client.get("/me/audit/?as=print").status_code == 200


def test_the_whole_journal_is_looked_through_by_a_job(come, town):
    client = come("audit")
    assert client.get("/me/audit/seals/").status_code == 200
    address = client.post("/me/audit/seals/verify/").headers["Location"]
    assert "排队" in words(client.get(address))
    job = Job.objects.get()
    running.run(job.pk, aside=False)
    assert "没有发现改动" in words(client.get(address, headers={"HX-Request": "true"}))
    Job.objects.update(
        result={"rows": 1, "count": 1, "faults": ["users.user 1: row 1 was changed"], "days": 0}
    )
    assert "有 1 处对不上" in words(client.get(address))
    Job.objects.update(by_id=town.users["system"].pk)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("name", "most"), [("system", 4), ("security", 7), ("audit", 3)])
def test_pages_take_a_constant_number_of_statements(come, town, name, most, django_assert_max_num_queries):
    client = come(name)
    client.get(PAGES[name])
    with django_assert_max_num_queries(most):
        client.get(PAGES[name])
