"""The doors of secretary projects: walked on pages and by the API; the same figures everywhere; few statements."""

import io
import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import load_workbook

from gongzhi.config import switchboard, timers
from gongzhi.kit import clock
from gongzhi.kit.journal.models import Entry
from gongzhi.kit.privacy.ring import keyed_hash
from gongzhi.town.notices.models import Notice
from gongzhi.town.people.models import Token
from gongzhi.work.secretary_projects import commands
from gongzhi.work.secretary_projects.models import Call, Measurement, Project
from gongzhi.work.secretary_projects.tests import making

pytestmark = pytest.mark.django_db
BASE = "/secretary-projects/"


@pytest.fixture
def caller(town):
    """``caller("secretary").get(path)``: the API with a token of that person."""

    def made(account):
        plain = f"gz_{account}"
        Token.objects.get_or_create(
            user=town.users[account], label="t",
            defaults={"hashed": keyed_hash(plain, "token"), "expires_at": clock.now() + timedelta(days=1),
                      "scopes": ["secretary_projects:read", "secretary_projects:write"]},
        )  # fmt: skip
        return Client(headers={"Authorization": f"Bearer {plain}"})

    return made


def day(ahead=0):
    return (clock.today() + timedelta(days=ahead)).isoformat()


def proposal(call, **more):
    return {"call_id": str(call.pk), "title": "老旧小区加装电梯", "problem": "六楼下不来", "obstacle": "interest",
            "measures": "逐户商量", "starts_on": day(), "ends_on": day(200), **more}  # fmt: skip


def test_from_the_call_to_acceptance_by_page(town, come):
    page = come("mayor").get(f"{BASE}calls/new/").content.decode()
    assert "请哪几级申报" in page
    words = {"year": clock.today().year, "title": "年度通知", "text": "请认领", "levels": ["street", "community"],
             "opens_on": day(), "closes_on": day(30)}  # fmt: skip
    client = come("mayor")
    address = client.post(f"{BASE}calls/new/", words).url
    assert client.post(f"{address}publish/").status_code == 302
    call = Call.objects.get()
    client = come("secretary")
    assert "起草书记项目" in client.get(address).content.decode()
    wrong = client.post(f"{BASE}new/", proposal(call, ends_on=day(-3)))
    assert wrong.status_code == 422 and "六楼下不来" in wrong.content.decode()
    address = client.post(f"{BASE}new/", proposal(call)).url
    early = client.post(f"{address}declare/")
    assert early.status_code == 422 and "预期成效" in early.content.decode()
    effect = {"name": "装好的电梯", "how": "现场看", "unit": "部", "better": "up", "baseline": "0", "baseline_on": day(),
              "target": "3", "target_on": day(190)}  # fmt: skip
    assert client.post(f"{address}add_effect/", effect).status_code == 302
    assert client.post(f"{address}add_milestone/", {"what": "签完协议", "due_on": day(30)}).status_code == 302
    assert client.post(f"{address}declare/").status_code == 302
    study = {"studied_on": day(), "study_record": "党委会同意"}
    assert client.post(f"{address}study/", study).status_code == 302
    opinion = {"necessity": "老人多", "timeliness": "有资金", "leverage": "能带动", "advice": "approve"}
    for account in ("clerk", "leader"):
        assert come(account).post(f"{address}review/", opinion).status_code == 302
    assert "老旧小区加装电梯" in come("leader").get("/?kind=project_judge").content.decode()
    assert come("leader").post(f"{address}approve/", {"decision": "同意"}).status_code == 302
    carried_out(come, address, Project.objects.get())


def carried_out(come, address, project):
    """From its start to its acceptance against a verified figure."""
    client = come("secretary")
    assert client.post(f"{address}start/").status_code == 302
    assert "老旧小区加装电梯" in client.get("/secretary-projects/board/").content.decode()
    reach = {
        "milestone_id": project.milestones.get().pk,
        "done_on": day(),
        "kind": "site",
        "text": "协议签了",
    }
    assert client.post(f"{address}reach/", reach).status_code == 302
    figure = {"effect_id": project.effects.get().pk, "phase": "final", "value": "3", "measured_on": day(), "kind": "site",
              "text": "在运行"}  # fmt: skip
    assert client.post(f"{address}measure/", figure).status_code == 302
    assert client.post(f"{address}ask_acceptance/", {"result": "三部"}).status_code == 302
    refused = come("leader").post(f"{address}accept/", {"acceptance": "好"})
    assert refused.status_code == 422 and "核实" in refused.content.decode()
    seen = {"measurement_id": Measurement.objects.get().pk, "verdict": "verified"}
    assert come("clerk").post(f"{address}verify/", seen).status_code == 302
    assert come("leader").post(f"{address}accept/", {"acceptance": "三部都在运行"}).status_code == 302
    page = come("mayor").get(address).content.decode()
    assert "已验收" in page and "达到目标" in page
    sheet = come("mayor").get(f"{address}sheet/").content.decode()
    assert "立项书" in sheet and "三部都在运行" in sheet


