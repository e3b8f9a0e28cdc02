"""The map of cases: who sees which point, what is left out, how many statements; and what lies at a chosen point."""

import json

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongzhi.kit.reference import warm
from gongzhi.town.areas import geo
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.places import place_of
from gongzhi.work.cases import spots
from gongzhi.work.cases.models import Case

QUIET = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
POINT = {"lon": "125.3051", "lat": "43.9051"}


@pytest.fixture
def browser(town):
    def signed_in(account):
        client = Client()
        client.force_login(town.users[account], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


def points(client, query=""):
    answer = client.get(f"/cases/map/points/{query}")
    assert answer.status_code == 200
    return json.loads(answer.content)


def ids(client, query=""):
    return {one["properties"]["id"] for one in points(client, query)["features"]}


def statements(client, address):
    warm()
    with CaptureQueriesContext(connections["default"]) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:400]
    return [row["sql"] for row in asked if not row["sql"].startswith(QUIET)]


class TestPoints:
    def test_the_same_eyes_as_the_list(self, browser, town, told):
        case = told()
        elsewhere = place_of(town.areas.street2.pk)
        other = told(at=elsewhere)
        tip = told(category="tip", text="有人倒卖救济粮")
        assert ids(browser("clerk")) == {str(case.pk), str(tip.pk)}
        assert ids(browser("worker")) == {str(case.pk)}  # 举报: the community is not told
        assert ids(browser("neighbour")) == set()
        assert ids(browser("parks")) == set()
        assert ids(browser("system")) == set()
        assert str(other.pk) not in ids(browser("clerk"))

    def test_nobody_signed_in_gets_none(self, told):
        told()
        for address in ("/cases/map/", "/cases/map/points/", "/cases/at/", "/town/outlines/grid/"):
            assert Client().get(address).url.startswith("/account/login/")

    def test_the_same_filters_as_the_list(self, browser, told):
        lamp, heat = told(category="living-lamp", text="楼道灯坏了"), told()
        clerk = browser("clerk")
        assert ids(clerk, "?q=楼道灯") == {str(lamp.pk)}
        assert ids(clerk, "?stage=open") == {str(lamp.pk), str(heat.pk)}
        assert ids(clerk, "?stage=closed") == ids(clerk, "?stage=nonsense") == set()
        assert clerk.get("/cases/map/points/?q=灯").status_code == 422

    def test_where_a_case_is_drawn(self, browser, town, told):
        exact, near = told(), told(at=place_of(town.areas.grid.pk))
        nowhere = told(at=place_of(town.areas.grid2.pk))  # a grid without outline: its community's middle
        drawn = {one["properties"]["id"]: one for one in points(browser("clerk"))["features"]}
        assert drawn[str(exact.pk)]["geometry"]["coordinates"] == [125.305, 43.905]
        assert "near" not in drawn[str(exact.pk)]["properties"]
        assert drawn[str(near.pk)]["properties"]["near"] == 1
        assert drawn[str(nowhere.pk)]["properties"]["near"] == 1

    def test_what_lies_nowhere_is_counted(self, browser, town, told):
        told(at=place_of(town.areas.city.pk))
        found = points(browser("sorter"))
        assert found["features"] == []
        assert "1 件还没有定位" in found["said"]

    def test_more_than_can_be_drawn_is_said(self, browser, told, monkeypatch):
        monkeypatch.setattr(spots, "MOST", 2)
        made = [told() for _again in range(4)]
        found = points(browser("clerk"))
        assert found["more"] is True
        assert "共 4 件" in found["said"]
        assert {one["properties"]["id"] for one in found["features"]} == {
            str(one.pk) for one in made[2:]
        }  # the newest
        monkeypatch.setattr(spots, "MOST_COUNTED", 3)
        assert "3 件以上" in points(browser("clerk"))["said"]

    def test_a_box_narrows_to_the_communities_that_it_touches(self, browser, town, told):
        case = told()
        clerk = browser("clerk")
        assert ids(clerk, "?box=125.30,43.90,125.31,43.91") == {str(case.pk)}
        assert ids(clerk, "?box=125.40,43.90,125.41,43.91") == set()
        assert ids(clerk, "?box=nonsense") == {str(case.pk)}

    def test_states(self, browser, town, told):
        from gongzhi.kit import clock

        case = told()
        clerk = browser("clerk")
        [one] = points(clerk)["features"]
        assert one["properties"]["state"] == "ok"
        Case.objects.filter(pk=case.pk).update(due_at=clock.now() - clock.timedelta(hours=3))
        [one] = points(clerk)["features"]
        assert (one["properties"]["state"], one["properties"]["clock"]) == ("over", "逾期 3小时")

    def test_two_statements_whatever_the_number(self, browser, told):
        told()
        clerk = browser("clerk")
        assert len(statements(clerk, "/cases/map/points/?stage=open")) == 2
        for _again in range(5):
            told()
        assert len(statements(clerk, "/cases/map/points/?stage=open")) == 2
        assert len(statements(clerk, "/cases/map/?stage=open")) <= 2

    def test_on_a_ground_in_gcj02_the_points_are_shifted(self, browser, told, settings):
        settings.MAP_COORDINATES = "gcj02"
        told()
        [one] = points(browser("clerk"))["features"]
        assert one["geometry"]["coordinates"] == pytest.approx(geo.to_gcj02(125.305, 43.905), abs=1e-6)


