"""The API of policies: the same flow, commands and forms as the pages."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from gongzhi.kit import clock
from gongzhi.kit.privacy.ring import keyed_hash
from gongzhi.town.people.models import Token
from gongzhi.work.policies.models import PolicySet, Requirement
from gongzhi.work.policies.tests.making import in_force, paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def caller(town):
    """``caller("clerk").get(path)``: the API with a token of that person."""

    def made(account, *scopes):
        plain = f"gz_{account}_{len(scopes)}"
        Token.objects.get_or_create(
            user=town.users[account], label=plain,
            defaults={"hashed": keyed_hash(plain, "token"), "expires_at": clock.now() + timedelta(days=1),
                      "scopes": list(scopes) or ["policies:read", "policies:write"]},
        )  # fmt: skip
        return Client(headers={"Authorization": f"Bearer {plain}"})

    return made


def post(client, path, **words):
    answer = client.post(f"/api/v1/{path}", json.dumps(words), content_type="application/json")
    return answer.status_code, answer.json()


def test_a_set_is_drafted_enacted_and_renewed(caller):
    client = caller("district")
    status, made = post(client, "policies/", code="ZD-1", title="某项制度（测试）")
    assert status == 201 and made["stage"] == "draft"
    way = f"policies/{made['id']}"
    assert post(client, f"{way}/add_paper", document_id=paper().pk, main=True)[0] == 200
    assert (
        post(client, f"{way}/enact_set", issued_on="2024-01-02", in_force_on="2024-02-01")[1]["stage"]
        == "in_force"
    )
    assert client.get(f"/api/v1/{way}/papers").json()[0]["title"] == "某实施意见（测试）"
    status, new = post(client, f"{way}/version")
    assert status == 201 and new["version"] == 2
    assert caller("dispatcher").get(f"/api/v1/policies/{new['id']}").status_code == 404
    assert {one["code"] for one in caller("worker").get("/api/v1/policies/").json()["items"]} == {
        "1+9",
        "ZD-1",
    }


def test_a_requirement_is_planned_stopped_and_handed_down(caller, town):
    in_force(town)
    made = PolicySet.objects.get(code="ZD-1")
    words = {"policy_set_id": str(made.pk), "text": "自查", "due_on": str(clock.today() + timedelta(days=9))}
    status, planned = post(caller("district"), "requirements/", level="street", **words)
    assert status == 201
    status, said = post(caller("district"), f"requirements/{planned['id']}/issue_requirement")
    assert status == 422 and "事项准入" in said["detail"]
    status, own = post(caller("leader"), "requirements/", level="community", **words)
    assert post(caller("leader"), f"requirements/{own['id']}/issue_requirement")[1]["stage"] == "issued"
    rows = caller("secretary").get(f"/api/v1/requirements/{own['id']}/handed").json()
    assert [row["stage"] for row in rows] == ["assigned"]
    (row,) = caller("secretary").get("/api/v1/requirements/").json()["items"]
    assert (row["left"], row["handed_count"]) == (1, 1)
    assert Requirement.objects.filter(stage="planned").count() == 1


def test_taking_note_by_api_and_a_token_that_may_only_read(caller, town):
    made = in_force(town)
    status, noted = post(caller("secretary"), f"policies/{made.pk}/acknowledge", question="怎么报")
    assert status == 200 and noted["stage"] == "asked"
    status, said = post(
        caller("district"), f"acknowledgements/{noted['id']}/answer_question", answer="不用报"
    )
    assert status == 200 and said["answer"] == "不用报"
    assert post(caller("secretary", "policies:read"), f"policies/{made.pk}/acknowledge")[0] == 403


def test_terms_by_api(caller):
    client = caller("mayor")
    status, made = post(client, "policy-terms/", word="某词（测试）")
    assert status == 201 and made["meaning"] == ""
    assert post(client, f"policy-terms/{made['id']}/define_term", meaning="某义", basis="待确认")[0] == 422
    assert post(client, f"policy-terms/{made['id']}/define_term", meaning="某义", basis="某文件")[0] == 200
    assert len(caller("worker").get("/api/v1/policy-terms/").json()["items"]) == 6
