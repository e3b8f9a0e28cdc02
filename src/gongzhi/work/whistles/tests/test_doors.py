"""The pages of the whistle: compose, sign, inbox, report-in, disputes; statuses and what each role may press."""

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongzhi.kit.reference import warm
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.models import Case
from gongzhi.work.whistles import commands as whistles
from gongzhi.work.whistles.models import Dispute, ReportIn, Whistle

QUIET = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@pytest.fixture
def browser(town):
    def signed_in(account):
        client = Client()
        client.force_login(town.users[account], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def raised(town, told):
    case = told(name="李明", phone="13812345678", consent=True)
    cases.raise_up(town.head, case.pk, reason="网格办不了")
    cases.raise_up(town.worker, case.pk, reason="社区办不了")
    return case


@pytest.fixture
def whistle(town, raised):
    ids = [town.organisations.heating.pk, town.organisations.civil.pk]
    call = [{"organisation_id": one, "lead": at == 0} for at, one in enumerate(ids)]
    made = whistles.propose(town.clerk, raised.pk, kind="unsolved", call=call, request="请到场查明原因")
    return whistles.sign(town.leader, made.pk)


def call_of(whistle, organisation):
    return ReportIn.objects.get(whistle=whistle, organisation_id=organisation.pk)


def count(client, address):
    warm()
    with (
        CaptureQueriesContext(connections["default"]) as one,
        CaptureQueriesContext(connections["keys"]) as two,
    ):
        assert client.get(address).status_code == 200
    return sum(not row["sql"].startswith(QUIET) for row in (*one, *two))


class TestCompose:
    words = {"kind": "unsolved", "arrive": "usual", "request": "请供热办到场查明原因"}

    def test_the_duty_list_proposes_and_says_why(self, browser, raised):
        page = browser("clerk").get(f"/whistles/new/{raised.pk}/").content.decode()
        assert "区供热办" in page
        assert "清单31" in page
        assert "召集函预览" in page

    def test_one_press_proposes_what_the_list_says(self, browser, town, raised):
        answer = browser("worker").post(f"/whistles/new/{raised.pk}/", self.words)
        whistle = Whistle.objects.get()
        assert answer.url == f"/whistles/{whistle.pk}/"
        assert [row["organisation_id"] for row in whistle.proposals] == [
            town.organisations.heating.pk,
            town.organisations.civil.pk,
        ]

    def test_another_choice_needs_a_reason(self, browser, town, raised):
        other = town.organisations.civil.pk
        clerk, words = browser("clerk"), {**self.words, f"role_{other}": "none"}
        answer = clerk.post(f"/whistles/new/{raised.pk}/", words)
        assert answer.status_code == 422
        assert "请写理由" in answer.content.decode()
        assert "请供热办到场查明原因" in answer.content.decode()
        clerk.post(f"/whistles/new/{raised.pk}/", {**words, f"why_{other}": "没有老人需要照看"})
        assert len(Whistle.objects.get().proposals) == 1

    def test_a_department_is_added_from_the_directory(self, browser, town, raised):
        parks = town.organisations.parks.pk
        clerk, address = browser("clerk"), f"/whistles/new/{raised.pk}/"
        page = clerk.post(address, {**self.words, "add": parks, "redraw": "1"}).content.decode()
        assert f'name="role_{parks}"' in page
        clerk.post(
            address, {**self.words, "org": [parks], f"role_{parks}": "help", f"why_{parks}": "路面要围挡"}
        )
        assert parks in [row["organisation_id"] for row in Whistle.objects.get().proposals]

    def test_the_letter_follows_the_words(self, browser, raised):
        page = (
            browser("clerk")
            .post(f"/whistles/new/{raised.pk}/letter/", {**self.words, "request": "请带测温枪"})
            .content.decode()
        )
        assert "请带测温枪" in page
        assert 'id="letter"' in page
        assert not Whistle.objects.exists()

    def test_nothing_asked_for_is_422(self, browser, raised):
        assert (
            browser("clerk").post(f"/whistles/new/{raised.pk}/", {**self.words, "request": ""}).status_code
            == 422
        )

    def test_only_the_leader_on_duty_sounds_at_once(self, browser, raised):
        words = {**self.words, "kind": "emergency", "at_once": "1"}
        assert browser("leader").post(f"/whistles/new/{raised.pk}/", words).status_code == 403

    def test_a_department_does_not_whistle(self, browser, raised):
        assert browser("heating").get(f"/whistles/new/{raised.pk}/").status_code == 404
        assert browser("dispatcher").get(f"/whistles/new/{raised.pk}/").status_code == 403

    def test_a_called_case_is_409(self, browser, whistle, raised):
        assert browser("clerk").get(f"/whistles/new/{raised.pk}/").status_code == 409


class TestSigning:
    def test_signed_from_the_desk_by_one_press(self, browser, town, raised):
        browser("clerk").post(f"/whistles/new/{raised.pk}/", TestCompose.words)
        leader, whistle = browser("leader"), Whistle.objects.get()
        assert f"/whistles/{whistle.pk}/sign/" in leader.get("/whistles/signing/").content.decode()
        assert (
            leader.post(f"/whistles/{whistle.pk}/sign/", {"next": "/whistles/signing/"}).url
            == "/whistles/signing/"
        )
        assert Case.objects.get().stage == "called"

    def test_the_clerk_has_no_such_button(self, browser, raised):
        clerk = browser("clerk")
        clerk.post(f"/whistles/new/{raised.pk}/", TestCompose.words)
        whistle = Whistle.objects.get()
        assert "/sign/" not in clerk.get(f"/whistles/{whistle.pk}/").content.decode()
        assert clerk.post(f"/whistles/{whistle.pk}/sign/").status_code == 403

    def test_declining_needs_a_reason(self, browser, raised):
        browser("clerk").post(f"/whistles/new/{raised.pk}/", TestCompose.words)
        leader, whistle = browser("leader"), Whistle.objects.get()
        assert leader.post(f"/whistles/{whistle.pk}/decline/", {"reason": ""}).status_code == 422
        leader.post(f"/whistles/{whistle.pk}/decline/", {"reason": "社区可以先协调物业"})
        assert "社区可以先协调物业" in browser("clerk").get(f"/cases/{raised.pk}/").content.decode()


class TestInbox:
    def test_by_the_time_to_arrive_with_the_panel_beside(self, browser, whistle, raised):
        page = browser("heating").get("/whistles/inbox/").content.decode()
        assert raised.title in page
        assert "报到" in page
        assert "李*" not in page

    def test_reporting_in_comes_back_to_the_inbox(self, browser, town, whistle):
        mine = call_of(whistle, town.organisations.heating)
        answer = browser("heating").post(
            f"/whistles/in/{mine.pk}/report_in/", {"attending": "陈志刚", "next": "/whistles/inbox/"}
        )
        assert answer.url == "/whistles/inbox/"
        assert call_of(whistle, town.organisations.heating).stage == "present"

    def test_another_department_sees_nothing(self, browser, town, whistle):
        mine = call_of(whistle, town.organisations.heating)
        parks = browser("parks")
        assert parks.get(f"/whistles/in/{mine.pk}/").status_code == 404
        assert parks.post(f"/whistles/in/{mine.pk}/report_in/").status_code == 404

    def test_the_other_called_one_sees_no_button(self, browser, town, whistle):
        mine = call_of(whistle, town.organisations.heating)
        assert browser("civil").get(f"/whistles/in/{mine.pk}/").status_code == 404

    def test_finishing_before_arriving_is_409(self, browser, town, whistle):
        mine = call_of(whistle, town.organisations.heating)
        answer = browser("heating").post(f"/whistles/in/{mine.pk}/finish/", {"measures": "修好了"})
        assert answer.status_code == 409
        assert "待报到" in answer.content.decode()

    def test_a_reply_without_its_elements_is_422_and_stays(self, browser, town, whistle):
        mine = call_of(whistle, town.organisations.heating)
        whistles.report_in(town.heating, mine.pk)
        answer = browser("heating").post(f"/whistles/in/{mine.pk}/finish/", {"measures": "换了立管阀门"})
        assert answer.status_code == 422
        assert "换了立管阀门" in answer.content.decode()

    def test_few_statements_whatever_the_number(self, browser, town, whistle, told):
        heating = browser("heating")
        before = count(heating, "/whistles/inbox/")
        for _again in range(3):
            case = told()
            cases.raise_up(town.head, case.pk, reason="网格办不了")
            call = [{"organisation_id": town.organisations.heating.pk, "lead": True}]
            whistles.sign(
                town.leader,
                whistles.propose(town.clerk, case.pk, kind="unsolved", call=call, request="请到场").pk,
            )
        assert count(heating, "/whistles/inbox/") == before <= 10

    def test_export(self, browser, whistle):
        assert browser("heating").get("/whistles/inbox/?as=xlsx")["Content-Type"].endswith("sheet")

    def test_the_letter_is_read_by_the_called(self, browser, whistle):
        assert "请到场查明原因" in browser("heating").get(f"/whistles/{whistle.pk}/letter/").content.decode()
        assert browser("parks").get(f"/whistles/{whistle.pk}/letter/").status_code == 404


class TestDispute:
    @pytest.fixture
    def about(self, town, whistle):
        mine = call_of(whistle, town.organisations.civil)
        return whistles.dispute(
            town.civil,
            mine.pk,
            clause="清单第47条",
            text="路面恢复由供热单位负责",
            owner_id=town.organisations.parks.pk,
        )

    def test_the_street_may_add_and_the_district_decides(self, browser, about):
        street, district = browser("clerk"), browser("dispatcher")
        address = f"/whistles/disputes/{about.pk}/"
        assert f"{address}uphold/" not in street.get(address).content.decode()
        assert street.post(f"{address}say_more/", {"text": "老人确实需要照看"}).status_code == 302
        assert "老人确实需要照看" in district.get(address).content.decode()
        assert district.post(f"{address}uphold/", {"decision": ""}).status_code == 422
        assert district.post(f"{address}uphold/", {"decision": "按清单第31条，民政局配合"}).status_code == 302
        assert Dispute.objects.get().stage == "upheld"
        assert street.post(f"{address}say_more/", {"text": "再说一句"}).status_code == 409

    def test_decided_ones_are_precedents_of_the_category(self, browser, town, about, told):
        whistles.uphold(town.dispatcher, about.pk, decision="按清单第31条，民政局配合")
        case = told()
        cases.raise_up(town.head, case.pk, reason="网格办不了")
        call = [{"organisation_id": town.organisations.civil.pk, "lead": True}]
        second = whistles.sign(
            town.leader,
            whistles.propose(town.clerk, case.pk, kind="unsolved", call=call, request="请到场").pk,
        )
        mine = call_of(second, town.organisations.civil)
        other = whistles.dispute(town.civil, mine.pk, clause="清单第47条", text="还是不归我们管")
        page = browser("dispatcher").get(f"/whistles/disputes/{other.pk}/").content.decode()
        assert "按清单第31条，民政局配合" in page

    def test_the_mark_stands_on_the_case(self, browser, about, whistle):
        page = browser("clerk").get(f"/cases/{whistle.case_id}/").content.decode()
        assert "1 项争议" in page
        assert "补充争议说明" in page


class TestFigures:
    def test_a_figure_opens_the_records_that_it_counts(self, browser, town, whistle, told):
        mine = call_of(whistle, town.organisations.heating)
        whistles.report_in(town.heating, mine.pk)
        again = told()
        cases.raise_up(town.head, again.pk, reason="网格办不了")
        page = browser("clerk").get(f"/whistles/new/{again.pk}/").content.decode()
        assert "1 / 1" in page
        listed = (
            browser("clerk")
            .get(f"/whistles/arrivals/?department={town.organisations.heating.pk}")
            .content.decode()
        )
        assert listed.count('class="ttl"') == 1