class TestPage:
    def test_list_and_map_lead_to_each_other_under_the_same_filters(self, browser, told):
        told()
        clerk = browser("clerk")
        assert 'href="/cases/map/?stage=open"' in clerk.get("/cases/?stage=open").content.decode()
        page = clerk.get("/cases/map/?stage=open&at=x&box=1").content.decode()
        assert 'href="/cases/?stage=open"' in page
        assert page.count("<noscript>") == 1

    def test_a_case_leads_to_its_place(self, browser, town, told):
        case, lost = told(), told(at=place_of(town.areas.city.pk))
        page = browser("clerk").get(f"/cases/{case.pk}/").content.decode()
        assert f"/cases/map/?stage=open&amp;at={case.pk}" in page
        assert "在地图上看" not in browser("sorter").get(f"/cases/{lost.pk}/").content.decode()
        assert f"正中是“{case.title}”" in browser("clerk").get(f"/cases/map/?at={case.pk}").content.decode()

    def test_a_case_that_one_may_not_see_is_no_middle(self, browser, told):
        case = told(category="tip", text="有人倒卖救济粮")
        page = browser("worker").get(f"/cases/map/?at={case.pk}").content.decode()
        assert "倒卖" not in page
        assert "正中是" not in page


class TestOutlines:
    def test_ones_own_reach_and_304(self, browser):
        clerk = browser("clerk")
        first = clerk.get("/town/outlines/grid/")
        assert {f["properties"].get("name") for f in first.json()["features"]} == {None, "第一网格"}
        again = clerk.get("/town/outlines/grid/", headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert len(statements(clerk, "/town/outlines/grid/")) == 1  # who is signed in
        assert clerk.get("/town/outlines/moon/").status_code == 404

    def test_another_street_has_none_of_them(self, town, browser):
        from gongzhi.town.people.models import Post

        Post.objects.filter(user=town.users["clerk"]).update(area=town.areas.street2)
        assert browser("clerk").get("/town/outlines/grid/").json()["features"] == []

    def test_residents_get_no_grids(self, client, town):
        assert client.get("/r/map/outlines/community/").json()["features"]
        assert client.get("/r/map/outlines/grid/").status_code == 404

    def test_buildings_in_a_box(self, client, browser, town):
        for who, address in (
            (client, "/r/map/outlines/buildings/"),
            (browser("clerk"), "/town/outlines/buildings/"),
        ):
            found = who.get(f"{address}?box=125.30,43.90,125.31,43.91").json()["features"]
            assert [one["properties"]["name"] for one in found] == ["富丰家园3栋"]
            assert who.get(address).json()["features"] == []

    def test_a_city_may_leave_residents_without_a_map(self, client, town, settings):
        settings.MAP_RESIDENTS = False
        for address in (
            "/r/map/outlines/community/",
            "/r/map/outlines/buildings/",
            "/r/at/?lon=125.3&lat=43.9",
        ):
            assert client.get(address).status_code == 404
        assert "在地图上选" not in client.get("/r/").content.decode()


class TestChoosing:
    def test_a_point_finds_grid_community_street_and_buildings(self, client, town):
        page = client.get("/r/at/", POINT).content.decode()
        assert "第一网格" in page
        assert "宽城区 欣园街道 欣园社区" in page
        assert f'name="pick" value="{town.areas.building.pk}"' in page
        assert len(statements(client, "/r/at/?lon=125.3051&lat=43.9051")) == 1

    def test_a_point_in_gcj02_is_the_same_point(self, client, town):
        lon, lat = geo.to_gcj02(125.3051, 43.9051)
        page = client.get("/r/at/", {"lon": lon, "lat": lat, "coordinates": "gcj02"}).content.decode()
        assert 'name="lon" value="125.305100"' in page
        assert 'name="lat" value="43.905100"' in page

    @pytest.mark.parametrize("wrong", [{}, {"lon": "x", "lat": "1"}, {"lon": "2.3", "lat": "48.8"}])
    def test_a_point_that_is_none(self, client, town, wrong):
        assert client.get("/r/at/", wrong).status_code == 400

    def test_a_point_in_no_grid_goes_to_the_sorting_desk(self, client, town):
        page = client.get("/r/at/", {"lon": "125.9", "lat": "43.9"}).content.decode()
        assert "由市里分拣" in page

    def test_a_resident_sends_from_the_chosen_point(self, client, said, town):
        point = {"area": None, "how": "", "spot": "1", **POINT}
        page = said(do="spot", **point).content.decode()
        assert "您在地图上点的" in page
        assert "最近的楼" in page
        assert said(how="map", area=None, do="look", **POINT).status_code == 200
        assert said(how="map", area=None, **POINT).status_code == 302
        case = Case.objects.get()
        assert (case.lon, case.lat, case.grid_id) == (125.3051, 43.9051, town.areas.grid.pk)

    def test_the_worker_files_at_the_chosen_point(self, browser, town):
        worker = browser("worker")
        words = {"text": "楼道堆了沙发", "category": "living-lamp", "channel": "counter", **POINT}
        at = worker.get("/cases/at/", POINT).content.decode()
        assert f'name="pick" value="{town.areas.building.pk}"' in at
        page = worker.post("/cases/new/", {**words, "do": "spot", "spot": "1"}).content.decode()
        assert "第一网格" in page
        assert "楼道堆了沙发" in page
        assert 'name="lon" value="125.305100"' in page
        worker.post("/cases/new/", {**words, "how": "map", "do": "send"})
        assert Case.objects.get().lon == 125.3051

    def test_where_nothing_is_drawn_no_map_is_offered(self, client, browser, town):
        from gongzhi.town.areas import commands

        Area.objects.filter(level=Level.GRID).update(polygon=None)
        commands.changed()
        assert "在地图上选" not in client.get("/r/").content.decode()
        assert "在地图上选" not in browser("worker").get("/cases/new/").content.decode()
