"""The staff's doors of cases: statuses, panels in their true state, what was typed stays, statement budgets."""

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongzhi.kit.reference import warm
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.models import CallBack, Case, Rating, Stage
from gongzhi.work.whistles import commands as whistles

QUIET = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.fixture
def browser(town):
    def signed_in(account):
        client = Client()
        client.force_login(town.users[account], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


def statements(client, address):
    """Every statement of a page on both databases; BEGIN and COMMIT not counted."""
    warm()  # as every web process does at its start
    with (
        CaptureQueriesContext(connections["default"]) as one,
        CaptureQueriesContext(connections["keys"]) as two,
    ):
        answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:400]
    return [row["sql"] for row in (*one, *two) if not row["sql"].startswith(QUIET)]


@pytest.fixture
def raised(town, told):
    case = told(name="李明", phone="13812345678", consent=True)
    cases.raise_up(town.head, case.pk, reason="网格办不了")
    cases.raise_up(town.worker, case.pk, reason="社区办不了")
    return case


@pytest.fixture
def called(town, raised):
    ids = [town.organisations.heating.pk, town.organisations.civil.pk]
    call = [{"organisation_id": one, "lead": at == 0} for at, one in enumerate(ids)]
    whistle = whistles.propose(town.clerk, raised.pk, kind="unsolved", call=call, request="请到场处理")
    whistles.sign(town.leader, whistle.pk)
    return raised


