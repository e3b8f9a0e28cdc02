"""The pages of policies: walked by those whose turn it is, through the same forms as the API."""

import re
from datetime import timedelta

import pytest

from gongzhi.kit import clock
from gongzhi.work.policies import commands
from gongzhi.work.policies.models import Acknowledgement, PolicySet, Requirement, Term
from gongzhi.work.policies.tests.making import in_force, paper, planned
from gongzhi.work.tasks.models import Task
from tests.flows.making import told

pytestmark = pytest.mark.django_db


def test_a_set_is_walked_from_draft_to_its_second_version(come):
    client = come("district")
    document = paper().pk
    answer = client.post("/policies/new/", {"code": "ZD-1", "title": "某项制度（测试）", "basis": "待确认"})
    made = PolicySet.objects.get(code="ZD-1")
    assert answer.headers["Location"] == f"/policies/{made.pk}/"
    page = f"/policies/{made.pk}/"
    assert "启用" in client.get("/").content.decode()
    assert (
        client.post(f"{page}enact_set/", {"issued_on": "2024-01-02", "in_force_on": "2024-02-01"}).status_code
        == 422
    )
    client.post(f"{page}add_paper/", {"document_id": document, "main": "on"})
    client.post(f"{page}add_paper/", {})
    client.post(f"{page}enact_set/", {"issued_on": "2024-01-02", "in_force_on": "2024-02-01"})
    said = client.get(page).content.decode()
    assert "某实施意见（测试）" in said and "题目待确认" in said and "起草新版" in said
    answer = client.post(f"{page}version/")
    new = PolicySet.objects.get(code="ZD-1", version=2)
    assert answer.headers["Location"] == f"/policies/{new.pk}/"
    assert client.post(f"{page}version/").status_code == 422
    client.post(f"/policies/{new.pk}/enact_set/", {"issued_on": "2025-01-02", "in_force_on": "2025-02-01"})
    said = client.get(page).content.decode()
    assert "第2版代替" in said and f"/policies/{new.pk}/" in said


def test_a_requirement_becomes_tasks_and_the_refusal_of_the_gate_is_said(come, town):
    made = in_force(town)
    client = come("district")
    due = clock.today() + timedelta(days=8)
    words = {"text": "自查并报结果", "level": "street", "due_on": due.isoformat(), "cycle": "once"}
    wrong = client.post(f"/policies/{made.pk}/plan/", {**words, "organisation_codes": "没有"})
    assert wrong.status_code == 422 and "没有单位编码" in wrong.content.decode()
    client.post(f"/policies/{made.pk}/plan/", words)
    requirement = Requirement.objects.get()
    page = f"/policies/requirements/{requirement.pk}/"
    refused = client.post(f"{page}issue_requirement/", {})
    assert refused.status_code == 422 and "事项准入" in refused.content.decode()
    assert not Task.objects.exists()
    street = in_force(town, "leader", code="ZD-2")
    own = planned(town, street, by="leader", level="community")
    client = come("leader")
    assert "待下达" in client.get("/").content.decode()
    client.post(f"/policies/requirements/{own.pk}/issue_requirement/", {})
    task = Task.objects.get()
    said = client.get(f"/policies/requirements/{own.pk}/").content.decode()
    assert f"/tasks/{task.pk}/" in said
    community = come("secretary").get(f"/policies/requirements/{own.pk}/").content.decode()
    assert f"/tasks/{task.pk}/" in community
    assert f"/policies/requirements/{own.pk}/" in come("worker").get(f"/tasks/{task.pk}/").content.decode()
    assert come("heating").get(f"/policies/requirements/{own.pk}/").status_code == 404


def test_taking_note_is_one_press_and_asked_once(come, town):
    made = in_force(town)
    client = come("leader")
    assert made.title in client.get("/").content.decode()
    client.post(f"/policies/{made.pk}/acknowledge/", {"question": "街道要报几份？"})
    noted = Acknowledgement.objects.get()
    assert made.title not in client.get("/").content.decode()
    assert "acknowledge/" not in client.get(f"/policies/{made.pk}/").content.decode()
    client = come("district")
    assert "街道要报几份" in client.get("/").content.decode()
    client.post(f"/policies/acknowledgements/{noted.pk}/answer_question/", {"answer": "报一份"})
    assert "报一份" in come("clerk").get(f"/policies/acknowledgements/{noted.pk}/").content.decode()
    assert come("civil").get(f"/policies/acknowledgements/{noted.pk}/").status_code == 404


def test_a_word_in_doubt_says_so(come, town):
    word = Term.objects.get(word="一街四区")
    said = come("worker").get(f"/policies/terms/{word.pk}/").content.decode()
    assert "待确认" in said and "define_term" not in said
    client = come("mayor")
    refused = client.post(
        f"/policies/terms/{word.pk}/define_term/", {"meaning": "某义（测试）", "basis": "待确认"}
    )
    assert refused.status_code == 422
    client.post("/policies/terms/new/", {"word": "某词（测试）"})
    made = Term.objects.get(word="某词（测试）")
    client.post(f"/policies/terms/{made.pk}/define_term/", {"meaning": "某义", "basis": "某文件第三条"})
    assert Term.objects.get(pk=made.pk).stage == "defined"


