"""The town's pages: who may enter, what they show, how many statements they take."""

from datetime import date, timedelta

import pytest

from gongzhi.kit import clock
from gongzhi.kit.records import rules
from gongzhi.kit.reference import bump
from gongzhi.town.areas import commands as areas
from gongzhi.town.areas.models import Area
from gongzhi.town.calendar.models import Day, Hours
from gongzhi.town.documents.models import Clause, Document
from gongzhi.town.people.models import Post


def words(page):
    return page.content.decode()


def opens(client, addresses):
    return {address: client.get(address).status_code for address in addresses}


RULE = "/town/rules/rate.days/"
EVERYBODY = (
    "system", "clerk", "head", "heating", "mayor", "caller", "audit", "security", "liaison", "dispatcher", "sorter",
)  # fmt: skip
DOORS = {
    "/town/organisations/": {
        "system",
        "clerk",
        "head",
        "heating",
        "mayor",
        "liaison",
        "dispatcher",
        "sorter",
    },
    "/town/registers/": {"system", "clerk", "dispatcher", "sorter"},
    "/town/rules/": {"system"},
    RULE: {"system"},
    "/town/calendar/": set(EVERYBODY),
    "/town/documents/": set(EVERYBODY),
}


@pytest.mark.parametrize("name", EVERYBODY)
def test_each_page_opens_for_its_roles_and_no_other(come, name):
    client = come(name)
    assert opens(client, DOORS) == {address: 200 if name in who else 403 for address, who in DOORS.items()}


def test_signed_out_is_sent_to_sign_in(client, town):
    for address in (*DOORS, "/town/areas/", f"/town/areas/{town.areas.city.pk}/"):
        assert client.get(address).headers["Location"].startswith("/account/login/")


def test_the_tree_is_walked_with_its_seats(come, town):
    client = come("clerk")
    assert client.get("/town/areas/").headers["Location"] == f"/town/areas/{town.areas.street.pk}/"
    street = words(client.get(f"/town/areas/{town.areas.street.pk}/"))
    assert "欣园社区" in street and "新月社区" in street and "网格长" in street
    grid = words(client.get(f"/town/areas/{town.areas.grid.pk}/"))
    assert "王*英" in grid or "王**" in grid and "王秀英" not in grid
    assert "空缺" in grid and "虚构示意" in grid and "3栋" in grid
    building = words(client.get(f"/town/areas/{town.areas.building.pk}/"))
    assert "2单元" in building and "富丰家园" in building
    assert client.get(f"/town/areas/{town.areas.unit.pk}/").status_code == 200
    assert client.get("/town/areas/999999/").status_code == 404


def test_a_seat_that_ends_becomes_vacant(come, town):
    client = come("mayor")
    page = f"/town/areas/{town.areas.community.pk}/"
    before = client.get(page).context["whole"]
    assert (before.there["grid"], before.held["grid"], before.vacancies) == (2, 2, 2)
    Post.objects.filter(user=town.users["head"]).update(valid_to=clock.today() - timedelta(days=1))
    after = client.get(page).context["whole"]
    assert (after.held["grid"], after.vacancies) == (1, 3)


def test_areas_are_found_by_name_and_code(come, town):
    client = come("district")
    for asked in ("欣园", "220103010001", "3栋"):
        assert "22010301" in words(client.get("/town/areas/", {"q": asked}))
    assert "没有符合" in words(client.get("/town/areas/", {"q": "查无此处"}))


def test_who_took_whose_place_is_said(come, town):
    Area.objects.filter(pk=town.areas.grid2.pk).update(valid_from=date(2020, 1, 1))
    new = areas.rename(
        town.system, town.areas.grid2, name="第二网格（新）", basis="街道批复", on=clock.today()
    )
    client = come("clerk")
    assert "第二网格（新）" in words(client.get(f"/town/areas/{town.areas.grid2.pk}/"))
    page = words(client.get(f"/town/areas/{new.pk}/"))
    assert "更名" in page and "街道批复" in page


def test_an_organisation_shows_its_people_and_masks_mobiles(come, town):
    from gongzhi.kit.privacy.seal import seal

    user = town.users["clerk"]
    user.phone_sealed = seal({"phone": "13900000001"}, "user:clerk", "staff-contact")["phone"]
    user.save()
    page = words(come("heating").get(f"/town/organisations/{town.organisations.street.pk}/"))
    assert "赵国强" in page and "街道经办" in page and "139****0001" in page and "13900000001" not in page
    page = words(come("system").get(f"/town/organisations/{town.organisations.street.pk}/"))
    assert "139****0001" not in page and "13900000001" not in page
    community = words(come("clerk").get(f"/town/organisations/{town.organisations.community.pk}/"))
    assert "王秀英" not in community and "吴晓丽" in community
    assert come("clerk").get("/town/organisations/999999/").status_code == 404


def test_the_directory_is_filtered_and_exported(come, town):
    client = come("clerk")
    assert "区供热办" in words(client.get("/town/organisations/?kind=department"))
    assert "区供热办" not in words(client.get("/town/organisations/?kind=street_office"))
    street = words(client.get(f"/town/organisations/?street={town.areas.street.pk}"))
    assert "欣园街道" in street and "区民政局" not in street
    assert "区民政局" in words(client.get("/town/organisations/?q=民政"))
    assert "没有符合" in words(client.get("/town/organisations/?area=abc"))
    for form in ("xlsx", "print"):
        assert client.get(f"/town/organisations/?as={form}").status_code == 200