class TestCasePage:
    def test_at_most_five_statements_sign_in_included(self, browser, called):
        assert len(statements(browser("clerk"), f"/cases/{called.pk}/")) <= 5
        assert len(statements(browser("heating"), f"/cases/{called.pk}/")) <= 5

    def test_the_number_of_rows_does_not_matter(self, browser, town, called, told):
        before = len(statements(browser("clerk"), f"/cases/{called.pk}/"))
        for _again in range(5):
            told()
            cases.remark(town.clerk, called.pk, text="又来看了一次")
        assert len(statements(browser("clerk"), f"/cases/{called.pk}/")) == before

    def test_what_may_not_be_seen_does_not_exist(self, browser, raised):
        assert browser("parks").get(f"/cases/{raised.pk}/").status_code == 404
        assert browser("system").get(f"/cases/{raised.pk}/").status_code == 404

    def test_a_stranger_is_asked_to_sign_in(self, raised):
        answer = Client().get(f"/cases/{raised.pk}/")
        assert answer.status_code == 302
        assert answer.url.startswith("/account/login/")

    def test_the_wrong_person_has_no_button(self, browser, raised):
        page = browser("neighbour").get(f"/cases/{raised.pk}/").content.decode()
        assert f"/cases/{raised.pk}/resolve/" not in page
        assert f"/cases/{raised.pk}/resolve/" in browser("clerk").get(f"/cases/{raised.pk}/").content.decode()

    def test_forbidden_is_403_and_nothing_happened(self, browser, raised):
        answer = browser("worker").post(f"/cases/{raised.pk}/resolve/", {"measures": "办好了"})
        assert answer.status_code == 403
        assert Case.objects.get(pk=raised.pk).stage == Stage.REPORTED

    def test_the_wrong_moment_is_409_with_the_panel_as_it_is(self, browser, town, raised):
        cases.accept(town.clerk, raised.pk)
        answer = browser("clerk").post(f"/cases/{raised.pk}/accept/", headers={"HX-Request": "true"})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert 'id="case-panel"' in page
        assert "在办" in page
        assert f"/cases/{raised.pk}/accept/" not in page

    def test_bad_words_are_422_and_what_was_typed_stays(self, browser, raised):
        answer = browser("clerk").post(f"/cases/{raised.pk}/resolve/", {"measures": "换了阀门"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "换了阀门" in page
        assert "答复还缺" in page

    def test_a_double_press_is_one_step(self, browser, raised):
        clerk, words = browser("clerk"), {"text": "看过现场", "key": "00000000-0000-7000-8000-000000000001"}
        for _again in range(2):
            assert clerk.post(f"/cases/{raised.pk}/remark/", words).status_code == 302
        assert clerk.get(f"/cases/{raised.pk}/").content.decode().count("看过现场") == 1

    def test_a_department_sees_no_reporter(self, browser, called):
        page = browser("heating").get(f"/cases/{called.pk}/").content.decode()
        assert "李*" not in page
        assert "reveal" not in page

    def test_the_contact_is_shown_once_for_a_reason(self, browser, raised):
        clerk = browser("clerk")
        assert "13812345678" not in clerk.get(f"/cases/{raised.pk}/").content.decode()
        assert clerk.post(f"/cases/{raised.pk}/reveal/", {"reason": ""}).status_code == 422
        assert (
            "13812345678"
            in clerk.post(f"/cases/{raised.pk}/reveal/", {"reason": "约上门时间"}).content.decode()
        )
        page = clerk.get(f"/cases/{raised.pk}/").content.decode()
        assert "13812345678" not in page
        assert "约上门时间" in page

    def test_only_what_was_asked_for(self, browser, called):
        page = browser("clerk").get(f"/cases/{called.pk}/?only=departments").content.decode()
        assert "吹哨" in page
        assert "社区办不了" not in page

    def test_its_slip_names_nobody(self, browser, raised):
        page = browser("clerk").get(f"/cases/{raised.pk}/slip/").content.decode()
        assert raised.number in page
        assert "13812345678" not in page


class TestList:
    def test_few_statements_whatever_the_number_of_rows(self, browser, told):
        for _again in range(3):
            told()
        clerk = browser("clerk")
        assert len(statements(clerk, "/cases/")) <= 3
        assert len(statements(clerk, "/cases/?q=暖气&clock=today&stage=open")) <= 4

    def test_filters_narrow_and_a_bad_one_finds_nothing(self, browser, raised, told):
        other = told(category="living-lamp", text="楼道灯坏了")
        clerk = browser("clerk")
        assert other.number in clerk.get("/cases/?q=楼道灯").content.decode()
        assert raised.number not in clerk.get("/cases/?q=楼道灯").content.decode()
        for address in ("/cases/?stage=nonsense", "/cases/?building=abc", "/cases/?department=0"):
            assert other.number not in clerk.get(address).content.decode()

    def test_a_short_word_is_refused_in_words(self, browser):
        assert browser("clerk").get("/cases/?q=灯").status_code == 422

    def test_export_and_print(self, browser, raised):
        clerk = browser("clerk")
        assert clerk.get("/cases/?as=xlsx")["Content-Type"].endswith("sheet")
        assert raised.number in clerk.get("/cases/?as=print").content.decode()


class TestBoardAndDesk:
    def test_the_board_counts_what_it_links_to(self, browser, raised):
        page = browser("clerk").get("/cases/board/").content.decode()
        assert raised.title in page
        assert "stage=reported" in page

    def test_the_desk_in_few_statements(self, browser, called, told):
        clerk = browser("clerk")
        before = len(statements(clerk, "/"))
        for _again in range(4):
            told()
        assert len(statements(clerk, "/")) == before <= 19  # a few for each room, whatever lies on the desk

    def test_one_press_from_the_desk_comes_back_to_it(self, browser, raised):
        answer = browser("clerk").post(f"/cases/{raised.pk}/accept/", {"next": "/"})
        assert answer.url == "/"


class TestFiling:
    words = {
        "text": "楼道堆了沙发，挡住消防通道",
        "category": "living-lamp",
        "channel": "counter",
        "do": "send",
    }

    def test_filed_on_somebodys_behalf(self, browser, town):
        answer = browser("worker").post(
            "/cases/new/", {**self.words, "area": town.areas.unit.pk, "name": "张大妈"}
        )
        page = answer.content.decode()
        case = Case.objects.get()
        assert case.channel == "counter"
        assert case.number in page
        assert "查询码" in page

    def test_without_a_place_what_was_typed_stays(self, browser, town):
        answer = browser("worker").post("/cases/new/", self.words)
        assert answer.status_code == 422
        assert "挡住消防通道" in answer.content.decode()
        assert not Case.objects.exists()

    def test_a_likely_duplicate_is_offered_first(self, browser, town, told):
        first = told(category="living-lamp", text="楼道堆了沙发挡住消防通道")
        worker, words = browser("worker"), {**self.words, "area": town.areas.unit.pk}
        page = worker.post("/cases/new/", words).content.decode()
        assert "可能已经有人报过" in page
        assert Case.objects.count() == 1
        worker.post("/cases/new/", {**words, "join": first.pk})
        assert Case.objects.get().reporters == 2
        worker.post("/cases/new/", {**words, "do": "anyway"})
        assert Case.objects.count() == 2

    def test_the_place_is_chosen_press_by_press(self, browser, town):
        page = (
            browser("worker")
            .post("/cases/new/", {**self.words, "pick": town.areas.building.pk, "do": ""})
            .content.decode()
        )
        assert "2单元" in page
        assert "楼道堆了沙发" in page

    def test_a_building_is_found_by_its_estate(self, browser, town):
        page = (
            browser("clerk")
            .post("/cases/new/", {**self.words, "do": "find", "find": "富丰 3栋"})
            .content.decode()
        )
        assert "富丰家园3栋" in page

    def test_departments_do_not_file(self, browser):
        assert browser("heating").get("/cases/new/").status_code == 403

    def test_the_sorting_desk_says_where(self, browser, town, told):
        from gongzhi.town.areas.places import place_of

        lost = told(at=place_of(town.areas.city.pk))
        answer = browser("sorter").post(
            f"/cases/{lost.pk}/where/", {"area": town.areas.grid.pk, "do": "send"}
        )
        assert answer.status_code == 302
        assert Case.objects.get(pk=lost.pk).street_id == town.areas.street.pk


class TestCallBack:
    @pytest.fixture
    def call(self, town, raised):
        cases.resolve(town.clerk, raised.pk, measures="换了阀门", spoken_with="李明", done_on="2026-11-23")
        Case.objects.filter(pk=raised.pk).update(eyes="street")
        cases.verify(town.leader, raised.pk)
        return CallBack.objects.create(
            case=raised,
            report=raised.reports.get(),
            organisation_id=town.organisations.calls.pk,
            round=1,
            drawn_at=raised.reported_at,
            seed="t",
        )

    def test_the_number_is_shown_for_this_call_only(self, browser, call):
        caller, address = browser("caller"), f"/cases/call-backs/{call.pk}/"
        assert "13812345678" not in caller.get(address).content.decode()
        assert "13812345678" in caller.post(f"{address}dial/").content.decode()
        assert "13812345678" not in caller.get(address).content.decode()

    def test_rated_by_telephone(self, browser, call):
        words = {"contacted": "yes", "solved": "yes", "satisfaction": "good"}
        assert browser("caller").post(f"/cases/call-backs/{call.pk}/rate/", words).status_code == 302
        assert Rating.objects.get().via == "phone"
        assert CallBack.objects.get().stage == CallBack.Stage.REACHED

    def test_handlers_never_see_who_is_drawn(self, browser, call):
        browser("caller").post(f"/cases/call-backs/{call.pk}/dial/")
        page = browser("clerk").get(f"/cases/{call.case_id}/").content.decode()
        assert "看号码" not in page
        assert "回访" not in page
        assert browser("clerk").get(f"/cases/call-backs/{call.pk}/").status_code == 404

    def test_twice_in_one_hour_is_refused(self, browser, call):
        caller = browser("caller")
        assert caller.post(f"/cases/call-backs/{call.pk}/tried/").status_code == 302
        assert caller.post(f"/cases/call-backs/{call.pk}/tried/").status_code == 422
