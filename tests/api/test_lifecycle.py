"""The whole way through the HTTP API, each request authenticated, and the statements that each one costs."""

import json

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongzhi.kit import reference
from gongzhi.town.access.actor import system
from gongzhi.town.people.commands import issue_token

SCOPES = ["cases:read", "cases:write", "whistles:read", "whistles:write", "tasks:read", "tasks:write"]
NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET ")


class Caller:
    """A person's token at the API."""

    def __init__(self, user):
        self.token = issue_token(system("test"), user, "test", SCOPES, 30)
        self.client = Client()
        self.statements = []

    def send(self, method, path, data=None, key=None):
        headers = {"Authorization": f"Bearer {self.token}"}
        if key:
            headers["Idempotency-Key"] = key
        with (
            CaptureQueriesContext(connections["default"]) as here,
            CaptureQueriesContext(connections["keys"]) as keys,
        ):
            body = json.dumps(data) if data is not None else None
            answer = self.client.generic(
                method, f"/api/v1{path}", body or "", "application/json", headers=headers
            )
        every = [q["sql"] for q in [*here.captured_queries, *keys.captured_queries]]
        self.statements = [sql for sql in every if not sql.upper().startswith(NOT_COUNTED)]
        self.status, answer.data = answer.status_code, json.loads(answer.content) if answer.content else None
        return answer.data

    def post(self, path, data=None, key=None):
        return self.send("POST", path, data, key)

    def get(self, path):
        return self.send("GET", path)


@pytest.fixture
def callers(db):
    from gongzhi.demo import small

    town = small.build()
    reference.warm()
    return town, {name: Caller(user) for name, user in town.users.items()}


def report(town, caller, key=None, **more):
    data = {
        "category": "living-heat-cold",
        "text": "二单元暖气不热",
        "area": town.areas.unit.pk,
        "channel": "worker",
        **more,
    }
    return caller.post("/cases/", data, key)


def test_the_whole_way_and_what_it_costs(callers):
    town, by = callers
    report(
        town, by["worker"], phone="13800000000", name="李桂兰", consent=True
    )  # places and rules are in memory now
    case = report(town, by["worker"], "k1", phone="13800000000", name="李桂兰", consent=True)
    assert by["worker"].status == 201
    assert len(by["worker"].statements) <= 6, by["worker"].statements
    pk = case["id"]
    steps = [
        ("head", f"/cases/{pk}/raise_up", {"reason": "不是自家阀门的事"}),
        ("worker", f"/cases/{pk}/raise_up", {"reason": "物业无权动"}),
    ]
    for who, path, data in steps:
        by[who].post(path, data, key=f"{who}{path}"[-70:])
        assert by[who].status == 200
        assert len(by[who].statements) <= 8
    call = [
        {"organisation_id": town.organisations.heating.pk, "lead": True},
        {"organisation_id": town.organisations.civil.pk},
    ]
    whistle = by["clerk"].post(
        f"/cases/{pk}/propose", {"kind": "unsolved", "request": "更换阀门", "call": call}, "p"
    )
    assert by["clerk"].status == 201, whistle
    assert len(by["clerk"].statements) <= 8, by["clerk"].statements
    by["leader"].post(f"/whistles/{whistle['id']}/sign", {}, "s")
    assert by["leader"].status == 200
    assert len(by["leader"].statements) <= 8, by["leader"].statements
    for who in ("heating", "civil"):
        mine = by[who].get(f"/report-ins/?case={pk}")["items"]
        mine = next(row for row in mine if row["organisation_id"] == getattr(town.organisations, who).pk)
        for verb, data in (("report_in", {}), ("finish", {"measures": "更换阀门", "spoken_with": "住户"})):
            by[who].post(f"/report-ins/{mine['id']}/{verb}", data, f"{who}{verb}")
            assert by[who].status == 200
            assert len(by[who].statements) <= 8, by[who].statements
    by["head"].post(f"/cases/{pk}/verify", {}, "v")
    assert by["head"].status == 200
    assert len(by["head"].statements) <= 8
    rated = {
        "number": case["number"],
        "code": case["trace_code"],
        "contacted": True,
        "solved": True,
        "satisfaction": "good",
    }
    assert by["head"].post("/trace/rate", rated, "r") == {"number": case["number"], "stage": "closed"}
    assert len(by["head"].statements) <= 8, by["head"].statements
    shown = by["clerk"].get(f"/cases/{pk}")
    assert len(by["clerk"].statements) <= 5, by["clerk"].statements
    assert shown["stage"] == "closed"
    assert "13800000000" not in json.dumps(shown)


def test_a_page_of_the_list_costs_the_same_however_many_rows(callers):
    town, by = callers
    costs = []
    for rounds in (2, 20):
        for _ in range(rounds):
            report(town, by["worker"])
        rows = by["clerk"].get("/cases/?limit=100")["items"]
        costs.append(len(by["clerk"].statements))
        assert len(rows) >= rounds
    assert costs == [2, 2]


def test_a_repeated_post_is_one_and_a_strange_key_is_a_conflict_without_content(callers):
    town, by = callers
    first = report(town, by["worker"], "same")
    again = report(town, by["worker"], "same")
    assert first["id"] == again["id"]
    answer = report(town, by["clerk"], "same")
    assert by["clerk"].status == 409
    assert first["number"] not in json.dumps(answer)


def test_problems_are_problem_details(callers):
    town, by = callers
    assert by["head"].get("/cases/00000000-0000-7000-8000-000000000000")["status"] == 404
    case = report(town, by["worker"])
    wrong = by["worker"].post(f"/cases/{case['id']}/raise_up", {"reason": "手机13800000000"})
    assert by["worker"].status in (403, 422)
    assert wrong["title"]
    by["head"].post(f"/cases/{case['id']}/raise_up", {"reason": ""})
    assert by["head"].status == 422
    anonymous = Client().get("/api/v1/cases/")
    assert anonymous.status_code == 401
    assert anonymous["WWW-Authenticate"] == "Bearer"


def test_a_point_is_found_in_either_coordinates(callers):
    from gongzhi.town.areas import geo
    from gongzhi.work.cases.models import Case

    town, by = callers
    lon, lat = geo.to_gcj02(125.3051, 43.9051)
    for query in ("lon=125.3051&lat=43.9051", f"lon={lon}&lat={lat}&coordinates=gcj02"):
        found = by["worker"].get(f"/reference/at?{query}")
        assert [one["level"] for one in found["areas"]] == ["district", "street", "community", "grid"]
        assert found["buildings"] == [{"id": town.areas.building.pk, "name": "富丰家园3栋", "metres": 14}]
    assert len(by["worker"].statements) == 2
    assert by["worker"].get("/reference/at?lon=125.9&lat=43.9")["areas"] == []
    by["worker"].get("/reference/at?lon=125.9")
    assert by["worker"].status == 422
    report(town, by["worker"], area=None, lon=lon, lat=lat, coordinates="gcj02")
    case = Case.objects.get()
    assert (round(case.lon, 6), round(case.lat, 6), case.grid_id) == (125.3051, 43.9051, town.areas.grid.pk)
    report(town, by["worker"], area=None, lon=125.9, lat=43.9)
    lost = Case.objects.exclude(pk=case.pk).get()
    assert (lost.lon, lost.street_id, lost.desk_id) == (125.9, None, town.areas.city.pk)