@pytest.mark.parametrize("path", ["", "requirements/", "acknowledgements/", "terms/"])
def test_lists_take_as_many_statements_for_any_number_of_rows(
    come, town, path, django_assert_max_num_queries
):
    counted = []
    for n in range(2):
        made = in_force(town, "leader", code=f"ZD-{n}")
        requirement = planned(town, made, by="leader", level="community")
        commands.issue_requirement(town.leader, requirement.pk)
        commands.acknowledge(town.secretary, made.pk)
        client = come("leader")
        client.get(f"/policies/{path}")
        with django_assert_max_num_queries(40) as seen:
            assert client.get(f"/policies/{path}").status_code == 200
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_pages_for_those_who_may_not(come, town):
    made = in_force(town)
    client = come("worker")
    assert client.get("/policies/new/").status_code == 403
    assert client.get("/policies/terms/new/").status_code == 403
    assert client.get(f"/policies/{made.pk}/plan/").status_code == 403
    assert re.search(r"起草制度|提要求", client.get(f"/policies/{made.pk}/").content.decode()) is None


class TestWhy:
    """为什么这样: from a limit on a screen to its record, its paper and the set that the paper belongs to."""

    def test_a_limit_in_doubt_says_so_and_whoever_keeps_rules_may_change_it(self, come):
        said = come("worker").get("/town/why/meetings.every_weeks/").content.decode()
        assert "待确认" in said and "还没有引到哪份文件" in said and "/town/rules/" not in said
        assert (
            "/town/rules/meetings.every_weeks/"
            in come("system").get("/town/why/meetings.every_weeks/").content.decode()
        )
        assert come("worker").get("/town/why/no.such/").status_code == 404
        assert come("worker").get("/town/why/meetings.every_weeks/?at=x&on=y").status_code == 200

    def test_it_opens_clause_and_set_and_the_past_has_its_own(self, come, town, set_rule):
        in_force(town)
        clause = paper().clauses.get()
        rule = set_rule("rate.days", 9, valid_from="2026-01-01")
        type(rule).objects.filter(pk=rule.pk).update(clause_id=clause.pk)
        type(rule).objects.create(
            key="rate.days", value=5, valid_from="2020-01-01", valid_to="2025-12-31", basis="旧规定（测试）"
        )
        said = come("clerk").get("/town/why/rate.days/").content.decode()
        assert "每季自查一次（测试）" in said and "某区治理制度（测试）" in said and "<b>9</b>" in said
        said = come("clerk").get("/town/why/rate.days/?on=2024-05-01").content.decode()
        assert "<b>5</b>" in said and "旧规定（测试）" in said

    def test_the_link_stands_beside_the_limit_of_a_case(self, come, town):
        case = told(town)
        assert (
            f"/town/why/limit.{case.limit_kind}/?at="
            in come("clerk").get(f"/cases/{case.pk}/").content.decode()
        )


class TestLevels:
    """Both ways of one body: what came down, what went up; only for itself and those above."""

    def test_what_comes_down_and_goes_up(self, come, town):
        told(town)
        requirement = planned(town, in_force(town, "leader"), by="leader", level="community")
        commands.issue_requirement(town.leader, requirement.pk)
        commands.acknowledge(town.secretary, PolicySet.objects.get(code="ZD-1").pk, question="怎么报")
        street, community = town.organisations.street.pk, town.organisations.community.pk
        said = come("leader").get(f"/levels/{street}/").content.decode()
        assert "自查并报结果" in said and "1/1 没销号" in said and "对制度的疑问" in said
        assert f"/levels/{community}/" in said
        assert "自查并报结果" in come("secretary").get(f"/levels/{community}/").content.decode()
        assert "1/1 没销号" in come("mayor").get(f"/levels/{town.organisations.city.pk}/").content.decode()

    def test_for_itself_and_those_above_alone(self, come, town):
        client = come("secretary")
        assert client.get("/levels/").headers["Location"] == f"/levels/{town.organisations.community.pk}/"
        assert client.get(f"/levels/{town.organisations.street.pk}/").status_code == 404
        assert client.get("/levels/999999/").status_code == 404
        assert come("heating").get(f"/levels/{town.organisations.civil.pk}/").status_code == 404
        assert come("heating").get(f"/levels/{town.organisations.heating.pk}/").status_code == 200

    def test_as_many_statements_for_any_number(self, come, town, django_assert_max_num_queries):
        counted = []
        for n in range(2):
            requirement = planned(
                town, in_force(town, "leader", code=f"ZD-{n}"), by="leader", level="community"
            )
            commands.issue_requirement(town.leader, requirement.pk)
            client = come("leader")
            client.get(f"/levels/{town.organisations.street.pk}/")
            with django_assert_max_num_queries(40) as seen:
                client.get(f"/levels/{town.organisations.street.pk}/")
            counted.append(len(seen))
        assert counted[0] == counted[1]
