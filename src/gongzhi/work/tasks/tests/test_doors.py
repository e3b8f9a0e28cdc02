"""The pages of tasks, the duty list, duty and one's own account."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from gongzhi.kit import clock
from gongzhi.town.duty.models import Shift
from gongzhi.town.notices.models import Notice
from gongzhi.town.people.models import Post, SignIn, Token
from gongzhi.town.people.phones import short
from gongzhi.work.tasks.models import Task


@pytest.fixture
def browser(town):
    def signed_in(account):
        client = Client()
        client.force_login(town.users[account], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


class TestTasks:
    def words(self, organisation):
        return {
            "text": "把早市占道的方案报上来",
            "organisation_id": organisation.pk,
            "due_on": clock.today().isoformat(),
        }

    def test_set_answered_and_closed_by_who_set_it(self, browser, town):
        leader, worker = browser("leader"), browser("worker")
        address = leader.post("/tasks/new/", self.words(town.organisations.community)).url
        assert "/close/" not in worker.get(address).content.decode()
        assert "把早市占道的方案报上来" in worker.get("/").content.decode()
        assert worker.post(f"{address}answer/", {"result": "方案已报"}).status_code == 302
        assert worker.post(f"{address}close/").status_code == 403
        assert leader.post(f"{address}close/").status_code == 302
        assert leader.post(f"{address}close/").status_code == 409
        assert Task.objects.get().stage == "closed"

    def test_the_gate_says_why_and_what_was_typed_stays(self, browser, town):
        answer = browser("district").post("/tasks/new/", self.words(town.organisations.street))
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "事项准入" in page
        assert "把早市占道的方案报上来" in page
        assert not Task.objects.exists()

    def test_nobody_else_sees_it(self, browser, town):
        address = browser("leader").post("/tasks/new/", self.words(town.organisations.community)).url
        assert browser("heating").get(address).status_code == 404
        assert "早市占道" not in browser("heating").get("/tasks/").content.decode()


class TestDutyList:
    def test_the_list_the_gaps_and_the_reason(self, browser, town):
        clerk = browser("clerk")
        assert "区供热办" in clerk.get("/mandates/").content.decode()
        assert "楼道灯" in clerk.get("/mandates/ownerless/").content.decode()
        asked = f"/mandates/why/?category={town.categories.cold.pk}&area={town.areas.street.pk}"
        page = clerk.get(asked).content.decode()
        assert "主办" in page
        assert "清单31" in page

    def test_not_for_strangers(self, town):
        assert Client().get("/mandates/").status_code == 302


class TestDuty:
    def test_entered_then_handed_over_once(self, browser, town):
        clerk, start = browser("clerk"), clock.local() + timedelta(hours=1)
        words = {
            "starts_at": f"{start:%Y-%m-%dT%H:%M}",
            "ends_at": f"{start + timedelta(hours=12):%Y-%m-%dT%H:%M}",
            "leader_id": town.users["leader"].pk,
            "clerk_id": town.users["clerk"].pk,
        }
        assert clerk.post("/town/duty/roster/", words).status_code == 302
        assert clerk.post("/town/duty/roster/", words).status_code == 422
        shift = Shift.objects.get()
        Shift.objects.filter(pk=shift.pk).update(starts_at=clock.now() - timedelta(hours=1))
        assert "赵国强" in clerk.get("/town/duty/").content.decode()
        address = f"/town/duty/{shift.pk}/hand-over/"
        assert browser("heating").post(address, {"note": "无，一切正常"}).status_code == 403
        assert clerk.post(address, {"note": ""}).status_code == 422
        assert clerk.post(address, {"note": "无，一切正常"}).status_code == 302

    def test_nobody_tonight_is_said(self, browser):
        assert "没有排班" in browser("clerk").get("/town/duty/").content.decode()


class TestMyself:
    def test_the_post_one_acts_under_is_switched(self, browser, town):
        mine = town.users["worker"]
        second = Post.objects.create(
            user=mine, role="caller", organisation=town.organisations.calls, area=town.areas.district,
            valid_from=clock.today(),
        )  # fmt: skip
        worker = browser("worker")
        assert worker.post("/me/act-as/", {"post": second.pk, "next": "/cases/"}).url == "/cases/"
        assert "区回访中心 回访员" in worker.get("/me/").content.decode()
        assert worker.session["acting_as"] == second.pk
        other = Post.objects.get(user=town.users["leader"])
        worker.post("/me/act-as/", {"post": other.pk})
        assert worker.session["acting_as"] == second.pk

    def test_somebody_stands_in_until_a_day(self, browser, town):
        post = Post.objects.get(user=town.users["leader"])
        until = clock.today() + timedelta(days=3)
        words = {"post_id": post.pk, "username": "clerk", "until": until.isoformat()}
        leader = browser("leader")
        assert leader.post("/me/substitute/", {**words, "username": "nobody"}).status_code == 422
        assert leader.post("/me/substitute/", words).status_code == 302
        assert Post.objects.get(stands_in_for=post).user == town.users["clerk"]
        assert browser("clerk").post("/me/substitute/", words).status_code == 422

    def test_a_token_is_shown_once(self, browser):
        clerk = browser("clerk")
        page = clerk.post(
            "/me/tokens/", {"label": "报表", "scopes": ["cases:read"], "days": 30}
        ).content.decode()
        plain = re.search(r"gz_[\w-]+", page).group()
        api = {"headers": {"Authorization": f"Bearer {plain}"}}
        assert Client().get("/api/v1/cases/", **api).status_code == 200
        assert plain not in clerk.get("/me/").content.decode()
        token = Token.objects.get()
        assert browser("leader").post(f"/me/tokens/{token.pk}/revoke/").status_code == 404
        assert clerk.post(f"/me/tokens/{token.pk}/revoke/").status_code == 302
        assert Client().get("/api/v1/cases/", **api).status_code == 401

    def test_ones_own_session_elsewhere_is_ended(self, browser, town):
        here, there, other = browser("clerk"), browser("clerk"), browser("leader")
        key = short(there.session.session_key)
        other.post("/me/sessions/end/", {"session": key})
        assert there.get("/me/").status_code == 200
        here.post("/me/sessions/end/", {"session": key})
        assert there.get("/me/").status_code == 302
        assert SignIn.objects.filter(user=town.users["clerk"], expire_date__gt=clock.now()).count() == 1

    def test_a_notice_opened_is_seen(self, browser, town):
        mine, theirs = (
            Notice.objects.create(user=town.users[name], kind="k", title="到您这里", url="/cases/", once=name)
            for name in ("clerk", "leader")
        )
        clerk = browser("clerk")
        answer = clerk.post("/me/notices/seen/", {"notice": mine.pk, "next": mine.url})
        assert answer.url == "/cases/"
        clerk.post("/me/notices/seen/", {"notice": theirs.pk})
        assert [Notice.objects.get(pk=one.pk).seen_at is None for one in (mine, theirs)] == [False, True]
