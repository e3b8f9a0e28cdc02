"""None of the three administrators sees a case, a report, a resident's name or telephone, on any page of the house."""

import io
import re
import zipfile

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from gongzhi.town.access.actor import resident
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.models import Case, Report
from gongzhi.work.whistles import commands as whistles
from gongzhi.work.whistles.models import ReportIn, Whistle

WORDS = ("锅炉房的烟囱歪了", "慕容", "1390000", "请供热办扶正")
SKIPPED = (
    "account/",
    "static/",
    "api/",
    "open311/",
    "style/",
    "r/",
    "healthz",
    "readyz",
    "metrics",
    "i18n/",
    "type/",
)


@pytest.fixture
def told(town):
    """A case with its reporter, a whistle and a call; and everything a page could be asked for by id."""
    case = cases.report(
        resident(), channel="resident", category=catalogue().coded("living-heat-cold"), at=town.place,
        telling=Telling(text="锅炉房的烟囱歪了", name="慕容雪", phone="13900000001", consent=True), title="锅炉房的烟囱歪了",
    )  # fmt: skip
    cases.raise_up(town.head, case.pk, reason="网格办不了，请社区接。")
    cases.raise_up(town.worker, case.pk, reason="社区办不了，请街道接。")
    call = [{"organisation_id": town.organisations.heating.pk, "lead": True, "reason": "清单第31条"}]
    made = whistles.propose(town.clerk, case.pk, kind="unsolved", call=call, request="请供热办扶正")
    whistles.sign(town.leader, made.pk)
    return case


def addresses(resolver=None, before=""):
    """Every route of the house as it is written, apart from doors that have tests of their own."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if route.startswith(SKIPPED):
            continue
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        elif isinstance(entry, URLPattern):
            yield route


def filled(route, town):
    """The route with each kind of thing there is."""
    things = [Case, Report, Whistle, ReportIn]
    uuids = [str(pk) for model in things for pk in model.objects.values_list("pk", flat=True)]
    numbers = [town.areas.street.pk, town.organisations.street.pk, town.users["clerk"].pk]
    if "<uuid:" in route:
        return [_put(route, "uuid", one) for one in uuids]
    if "<int:" in route:
        return [_put(route, "int", str(one)) for one in numbers]
    return [_put(_put(route, "slug", "grids"), "str", "rate.days")]


def _put(route, kind, value):
    return "/" + re.sub(rf"<{kind}:\w+>", value, route).lstrip("/")


def words_of(page):
    """What an answer says, of a workbook all its parts."""
    body = b"".join(page.streaming_content) if page.streaming else page.content
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return b"".join(book.read(name) for name in book.namelist())
    return body


@pytest.mark.parametrize("name", ["system", "security", "audit"])
def test_no_administrator_sees_what_residents_told(come, town, told, name):
    client = come(name)
    asked = 0
    for route in addresses():
        for address in filled(route, town):
            for query in ("", "?as=print", "?q=锅炉房", "?as=xlsx") if "<" not in route else ("",):
                page = client.get(address + query)
                body = words_of(page)
                asked += 1
                if "锅炉房" in query:
                    body = body.replace("锅炉房".encode(), b"")  # the search box says what was asked
                found = [word for word in WORDS if word.encode() in body]
                assert not found, (name, address, query, found)
    assert asked > 100


@pytest.mark.parametrize("name", ["system", "security", "audit"])
def test_no_administrator_takes_a_step_on_a_case(come, town, told, name):
    client = come(name)
    for verb in ("accept", "resolve", "reveal", "remark"):
        page = client.post(
            f"/cases/{told.pk}/{verb}/", {"reason": "看看", "text": "看看", "measures": "看看"}
        )
        assert page.status_code == 404, verb
    assert client.get(f"/cases/{told.pk}/").status_code == 404
