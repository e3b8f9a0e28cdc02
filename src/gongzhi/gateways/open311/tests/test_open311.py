"""Open311 as its clients meet it: every resource in both formats, every fault named, nothing personal in public."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test.utils import CaptureQueriesContext

from gongzhi.kit import clock, reference
from gongzhi.town.access.actor import resident, system
from gongzhi.town.files.models import Attachment
from gongzhi.town.people.commands import keep_token
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.models import Case, Category, Report

V2 = "/open311/v2"
LAMP = {
    "api_key": "demo",
    "service_code": "living-lamp",
    "lat": "43.905",
    "long": "125.305",
    "description": "楼道灯不亮",
}
PERSONAL = ("李桂兰", "13800000000", "暖气不热", "2单元", "3栋")


@pytest.fixture
def town(db):
    from gongzhi.demo import small

    built = small.build()
    Category.objects.filter(code="living-heat-cold").update(questions=[
        {"code": "degrees", "label": "屋里几度", "required": True, "options": ["不到16度", "16到18度"]},
        {"code": "since", "label": "从哪天起"},
    ])  # fmt: skip
    reference.bump("categories")
    keep_token(
        system("test"), built.users["liaison"], label="app", scopes=["open311:write"], days=30, plain="demo"
    )
    keep_token(
        system("test"), built.users["liaison"], label="other", scopes=["cases:write"], days=30, plain="other"
    )
    reference.warm()
    return built


@pytest.fixture
def send(client, town):
    def post(form="json", query="", **fields):
        given = {**LAMP, **fields}
        return client.post(f"{V2}/requests.{form}{query}", {k: v for k, v in given.items() if v is not None})

    return post


def say(town, category="living-heat-cold", **more):
    answers = {"degrees": "不到16度"}
    telling = Telling(text="二单元暖气不热", name="李桂兰", phone="13800000000", answers=answers, **more)
    card = catalogue().coded(category)
    return cases.report(resident(), channel="resident", category=card, at=town.place, telling=telling)


def faults(answer, status=400):
    assert answer.status_code == status, answer.content
    rows = json.loads(answer.content)
    assert all(row["code"] == status for row in rows)
    return "; ".join(row["description"] for row in rows)


def xml(answer):
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)


def test_discovery_names_two_endpoints(client, town):
    found = client.get("/open311/discovery.json").json()
    assert {row["type"] for row in found["endpoints"]} == {"production", "test"}
    for row in found["endpoints"]:
        assert row["formats"] == ["text/xml", "application/json"]
        assert row["url"].endswith("/open311/v2")
    from django.utils.dateparse import parse_datetime

    assert parse_datetime(found["changeset"]) < clock.now()
    root = xml(client.get("/open311/discovery.xml"))
    formats = [one.text for one in root.findall("endpoints/endpoint/formats/format")]
    assert formats == ["text/xml", "application/json"] * 2


def test_services_and_definitions(client, town):
    rows = {row["service_code"]: row for row in client.get(f"{V2}/services.json").json()}
    assert "tip" not in rows
    assert rows["living-heat-cold"]["metadata"] is True
    assert rows["living-lamp"]["metadata"] is False
    assert rows["living-lamp"]["keywords"] == "灯"
    root = xml(client.get(f"{V2}/services.xml"))
    assert {one.findtext("metadata") for one in root.findall("service")} == {"true", "false"}
    shown = client.get(f"{V2}/services/living-heat-cold.json").json()
    first, second = shown["attributes"]
    assert (first["datatype"], first["required"], first["order"]) == ("singlevaluelist", True, 1)
    assert first["values"][0] == {"key": "不到16度", "name": "不到16度"}
    assert (second["datatype"], second["values"]) == ("string", [])
    root = xml(client.get(f"{V2}/services/living-heat-cold.xml"))
    assert root.findtext("attributes/attribute/values/value/key") == "不到16度"
    assert "service_code" in faults(client.get(f"{V2}/services/tip.json"), 404)
    assert xml(client.get(f"{V2}/services/none.xml")).findtext("error/code") == "404"


def test_a_report_comes_in_and_is_read_again(client, town, send):
    made = send(first_name="桂兰", last_name="李", phone="13800000000", email="a@b.cn", device_id="x").json()
    [row] = made
    case = Case.objects.get()
    assert row["service_request_id"] == Report.objects.get().number == case.number
    assert (case.channel, case.grid_id, case.author_id) == ("open311", town.areas.grid.pk, None)
    report = case.reports.get()
    assert (report.name_masked, report.consent, report.text) == ("李*", True, "楼道灯不亮")
    [shown] = client.get(f"{V2}/requests/{case.number}.json").json()
    assert shown["status"] == "open"
    assert shown["service_code"] == "living-lamp"
    assert (shown["lat"], shown["long"]) == (43.905, 125.305)
    assert shown["address_id"] == town.areas.grid.code
    assert shown["requested_datetime"].endswith("+08:00")
    assert shown["zipcode"] is None
    assert shown["media_url"] == ""
    [element] = xml(client.get(f"{V2}/requests/{case.number}.xml")).findall("request")
    assert element.findtext("service_request_id") == case.number
    assert element.find("zipcode").text is None


def test_the_form_of_xml_and_the_key_in_the_query(client, town, send):
    root = xml(send("xml", "?api_key=demo", api_key=None))
    assert root.tag == "service_requests"
    assert root.findtext("request/service_request_id") == Case.objects.get().number


def test_nothing_personal_is_public(client, town):
    case = say(town)
    cases.raise_up(town.head, case, reason="不是自家阀门的事")
    by_number = {"service_request_id": case.number}
    for path, query in (
        (f"requests/{case.number}", {}),
        ("requests", {}),
        ("requests", by_number),
        ("servicerequestupdates", {}),
    ):
        for form in ("json", "xml"):
            answer = client.get(f"{V2}/{path}.{form}", query)
            assert case.number in answer.content.decode()
            for word in PERSONAL:
                assert word not in answer.content.decode(), (path, word)


def test_a_secret_report_is_not_there(client, town):
    case = say(town, "tip")
    assert client.get(f"{V2}/requests.json").json() == []
    assert client.get(f"{V2}/requests.json?service_request_id={case.number}").json() == []
    assert client.get(f"{V2}/servicerequestupdates.json").json() == []
    faults(client.get(f"{V2}/requests/{case.number}.json"), 404)


def test_faults_name_their_field(send):
    assert "service_code required" in faults(send(service_code=None))
    assert "service_code" in faults(send(service_code="none"), 404)
    assert "service_code" in faults(send(service_code="tip"), 404)
    assert "api_key" in faults(send(api_key=None), 403)
    assert "api_key" in faults(send(api_key="wrong"), 403)
    assert "api_key" in faults(send(api_key="other"), 403)
    assert "jurisdiction_id" in faults(send(jurisdiction_id="elsewhere"), 404)
    assert "long required" in faults(send(long=None))
    assert "lat is not a number" in faults(send(lat="north"))
    assert "lat is not" in faults(send(lat="nan"))
    assert "lat is not between" in faults(send(lat="91"))
    assert "address_string" in faults(send(lat=None, long=None))
    assert "address_id" in faults(send(lat=None, long=None, address_id="nowhere"))
    assert "description" in faults(send(description="长" * 4001))
    assert "description" in faults(send(description="\x01"))
    assert "phone" in faults(send(phone="<b>"))
    assert "media_url" in faults(send(media_url="javascript:1"))
    assert "media" in faults(send(media=SimpleUploadedFile("a.jpg", b"not a photo")))
    assert "attribute[degrees] required" in faults(send(service_code="living-heat-cold"))
    wrong = {"attribute[degrees]": "三度"}
    assert "attribute[degrees]" in faults(send(service_code="living-heat-cold", **wrong))
    assert not Case.objects.exists()


def test_attributes_are_kept_as_answers_and_unknown_ones_pass(send):
    given = {"attribute[degrees]": "16到18度", "attribute[other]": "x"}
    assert send(service_code="living-heat-cold", **given).status_code == 200
    assert Report.objects.get().answers == {"degrees": "16到18度"}
    assert send(**{"attribute[any]": "x"}).status_code == 200


def test_places(town, send):
    assert send(lat="10", long="10").status_code == 200
    case = Case.objects.latest("pk")
    assert (case.desk_id, case.grid_id, case.lat) == (town.areas.city.pk, None, 10.0)
    send(lat=None, long=None, address_id=town.areas.building.code)
    assert Case.objects.latest("pk").building_id == town.areas.building.pk
    send(lat=None, long=None, address_id=town.areas.street.code)
    assert Case.objects.latest("pk").street_id == town.areas.street.pk
    send(lat=None, long=None, address_string="新发路与凯旋路口")
    case = Case.objects.latest("pk")
    assert (case.desk_id, case.address) == (town.areas.city.pk, "新发路与凯旋路口")


def test_a_photo_is_made_anew_and_hangs_on_the_report(town, send, settings, tmp_path):
    import io

    from PIL import Image

    settings.FILES_ROOT = tmp_path
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    assert send(media=SimpleUploadedFile("a.png", out.getvalue(), "image/png")).status_code == 200
    [photo] = Attachment.objects.all()
    assert (photo.subject_kind, photo.media_type) == ("cases.report", "image/jpeg")
    assert photo.subject_id == str(Report.objects.get().pk)


def test_a_repeated_key_is_one_report(client, town):
    fields = {"api_key": "demo", "service_code": "living-lamp", "address_string": "路口"}
    sent = [
        client.post(f"{V2}/requests.json", fields, headers={"Idempotency-Key": "k"}).json()
        for _time in range(2)
    ]
    assert sent[0][0]["service_request_id"] == sent[1][0]["service_request_id"]
    assert Case.objects.count() == 1


def test_a_batch_service_answers_a_token(client, send, settings):
    settings.OPEN311_BATCH = frozenset({"living-lamp"})
    [made] = send().json()
    assert set(made) == {"token"}
    [found] = client.get(f"{V2}/tokens/{made['token']}.json").json()
    assert found == {"token": made["token"], "service_request_id": Case.objects.get().number}
    assert xml(client.get(f"{V2}/tokens/{made['token']}.xml")).findtext("request/token") == made["token"]
    faults(client.get(f"{V2}/tokens/{'0' * 32}.json"), 404)


def test_reading_narrows_by_number_service_status_and_time(client, town, send):
    lamp, cold = send().json()[0]["service_request_id"], say(town).number
    get = lambda query="": [
        row["service_request_id"] for row in client.get(f"{V2}/requests.json{query}").json()
    ]  # noqa: E731
    assert get() == [cold, lamp]
    assert get("?service_code=living-lamp") == [lamp]
    assert get("?service_code=living-lamp,living-heat-cold") == [cold, lamp]
    assert get(f"?service_request_id={lamp},20200101-000001") == [lamp]
    assert get("?status=closed") == []
    assert get("?status=open,closed") == [cold, lamp]
    case = Case.objects.get(serial=int(lamp.split("-")[1]))
    cases.withdraw(resident(case.reports.get().pk), case)
    assert get("?status=closed") == [lamp]
    assert get("?status=open") == [cold]
    tomorrow = (clock.local() + timedelta(days=1)).isoformat(timespec="seconds")
    assert get(f"?start_date={tomorrow}".replace("+", "%2B")) == []
    assert get(f"?end_date={tomorrow}") == [cold, lamp]
    assert get("?end_date=2020-01-01T00:00:00Z") == []
    assert get("?page_size=1") == [cold]
    assert get("?page_size=1&page=2") == [lamp]


@pytest.mark.parametrize("query", [
    "start_date=yesterday", "start_date=2026-01-01", "start_date=2026-01-01T00:00:00", "end_date=9999-99-99T00:00:00Z",
    "start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z",
    "status=done", "page=0", "page=x", "page_size=1001", "service_code=a%20b", "service_request_id=%00",
])  # fmt: skip
def test_wrong_words_of_a_reading_are_named(client, town, query):
    names = [part.split("=")[0] for part in query.split("&")]
    assert names[0] in faults(client.get(f"{V2}/requests.json?{query}"))


def test_updates_follow_the_case(client, town):
    case = say(town)
    cases.withdraw(resident(case.reports.get().pk), case)
    rows = client.get(f"{V2}/servicerequestupdates.json").json()
    assert [row["status"] for row in rows] == ["open", "closed"]
    assert len({row["update_id"] for row in rows}) == 2
    [first, _last] = xml(client.get(f"{V2}/servicerequestupdates.xml")).findall("request_update")
    assert first.findtext("service_request_id") == case.number


def test_reading_costs_the_same_however_many_rows(client, town):
    costs = []
    for rounds in (1, 12):
        for _round in range(rounds):
            say(town)
        for path in ("requests", "servicerequestupdates", "services"):
            with CaptureQueriesContext(connections["default"]) as asked:
                client.get(f"{V2}/{path}.json")
            costs.append(len(asked))
    assert costs == [1, 2, 0, 1, 2, 0]


def test_reading_is_open_to_every_origin_and_writing_is_not(client, town, send):
    assert client.get(f"{V2}/requests.json")["Access-Control-Allow-Origin"] == "*"
    preflight = client.options(f"{V2}/requests.json")
    assert (preflight.status_code, preflight["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert "Access-Control-Allow-Origin" not in send()


def test_the_charset_can_be_left_out(client, town, settings):
    settings.OPEN311_CHARSET = False
    assert client.get(f"{V2}/services.xml")["Content-Type"] == "text/xml"
    assert client.get(f"{V2}/services.json")["Content-Type"] == "application/json"


def test_unknown_paths_and_methods_are_problem_details(client, town):
    for path in (f"{V2}/nothing.json", f"{V2}/services.txt", "/api/v1/nothing"):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (
            404,
            "application/problem+json; charset=utf-8",
        )
    wrong = ((f"{V2}/services.json", "post"), (f"{V2}/requests.json", "delete"), ("/api/v1/cases/", "delete"))
    for path, method in wrong:
        answer = getattr(client, method)(path)
        assert answer.status_code == 405
        assert answer["Content-Type"].startswith("application/problem+json")
        assert "GET" in answer["Allow"]


def test_a_body_that_is_no_form_is_refused(client, town):
    wrong = client.post(f"{V2}/requests.json", b"--x\r\n", content_type="multipart/form-data; boundary=")
    assert "read" in faults(wrong)
    assert "api_key" in faults(client.post(f"{V2}/requests.json", "{}", content_type="application/json"), 403)
