"""The pages, the case's part, the decision on paper, the API; statements counted."""

import json
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongzhi.kit import clock
from gongzhi.work.enforcement import commands
from gongzhi.work.enforcement.models import DelegatedPower, EnforcementFile, Officer, Squad
from gongzhi.work.enforcement.tests.making import (
    MASKED,
    PARTY,
    PHONE,
    clue,
    decided,
    delegated,
    filed,
    fresh,
    heard,
    squad_of,
    told,
)

DAY = timedelta(days=1)


@pytest.fixture
def browser(town):
    def signed_in(account):
        client = Client()
        client.force_login(town.users[account], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def statements(client, address):
    with CaptureQueriesContext(connections["default"]) as found:
        assert client.get(address).status_code == 200
    return len(found)


class TestFiles:
    def test_from_a_clue_to_the_decision_by_the_pages(self, browser, town):
        from io import BytesIO

        from PIL import Image

        clerk, leader = browser("clerk"), browser("leader")
        power, officers = delegated(town), squad_of(town)
        words = {"matter": "占道摆摊", "source": "巡查", "party_kind": "person", "party_name": PARTY}
        address = clerk.post("/enforcement/new/", words).url
        assert MASKED in page(clerk, address)
        assert PARTY not in page(clerk, address)
        assert "占道摆摊" in page(leader, "/")
        filing = {"power_id": power.pk, "lead_officer_id": officers[0].pk}
        refused = leader.post(f"{address}open_file/", filing)
        assert refused.status_code == 422
        assert "不得少于两人" in refused.content.decode()
        assert (
            leader.post(f"{address}open_file/", {**filing, "second_officer_id": officers[1].pk}).status_code
            == 302
        )
        photo = BytesIO()
        Image.new("RGB", (20, 20), "green").save(photo, "PNG")
        photo.seek(0)
        photo.name = "a.png"
        given = {"kind": "picture", "text": "三个摊位", "photos": photo, "key": "k-1"}
        assert clerk.post(f"{address}gather/", given).status_code == 302
        assert "三个摊位" in page(clerk, address)
        assert clerk.post(f"{address}tell/", {"text": "拟罚款二百元"}).status_code == 302
        early = leader.post(f"{address}decide/", {})
        assert early.status_code in (409, 422)
        assert clerk.post(f"{address}hear/", {"kind": "nothing"}).status_code == 302
        assert leader.post(f"{address}review/", {"passed": "yes", "text": "合法"}).status_code == 302
        last = {
            "outcome": "fine", "fine_fen": "200", "decision_no": "1号", "text": "罚款", "review_body": "区人民政府",
            "court": "区人民法院",
        }  # fmt: skip
        wrong = leader.post(f"{address}decide/", {**last, "fine_fen": "二百"})
        assert wrong.status_code == 422
        assert "区人民法院" in wrong.content.decode()  # what was typed stays
        assert leader.post(f"{address}decide/", last).status_code == 302
        assert leader.post(f"{address}decide/", last).status_code == 409
        assert EnforcementFile.objects.get().fine_fen == 20000
        assert clerk.post(f"{address}conclude/", {"result": "缴清", "paid_fen": "200.00"}).status_code == 302

    def test_the_party_is_shown_once_for_a_reason(self, browser, town):
        file = clue(town)
        clerk = browser("clerk")
        address = f"/enforcement/{file.pk}/"
        assert clerk.post(f"{address}reveal/", {"reason": ""}).status_code == 422
        shown = clerk.post(f"{address}reveal/", {"reason": "送达文书"}).content.decode()
        assert PARTY in shown
        assert PHONE in shown
        assert PARTY not in page(clerk, address)
        assert browser("dispatcher").post(f"{address}reveal/", {"reason": "看看"}).status_code == 403

    def test_the_decision_on_paper(self, browser, town):
        early = clue(town)
        clerk = browser("clerk")
        assert clerk.get(f"/enforcement/{early.pk}/decision/").status_code == 409
        file = decided(town)
        paper = page(clerk, f"/enforcement/{file.pk}/decision/")
        for words in (
            "罚款二百元",
            "60 日内向区人民政府",
            "6 个月内向区人民法院",
            "欣园街道办事处",
            MASKED,
            "200.00",
        ):
            assert words in paper, words
        assert PARTY not in paper
        named = clerk.post(
            f"/enforcement/{file.pk}/reveal/", {"reason": "送达", "paper": "1"}
        ).content.decode()
        assert PARTY in named
        assert "欣园街道办事处" in named

    def test_in_the_departments_name_the_paper_says_so(self, browser, town):
        file = decided(town)
        EnforcementFile.objects.filter(pk=file.pk).update(mode="entrusted")
        assert town.organisations.parks.name in page(browser("clerk"), f"/enforcement/{file.pk}/decision/")

    def test_whoever_acts_is_not_offered_the_review(self, browser, town):
        file = heard(town)
        assert "do-review" in page(browser("clerk"), f"/enforcement/{file.pk}/")
        EnforcementFile.objects.filter(pk=file.pk).update(acting_user_ids=[town.users["clerk"].pk])
        assert "do-review" not in page(browser("clerk"), f"/enforcement/{file.pk}/")

    def test_who_does_not_see_it(self, browser, town):
        file = filed(town)
        for name in ("worker", "head", "heating", "caller", "system"):
            assert browser(name).get(f"/enforcement/{file.pk}/").status_code == 404
            assert "占道摆摊" not in page(browser(name), "/enforcement/")
        assert "占道摆摊" in page(browser("parks"), "/enforcement/")  # the power is theirs
        assert browser("worker").get("/enforcement/new/").status_code == 403
        assert Client().get("/enforcement/").status_code == 302

    def test_the_evidence_opens_to_whoever_sees_the_file(self, browser, town):
        from gongzhi.town.files.models import Attachment

        told(town)
        one = Attachment.objects.get(subject_kind="enforcement.enforcementfile")
        assert browser("clerk").get(f"/files/{one.pk}/").status_code == 200
        assert browser("worker").get(f"/files/{one.pk}/").status_code == 404

    def test_few_statements_whatever_the_number_of_rows(self, browser, town):
        clerk = browser("clerk")
        file = filed(town)
        page(clerk, "/enforcement/")
        before = {one: statements(clerk, one) for one in ("/enforcement/", "/", f"/enforcement/{file.pk}/")}
        for _n in range(4):
            clue(town)
        after = {one: statements(clerk, one) for one in before}
        assert after == before
        assert after["/enforcement/"] <= 3
        assert after["/"] <= 19
        assert after[f"/enforcement/{file.pk}/"] <= 9

    def test_filters_clock_and_exports(self, browser, town):
        clerk = browser("clerk")
        file = filed(town)
        assert "占道摆摊" in page(clerk, "/enforcement/?stage=open")
        assert "占道摆摊" not in page(clerk, "/enforcement/?stage=done")
        assert "占道摆摊" not in page(clerk, "/enforcement/?clock=over")
        EnforcementFile.objects.filter(pk=file.pk).update(due_on=clock.today() - DAY)
        assert "占道摆摊" in page(clerk, "/enforcement/?clock=over")
        assert "占道摆摊" in page(clerk, "/enforcement/?as=print")
        assert clerk.get("/enforcement/?as=xlsx").status_code == 200


class TestOnACase:
    def test_the_case_leads_to_a_file_and_shows_it(self, browser, town, told):
        case = told()
        clerk = browser("clerk")
        shown = page(clerk, f"/cases/{case.pk}/")
        assert f"/enforcement/new/?case={case.pk}" in shown
        assert f"/enforcement/on-case/?case={case.pk}" in shown
        assert "这件事没有执法案卷" in page(clerk, f"/enforcement/on-case/?case={case.pk}")
        form = page(clerk, f"/enforcement/new/?case={case.pk}")
        assert str(case.pk) in form
        words = {"matter": "占道摆摊", "source": "事项转来", "case_id": str(case.pk)}
        address = clerk.post(f"/enforcement/new/?case={case.pk}", words).url
        assert EnforcementFile.objects.get().case_id == case.pk
        assert address in page(clerk, f"/enforcement/on-case/?case={case.pk}")
        assert f"/cases/{case.pk}/" in page(clerk, address)
        assert "enforcement" not in page(browser("worker"), f"/cases/{case.pk}/")

    def test_not_from_a_case_of_another_street(self, browser, town, told):
        case = told()
        type(case).objects.filter(pk=case.pk).update(street_id=town.areas.street2.pk)
        words = {"matter": "占道摆摊", "source": "事项转来", "case_id": str(case.pk)}
        assert browser("clerk").post("/enforcement/new/", words).status_code == 422


class TestPowers:
    def test_the_way_by_the_pages(self, browser, town):
        dispatcher, clerk = browser("dispatcher"), browser("clerk")
        words = {
            "street_id": town.areas.street.pk, "code": "CG-7", "item": "占道摆摊的处罚", "kind": "penalty",
            "mode": "own", "department_id": town.organisations.parks.pk, "decision_no": "测试决定",
        }  # fmt: skip
        assert clerk.post("/enforcement/powers/new/", words).status_code == 403
        kept = dispatcher.post(
            "/enforcement/powers/new/", {**words, "valid_from": "2027-02-01", "valid_to": "2027-01-01"}
        )
        assert kept.status_code == 422
        assert "CG-7" in kept.content.decode()
        address = dispatcher.post("/enforcement/powers/new/", words).url
        assert dispatcher.post("/enforcement/powers/new/", words).status_code == 422
        assert "占道摆摊的处罚" in page(clerk, "/")
        assert (
            clerk.post(f"{address}give_opinion/", {"fitness": "unfit", "text": "没人持证"}).status_code == 302
        )
        today = clock.today()
        given = {"fitness": "fit", "assessed_on": today, "assessed_by": "司法局", "assessment": "已调人"}
        assert dispatcher.post(f"{address}assess/", given).status_code == 302
        assert (
            dispatcher.post(f"{address}bring_into_force/", {"review_due": today + 90 * DAY}).status_code
            == 302
        )
        assert DelegatedPower.objects.get().stage == "in_force"
        assert "没人持证" in page(clerk, address)
        assert dispatcher.post(f"{address}take_back/", {"reason": "接不住"}).status_code == 302
        assert "接不住" in page(clerk, address)
        assert "占道摆摊的处罚" in page(clerk, "/enforcement/powers/?stage=taken_back")

    def test_a_constant_number_of_statements(self, browser, town):
        dispatcher = browser("dispatcher")
        delegated(town)
        page(dispatcher, "/enforcement/powers/")
        before = statements(dispatcher, "/enforcement/powers/")
        for n in range(4):
            delegated(town, code=f"CG-1{n}")
        assert statements(dispatcher, "/enforcement/powers/") == before <= 3


class TestSquads:
    def test_set_up_enrolled_renewed_let_go(self, browser, town):
        clerk = browser("clerk")
        words = {"street_id": town.areas.street.pk, "code": "ZD-9", "name": "欣园街道综合执法中队"}
        address = clerk.post("/enforcement/squads/new/", words).url
        today = clock.today()
        officer = {
            "part": "enrol", "name": "丁四", "certificate_no": "ZF-77", "issued_on": today - 300 * DAY,
            "expires_on": today + 30 * DAY,
        }  # fmt: skip
        assert clerk.post(address, officer).status_code == 302
        assert clerk.post(address, officer).status_code == 422
        shown = page(clerk, address)
        assert "快到期" in shown
        one = Officer.objects.get()
        assert "丁四" in page(clerk, "/enforcement/squads/?certificate=soon")
        assert "执法证到期：丁四" in page(clerk, "/")
        assert 'id="renew"' in page(clerk, f"{address}?officer={one.pk}")
        renewal = {"part": "renew", "officer": one.pk, "issued_on": today, "expires_on": today + 900 * DAY}
        assert clerk.post(address, {**renewal, "expires_on": today - DAY}).status_code == 422
        assert clerk.post(address, renewal).status_code == 302
        assert "丁四" not in page(clerk, "/enforcement/squads/?certificate=soon")
        assert clerk.post(address, {"part": "leave", "officer": one.pk}).status_code == 302
        assert Officer.objects.get().left_on == today
        assert browser("worker").get(address).status_code == 404
        assert Squad.objects.get().name in page(browser("district"), "/enforcement/squads/")


class TestApi:
    def call(self, town, account, method, path, data=None):
        from gongzhi.town.access.actor import system
        from gongzhi.town.people.commands import issue_token

        scopes = ["enforcement:read", "enforcement:write"]
        token = issue_token(system("test"), town.users[account], "test", scopes, 30)
        answer = Client().generic(
            method, f"/api/v1{path}", json.dumps(data) if data is not None else "", "application/json",
            headers={"Authorization": f"Bearer {token}"},
        )  # fmt: skip
        return answer.status_code, answer.json()

    def test_the_way_over_the_api(self, town):
        power, officers = delegated(town), squad_of(town)
        status, made = self.call(
            town, "clerk", "POST", "/enforcement/",
            {"matter": "占道摆摊", "source": "巡查", "party_kind": "person", "party_name": PARTY},
        )  # fmt: skip
        assert (status, made["stage"], made["party_masked"]) == (201, "clue", MASKED)
        path = f"/enforcement/{made['id']}"
        one = {"power_id": str(power.pk), "lead_officer_id": officers[0].pk}
        assert self.call(town, "leader", "POST", f"{path}/open_file", one)[0] == 422
        two = {**one, "second_officer_id": officers[1].pk}
        assert self.call(town, "leader", "POST", f"{path}/open_file", two)[1]["stage"] == "filed"
        assert self.call(town, "leader", "POST", f"{path}/open_file", two)[0] == 409
        assert self.call(town, "worker", "GET", path)[0] == 404
        status, shown = self.call(town, "clerk", "GET", path)
        assert "gather" in shown["steps"]
        assert PARTY not in json.dumps(shown, ensure_ascii=False)
        given = {"kind": "scene", "text": "三个摊位"}
        assert self.call(town, "clerk", "POST", f"{path}/gather", given)[1]["stage"] == "evidence"
        assert self.call(town, "clerk", "POST", f"{path}/reveal", {"reason": "送达"})[0] == 200
        assert len(self.call(town, "clerk", "GET", "/enforcement/")[1]["items"]) == 1
        assert self.call(town, "worker", "GET", "/enforcement/")[1]["items"] == []

    def test_powers_and_squads(self, town):
        words = {
            "street_id": town.areas.street.pk, "code": "A-1", "item": "占道摆摊", "kind": "penalty", "mode": "own",
            "department_id": town.organisations.parks.pk,
        }  # fmt: skip
        status, power = self.call(town, "dispatcher", "POST", "/delegated-powers/", words)
        assert (status, power["stage"]) == (201, "draft")
        assert self.call(town, "clerk", "POST", "/delegated-powers/", words)[0] == 403
        assert self.call(town, "dispatcher", "POST", "/delegated-powers/", words)[0] == 422
        said = self.call(
            town,
            "clerk",
            "POST",
            f"/delegated-powers/{power['id']}/give_opinion",
            {"fitness": "fit", "text": "可以承接"},
        )
        assert said[1]["street_fitness"] == "fit"
        status, squad = self.call(
            town,
            "clerk",
            "POST",
            "/squads/",
            {"street_id": town.areas.street.pk, "code": "Z", "name": "中队"},
        )
        assert status == 201
        officer = {
            "name": "丁四",
            "certificate_no": "ZF-5",
            "issued_on": "2026-01-01",
            "expires_on": "2030-01-01",
        }
        status, one = self.call(town, "clerk", "POST", f"/squads/{squad['id']}/officers", officer)
        assert (status, one["name"]) == (201, "丁四")
        assert self.call(town, "heating", "POST", f"/squads/{squad['id']}/officers", officer)[0] == 404
        renewed = {"issued_on": "2026-11-01", "expires_on": "2031-01-01"}
        path = f"/squads/officers/{one['id']}"
        assert self.call(town, "clerk", "POST", f"{path}/renew", renewed)[1]["expires_on"] == "2031-01-01"
        assert len(self.call(town, "clerk", "GET", "/squads/officers")[1]["items"]) == 1
        assert self.call(town, "clerk", "POST", f"{path}/leave")[1]["left_on"] == clock.today().isoformat()


def test_a_double_press_makes_one(town):
    words = {"matter": "占道摆摊", "source": "巡查"}
    first = commands.open_clue(town.clerk, key="k-1", **words)
    again = commands.open_clue(town.clerk, key="k-1", **words)
    assert first.pk == again.pk
    assert EnforcementFile.objects.count() == 1
    assert fresh(first).number.endswith(f"{fresh(first).serial:06d}")
