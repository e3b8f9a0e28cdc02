"""The desk of certificates that must not be issued: says no and where to go, keeps who asked and never who was sent."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours, Refused
from gongzhi.kit.journal.models import Entry
from gongzhi.kit.reference import bump
from gongzhi.kit.registers import registry
from gongzhi.town.access.actor import system
from gongzhi.town.certificates import commands, queries
from gongzhi.town.certificates.models import CertificateAsking, CertificateKind
from gongzhi.town.people import commands as people
from gongzhi.town.people.commands import actor_of

KIND = "ZM-08"


@pytest.fixture
def note(town):
    def make(**more):
        given = {"kind": KIND, "area_id": town.areas.community.pk, "asker_name": "某银行（测试）", **more}
        return commands.record_asking(actor_of("worker"), **given)

    return make


def test_the_twenty_are_there_with_a_basis(town):
    found = queries.kinds()
    assert len(found) == 20
    assert all(one.agency and "20号" in one.basis and "待确认" in one.basis for one in found)
    assert [one.name for one in queries.kinds("婚姻")] == ["婚姻状况证明"]


def test_who_asked_is_noted_and_nobody_else(town, note):
    made = note(purpose="办按揭")
    assert (made.asker_name, made.agency) == ("某银行（测试）", queries.kind_of(KIND).agency)
    named = {field.name for field in CertificateAsking._meta.get_fields()}
    assert not named & {"name", "phone", "person", "resident", "subject_id", "id_number", "address"}
    assert Entry.objects.filter(verb="record_asking").count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "ZM-99"}, "kind"),
        ({"asker_name": " "}, "asker_name"),
        ({"asker_id": 999_999, "asker_name": ""}, "asker_id"),
        ({"purpose": "张某 13800138000"}, "purpose"),
        ({"asker_name": "220102199001011234"}, "asker_name"),
    ],
)
def test_wrong_words_are_refused_at_their_field(note, given, field):
    with pytest.raises(Refused) as wrong:
        note(**given)
    assert wrong.value.field == field and not CertificateAsking.objects.exists()


def test_only_at_ones_own_counter(town, note):
    with pytest.raises(NotYours):
        note(area_id=town.areas.district.pk)
    with pytest.raises(NotYours):
        commands.record_asking(
            actor_of("heating"), kind=KIND, area_id=town.areas.community.pk, asker_name="某银行（测试）"
        )


def test_a_mistake_is_taken_back_once_with_a_reason(town, note):
    made = note()
    commands.withdraw_asking(actor_of("worker"), made, reason="记错了")
    with pytest.raises(NotNow):
        commands.withdraw_asking(actor_of("worker"), made, reason="又一次")
    assert queries.by_asker(actor_of("worker")) == []


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_two_take_it_back_at_once(town, note):
    made, said, start = note(), [], threading.Barrier(2, timeout=20)

    def press():
        try:
            start.wait()
            commands.withdraw_asking(actor_of("worker"), made, reason="记错了")
            said.append("done")
        except NotNow:
            said.append("told")
        finally:
            connections.close_all()

    both = [threading.Thread(target=press) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(30)
    assert sorted(said) == ["done", "told"]


def test_a_kind_is_corrected_and_can_end(town):
    CertificateKind.objects.filter(code=KIND).update(valid_to=clock.today() - timedelta(days=1))
    bump("certificates")
    assert queries.kind_of(KIND) is None and len(queries.kinds()) == 19
    assert registry.get("certificate_kinds").may(system("测试"))
    assert not registry.get("certificate_kinds").may(actor_of("worker"))


def test_the_way_through_the_desk(town, come):
    worker = come("worker")
    assert "婚姻状况证明" in worker.get("/town/certificates/?q=婚姻").content.decode()
    assert "清单里没有这种证明" in worker.get("/town/certificates/?q=不存在的").content.decode()
    page = worker.get(f"/town/certificates/{KIND}/").content.decode()
    assert "社区不出具这种证明" in page and "记下是谁要的" in page
    assert "告知单" in worker.get(f"/town/certificates/{KIND}/slip/").content.decode()
    empty = worker.post(
        f"/town/certificates/{KIND}/", {"area_id": town.areas.community.pk, "purpose": "买房"}
    )
    assert empty.status_code == 422 and "买房" in empty.content.decode()
    sent = {
        "area_id": town.areas.community.pk,
        "asker_name": "某中介（测试）",
        "purpose": "买房",
        "key": "once-only",
    }
    first, second = (worker.post(f"/town/certificates/{KIND}/", sent) for _ in range(2))
    assert first.status_code == 302 and first["Location"] == second["Location"]
    assert "某中介（测试）" in worker.get(first["Location"]).content.decode()
    bare = worker.post(first["Location"], {"reason": ""})
    assert bare.status_code == 422
    assert worker.post(first["Location"], {"reason": "记错了"}).status_code == 302
    assert worker.post(first["Location"], {"reason": "又一次"}).status_code == 409
    assert "已作废" in worker.get(first["Location"]).content.decode()


def test_a_figure_opens_exactly_its_entries(town, note, come):
    note(), note(asker_name="某银行（测试）分行"), note(kind="ZM-01")
    page = come("worker").get("/town/certificates/askers/").content.decode()
    link = page.split('class="num"><a href="')[1].split('"')[0].replace("&amp;", "&")
    rows = come("worker").get(link).content.decode()
    assert queries.by_asker(actor_of("worker"))[0]["count"] == 2
    assert rows.count('class="ttl" href="/town/certificates/asked/') == 2


def test_the_year_of_the_figures_is_the_citys(town, note):
    with clock.at(datetime(2025, 12, 31, 15, 59, tzinfo=clock.now().tzinfo)):
        note()
    assert queries.by_asker(actor_of("worker")) == []


def test_administrators_see_nothing(town, note, come):
    note()
    assert come("system").get("/town/certificates/asked/").status_code == 403
    assert not queries.listed(actor_of("system")).exists()


def test_the_list_takes_the_same_statements_for_any_number(town, note, come):
    worker, counts = come("worker"), []
    worker.get("/town/certificates/asked/")  # reference data is read once
    for more in (1, 12):
        for _ in range(more):
            note()
        with CaptureQueriesContext(connection) as seen:
            worker.get("/town/certificates/asked/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_residents_read_it_without_signing_in(town):
    visitor = Client()
    page = visitor.get("/p/certificates/").content.decode()
    assert page.count("<summary>") >= 20 and "公安派出所" in page
    assert visitor.get("/p/certificates/?q=婚姻").content.decode().count('<details class="fold" open') == 1
    assert "/p/certificates/" in visitor.get(f"/p/{town.areas.community.code}/").content.decode()


def test_by_api(client, town):
    def ask(way, address, person="worker", scopes=("certificates:read", "certificates:write"), **data):
        plain = people.issue_token(getattr(town, person), town.users[person], "测试", list(scopes), 1)
        more = {"HTTP_AUTHORIZATION": f"Bearer {plain}"}
        if way == "get":
            return client.get(f"/api/v1/certificates/{address}", **more)
        return client.post(f"/api/v1/certificates/{address}", data, content_type="application/json", **more)

    given = {"kind": KIND, "area_id": town.areas.community.pk, "asker_name": "某银行（测试）"}
    assert len(ask("get", "kinds").json()) == 20
    assert ask("post", "askings", scopes=("certificates:read",), **given).status_code == 403
    made = ask("post", "askings", **given)
    assert made.status_code == 201, made.content
    assert [row["id"] for row in ask("get", "askings").json()["items"]] == [made.json()["id"]]
    assert ask("get", "askers").json()[0]["count"] == 1
    back = ask("post", f"askings/{made.json()['id']}/withdraw", reason="记错了")
    assert back.status_code == 200 and back.json()["withdrawn_at"]
    assert ask("post", f"askings/{made.json()['id']}/withdraw", reason="记错了").status_code == 409