def test_from_draft_to_approval_by_api(town, caller):
    call = making.call_of(town)
    mine, above = caller("secretary"), caller("leader")

    def post(client, path, **body):
        return client.post(f"/api/v1{BASE}{path}", json.dumps(body), content_type="application/json")

    made = post(mine, "", **proposal(call))
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    effect = post(
        mine, f"{pk}/add_effect", name="电梯", how="现场看", unit="部", better="up", baseline="0", baseline_on=day(),
        target="3", target_on=day(190),
    )  # fmt: skip
    assert effect.status_code == 200, effect.content
    assert effect.json()["effects"][0]["target"] in ("3", "3.00")
    assert post(mine, f"{pk}/add_milestone", what="签协议", due_on=day(20)).status_code == 200
    assert above.get(f"/api/v1{BASE}{pk}").status_code == 404  # a draft is nobody's but its own
    assert post(mine, f"{pk}/declare").status_code == 200
    assert post(mine, f"{pk}/study", studied_on=day(), study_record="同意").status_code == 200
    opinion = {"necessity": "老人多", "timeliness": "有资金", "leverage": "能带动", "advice": "approve"}
    assert post(mine, f"{pk}/review", **opinion).status_code == 403
    for account in ("leader", "clerk"):
        assert post(caller(account), f"{pk}/review", **opinion).status_code == 200
    assert post(above, f"{pk}/approve", decision="同意").json()["stage"] == "approved"
    assert above.get(f"/api/v1{BASE}").json()["items"][0]["id"] == pk


def test_page_export_and_api_give_the_same_rates(town, come, caller):
    making.approved(town)
    making.approved(town, title="早市退路进场")
    making.declared(town, title="断头路打通")
    making.drafted(town, title="没有人看得到的草稿")
    year = clock.today().year
    page = come("district").get(f"{BASE}rates/").content.decode()
    items = {one["level"]: one for one in caller("district").get(f"/api/v1{BASE}rates").json()["items"]}
    assert (items["community"]["organisations"], items["community"]["claiming"]) == (1, 1)
    figures = items["community"]["figures"]
    assert (figures["declared"], figures["claimed"], figures["accepted"]) == (3, 2, 0)
    assert items["community"]["claim_rate"] == "100.0%" and items["street"]["claiming"] == 0
    assert f"{BASE}?year={year}&amp;level=community&amp;figure=claimed" in page
    sheet = b"".join(come("district").get(f"{BASE}rates/?as=xlsx").streaming_content)
    rows = load_workbook(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    by_level = {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    assert by_level["社区级"]["认领率"] == "100.0%" and by_level["社区级"]["认领了的"] == 1
    behind = come("district").get(f"{BASE}?year={year}&level=community&figure=claimed").content.decode()
    assert "老旧小区加装电梯" in behind
    assert "老旧小区加装电梯" not in come("district").get(f"{BASE}?figure=rejected").content.decode()


@pytest.mark.parametrize("address", [BASE, f"{BASE}rates/", f"{BASE}board/"])
def test_a_list_takes_as_many_statements_for_one_as_for_many(town, come, address):
    making.drafted(town)
    client = come("secretary")
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(address)
    for number in range(4):
        making.drafted(town, title=f"项目{number}")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(one) == len(many) < 20


def test_a_case_shows_its_projects_and_a_project_its_cases(town, come, told_case):
    project = making.drafted(town)
    commands.link_case(town.secretary, project, number=told_case.number)
    page = come("secretary").get(f"{BASE}{project.pk}/").content.decode()
    assert told_case.number in page and f"/cases/{told_case.pk}/" in page
    assert (
        "/secretary-projects/on-case/?case="
        in come("secretary").get(f"/cases/{told_case.pk}/").content.decode()
    )
    assert "老旧小区加装电梯" in come("secretary").get(f"{BASE}on-case/?case={told_case.pk}").content.decode()
    assert (
        "老旧小区加装电梯" not in come("leader").get(f"{BASE}on-case/?case={told_case.pk}").content.decode()
    )  # a draft
    there = f"{BASE}?case={told_case.number}"
    assert there in come("secretary").get(f"/cases/{told_case.pk}/").content.decode()
    assert "老旧小区加装电梯" in come("secretary").get(there).content.decode()
    assert "老旧小区加装电梯" not in come("secretary").get(f"{BASE}?case=20200101-000000").content.decode()
    assert "secretary-projects" not in come("heating").get("/").content.decode()


@pytest.fixture
def told_case(town):
    from tests.flows.making import told

    return told(town)


def test_people_hear_of_what_is_theirs_and_of_days_that_come_near(town):
    project = making.running(town)
    switchboard.hear(list(Entry.objects.order_by("id")))
    told = {(n.kind, n.user.username) for n in Notice.objects.select_related("user")}
    assert {
        ("project.study", "leader"),
        ("project.publish", "secretary"),
        ("project.publish", "leader"),
    } <= told and ("project.approve", "secretary") in told
    morning = clock.local().replace(hour=10) + timedelta(days=25)
    for after in (timedelta(), timedelta(hours=1), timedelta(days=10)):
        with clock.at(morning + after):
            timers.projects.remind()
    rows = Notice.objects.filter(kind="project.milestone", user=town.users["secretary"])
    assert sorted(re.match("节点(快|过)", row.title)[1] for row in rows) == ["快", "过"]
    with clock.at(morning + timedelta(days=60)):
        assert timers.projects.close_calls() == 1
    assert project.call.__class__.objects.get(pk=project.call_id).stage == "closed"


def test_evidence_goes_with_a_figure_and_is_seen_by_whoever_sees_the_project(town, come, files):
    from django.core.files.uploadedfile import SimpleUploadedFile

    project = making.running(town)
    client = come("secretary")
    page = client.get(f"{BASE}{project.pk}/").content.decode()
    assert 'type="file"' in page
    reach = {"milestone_id": project.milestones.get().pk, "done_on": day(), "kind": "document", "text": "协议签了",
             "key": "k1", "photos": SimpleUploadedFile("协议.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n")}  # fmt: skip
    answer = client.post(f"{BASE}{project.pk}/reach/", reach)
    assert answer.status_code == 302, answer.content.decode()
    [file] = project.milestones.get().file_ids
    assert come("leader").get(f"/files/{file}/").status_code == 200
    assert come("heating").get(f"/files/{file}/").status_code in (403, 404)
