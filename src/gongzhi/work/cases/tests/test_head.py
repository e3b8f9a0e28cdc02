"""The heads' pages: what is due, in two taps; one line is enough; only their own place."""

import pytest

from gongzhi.kit.journal.models import Entry
from gongzhi.town.access.actor import resident
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.models import Case, Report
from gongzhi.work.cases.tests.pages import hidden, words


@pytest.fixture
def head(client, town):
    client.force_login(town.users["head"], backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def line(head):
    """``line(text, do)``: the one-line record pressed."""

    def press(text, do="report", **more):
        page = head.get("/")
        form = {"key": hidden(page, "key"), "area": hidden(page, "area"), "line": text, "do": do}
        return head.post("/today/record/", form | more)

    return press


def test_the_front_page_depends_on_who_comes(client, town, head):
    assert "第一网格" in words(head.get("/"))
    client.logout()
    assert client.get("/").headers["Location"] == "/r/"


def test_today_shows_what_is_due_with_its_buttons(head, told):
    case = told()
    page = words(head.get("/"))
    assert case.title in page
    for verb in ("accept", "resolve", "raise_up"):
        assert f"/today/{case.pk}/{verb}/" in page
    assert head.post(f"/today/{case.pk}/accept/", {"next": "/"}).headers["Location"] == "/"
    case.refresh_from_db()
    assert case.stage == "accepted"


def test_get_changes_nothing(head, told):
    case = told()
    before = Entry.objects.count()
    for address in (
        "/",
        "/today/",
        "/today/areas/",
        "/today/noted/",
        f"/today/{case.pk}/",
        "/?at=220103010001001003",
    ):
        assert head.get(address).status_code == 200, address
    assert head.get("/today/record/").status_code == 405
    assert head.get(f"/today/{case.pk}/accept/").status_code == 405
    assert Entry.objects.count() == before


def test_a_step_without_its_words_is_asked_for_them(head, told):
    case = told()
    page = head.post(f"/today/{case.pk}/resolve/", {"measures": ""})
    assert page.status_code == 422
    assert case.title in words(page)
    head.post(f"/today/{case.pk}/resolve/", {"measures": "换了灯泡", "next": "/"})
    case.refresh_from_db()
    assert case.outcome == "换了灯泡"


def test_urged_is_said(head, told):
    case = told()
    cases.urge(resident(Report.objects.get().pk), case)
    assert "居民催了" in words(head.get("/"))


def test_who_resolved_is_not_asked_to_verify(client, head, town, told):
    case = told(category="living-heat-cold")
    cases.raise_up(town.head, case, reason="修不了")
    cases.resolve(town.worker, case, measures="社区修了")
    page = words(head.get("/"))
    assert f"/today/{case.pk}/verify/" in page
    assert "社区修了" in page
    head.post(f"/today/{case.pk}/verify/", {"next": "/"})
    case.refresh_from_db()
    assert case.stage == "verified"


def test_one_line_notes_what_was_done(line):
    assert line("3栋楼道灯不亮，换了灯泡", "note").headers["Location"] == "/"
    case = Case.objects.get()
    assert (case.stage, case.outside_rates, case.address[-4:]) == ("noted", True, "第一网格")


def test_one_line_reports_what_others_must_do(line, town):
    line("3栋楼道灯不亮")
    case = Case.objects.get()
    assert (case.stage, case.channel, case.desk_id) == ("reported", "head", town.areas.grid.pk)


def test_a_double_press_is_one_case(head, town):
    form = {"key": "e" * 32, "area": town.areas.grid.pk, "line": "楼道灯不亮", "do": "report"}
    head.post("/today/record/", form)
    head.post("/today/record/", form)
    assert Case.objects.count() == 1


def test_a_line_of_no_kind_asks_once_and_keeps_it(line):
    page = line("qqq www", "note")
    assert "qqq www" in words(page)
    assert not Case.objects.exists()
    assert line("qqq www", "note", category="living-lamp").status_code == 302
    assert Case.objects.get().stage == "noted"


def test_an_empty_line_is_said(line):
    assert line("").status_code == 422


def test_a_place_of_others_is_not_recorded(line, town):
    page = line("楼道灯不亮", area=town.areas.grid2.pk)
    assert page.status_code == 422
    assert not Case.objects.exists()


def test_the_code_at_a_door_sets_the_place_for_its_head(head, town):
    answer = head.get(f"/r/q/{town.areas.unit.code}/")
    assert answer.headers["Location"] == f"/?at={town.areas.unit.code}"
    assert "富丰家园3栋2单元" in words(head.get(answer.headers["Location"]))


def test_the_code_of_another_grid_opens_the_residents_page(client, town):
    client.force_login(town.users["neighbour"], backend="django.contrib.auth.backends.ModelBackend")
    assert "扫楼门二维码得来" in words(client.get(f"/r/q/{town.areas.unit.code}/"))


def test_what_others_see_is_not_mine(client, town, told):
    case = told()
    client.force_login(town.users["neighbour"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/today/{case.pk}/").status_code == 404
    assert client.post(f"/today/{case.pk}/accept/").status_code == 404


def test_my_areas_and_what_i_recorded(line, head, town):
    line("楼道灯不亮", area=town.areas.building.pk)
    page = words(head.get("/today/areas/"))
    assert "3栋" in page
    assert "在办 1 件" in page
    assert "楼道灯不亮" in words(head.get("/today/noted/"))
    assert "楼道灯不亮" in words(head.get(f"/today/noted/?area={town.areas.building.pk}"))
    assert head.get(f"/today/noted/?area={town.areas.grid2.pk}").status_code == 404


def test_whoever_is_no_head_is_told_so(client, town):
    client.force_login(town.users["clerk"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/today/").status_code == 403


def test_codes_are_printed_for_ones_own_place(client, town):
    client.force_login(town.users["worker"], backend="django.contrib.auth.backends.ModelBackend")
    assert "第一网格" in words(client.get("/town/codes/"))
    page = words(client.get(f"/town/codes/{town.areas.grid.pk}/"))
    assert page.count('class="qr-code"') == 2
    assert "富丰家园3栋2单元" in page
    assert client.get(f"/town/codes/{town.areas.community2.pk}/").status_code == 404
    client.force_login(town.users["heating"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/town/codes/").status_code == 403
    client.logout()
    assert client.get("/town/codes/").status_code == 302