def test_a_rule_is_looked_at_then_set_from_a_day(come, town):
    client = come("system")
    tomorrow = clock.today() + timedelta(days=1)
    given = {
        "value": "9",
        "area": "",
        "valid_from": tomorrow.isoformat(),
        "basis": "市政府办公厅通知",
        "clause_id": "",
    }
    looked = client.post(RULE, {**given, "do": "look"})
    assert (
        looked.status_code == 200
        and "会这样改" in words(looked)
        and rules.value("rate.days", on=tomorrow) == 7
    )
    assert client.post(RULE, {**given, "do": "set"}).status_code == 302
    assert (rules.value("rate.days"), rules.value("rate.days", on=tomorrow)) == (7, 9)
    page = words(client.get(RULE))
    assert "未到" in page and "市政府办公厅通知" in page and "待确认" in page
    for wrong in (
        {"value": "九"},
        {"value": '{"a": 1}'},
        {"basis": ""},
        {"area": "999"},
        {"valid_from": "2020-01-01"},
    ):
        page = client.post(RULE, {**given, "do": "set", **wrong})
        assert page.status_code == 422, wrong
    assert client.get("/town/rules/no.such/").status_code == 404


def test_a_rule_of_one_district_and_a_structured_value(come, town):
    client = come("system")
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    given = {
        "value": '{"amount": 5, "unit": "days"}',
        "area": "220103",
        "valid_from": tomorrow,
        "basis": "区里定",
        "do": "set",
    }
    assert client.post("/town/rules/limit.ordinary/", given).status_code == 302
    assert "宽城区" in words(client.get("/town/rules/limit.ordinary/"))
    bad = client.post("/town/rules/limit.ordinary/", {**given, "value": '{"amount": 5}'})
    assert bad.status_code == 422 and "一样的写法" in words(bad)
    assert "待确认" in words(client.get("/town/rules/?doubt=1"))
    assert "评价" in words(client.get("/town/rules/?q=评价"))


def test_holidays_and_hours_are_entered_by_the_keeper_only(come, town):
    first = clock.today() + timedelta(days=30)
    given = {
        "first": first,
        "last": first + timedelta(days=2),
        "working": "0",
        "name": "测试节",
        "basis": "测试通知",
    }
    assert come("clerk").post("/town/calendar/days/", given).status_code == 403
    client = come("system")
    assert client.post("/town/calendar/days/", given).status_code == 302
    assert Day.objects.filter(name="测试节").count() == 3
    assert "测试节" in words(client.get(f"/town/calendar/?year={first.year}"))
    assert (
        client.post("/town/calendar/days/", {**given, "last": first - timedelta(days=1)}).status_code == 422
    )
    assert (
        client.post(
            "/town/calendar/days/", {**given, "first": date(2020, 1, 1), "last": date(2020, 1, 1)}
        ).status_code
        == 422
    )
    hours = {"valid_from": first, "morning_from": "09:00", "morning_to": "12:00", "afternoon_from": "13:30",
             "afternoon_to": "17:30", "basis": "测试"}  # fmt: skip
    assert client.post("/town/calendar/hours/", hours).status_code == 302
    assert Hours.objects.filter(valid_from=first).exists()
    assert client.post("/town/calendar/hours/", {**hours, "morning_to": "08:00"}).status_code == 422


def test_documents_and_clauses_are_entered_and_repealed(come, town):
    paper = {
        "code": "WJ-1",
        "title": "某办法",
        "status": "unconfirmed",
        "number": "",
        "issuer": "",
        "issued_on": "",
        "source": "",
    }
    assert come("clerk").post("/town/documents/enter/", paper).status_code == 403
    client = come("system")
    address = client.post("/town/documents/enter/", paper).headers["Location"]
    assert client.post("/town/documents/enter/", paper).status_code == 422
    assert (
        client.post("/town/documents/enter/", {**paper, "code": "WJ-2", "status": "confirmed"}).status_code
        == 422
    )
    assert client.post(f"{address}clauses/", {"number": "第一条", "text": "内容"}).status_code == 302
    assert client.post(f"{address}clauses/", {"number": "第一条", "text": ""}).status_code == 422
    assert Clause.objects.get().number == "第一条"
    assert client.post(f"{address}repeal/", {"on": clock.today().isoformat()}).status_code == 302
    assert Document.objects.get(code="WJ-1").repealed_on == clock.today()
    assert "某办法" in words(come("head").get(address))


@pytest.mark.parametrize(("address", "most"), [
    ("/town/areas/{district}/", 12), ("/town/areas/{grid}/", 9), ("/town/organisations/", 3),
    ("/town/organisations/{office}/", 9),
    ("/town/rules/", 3), ("/town/calendar/", 4), ("/town/documents/", 3), ("/town/registers/", 3),
])  # fmt: skip
def test_pages_take_a_constant_number_of_statements(come, town, address, most, django_assert_max_num_queries):
    office = town.organisations.street.pk
    address = address.format(district=town.areas.district.pk, grid=town.areas.grid.pk, office=office)
    client = come("system")
    client.get(address)
    with django_assert_max_num_queries(most):
        client.get(address)
    for n in range(3, 9):
        Area.objects.create(level="grid", code=f"22010301000100{n}", name=f"第{n}网格", parent=town.areas.community,
                            lineage=[*town.areas.community.lineage, 10_000 + n], pk=10_000 + n)  # fmt: skip
    bump("areas")
    client.get(address)
    with django_assert_max_num_queries(most):
        client.get(address)
