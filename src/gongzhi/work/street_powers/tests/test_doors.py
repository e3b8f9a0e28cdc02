"""The pages and the API: walked from the first step to the last, and the same figures everywhere."""

import io
import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from python_calamine import load_workbook

from gongzhi.kit import clock
from gongzhi.kit.privacy.ring import keyed_hash
from gongzhi.town.people.models import Post, Token
from gongzhi.work.street_powers import commands
from gongzhi.work.street_powers.models import CommandOrder, PowerUse, YearlyOpinion

pytestmark = pytest.mark.django_db


def words(town, **more):
    return {"power": "suggest", "organisation_id": town.organisations.parks.pk, "what": "早市搬进场内",
            "why": "占道", "basis": "待确认", "about": "20261122-000123", **more}  # fmt: skip


@pytest.fixture
def caller(town):
    """``caller("clerk").get(path)``: the API with a token of that person."""

    def made(account):
        plain = f"gz_{account}"
        Token.objects.get_or_create(
            user=town.users[account], label="t",
            defaults={"hashed": keyed_hash(plain, "token"), "scopes": ["powers:read", "powers:write"],
                      "expires_at": clock.now() + timedelta(days=1)},
        )  # fmt: skip
        return Client(headers={"Authorization": f"Bearer {plain}"})

    return made


class TestPages:
    def test_from_draft_to_ruling(self, town, browser):
        clerk, leader, parks = browser("clerk"), browser("leader"), browser("parks")
        page = clerk.get("/powers/new/").content.decode()
        assert "直接签发" not in page and "直接签发" in leader.get("/powers/new/").content.decode()
        address = clerk.post("/powers/new/", words(town)).url
        assert parks.get(address).status_code == 404
        assert clerk.post(f"{address}sign/").status_code == 403
        assert "早市搬进场内" in leader.get("/").content.decode()
        assert leader.post(f"{address}sign/").status_code == 302
        assert "早市搬进场内" in parks.get("/?kind=power_answer").content.decode()
        page = parks.get(address).content.decode()
        assert "/cases/?q=20261122-000123" in page and "待确认" in page
        refused = parks.post(f"{address}answer/", {"reply": "not_adopted", "reasons": ""})
        assert refused.status_code == 422
        assert (
            parks.post(f"{address}answer/", {"reply": "not_adopted", "reasons": "没有场地"}).status_code
            == 302
        )
        assert parks.post(f"{address}answer/", {"reply": "adopted", "reasons": "没有场地"}).status_code == 409
        assert "没有场地" in leader.get(address).content.decode()
        assert leader.post(f"{address}insist/", {"reason": "场内有空位"}).status_code == 302
        dispatcher = browser("dispatcher")
        assert "早市搬进场内" in dispatcher.get("/?kind=decide").content.decode()
        wrong = dispatcher.post(f"{address}rule_on/", {"ruling": "adopt", "decision": "应当搬"})
        assert wrong.status_code == 422 and "应当搬" in wrong.content.decode()
        ruling = {"ruling": "adopt", "decision": "应当搬", "due_on": clock.today().isoformat()}
        assert dispatcher.post(f"{address}rule_on/", ruling).status_code == 302
        assert "照裁定办理" in parks.get("/tasks/").content.decode()

    def test_the_leader_signs_in_the_same_press(self, town, browser):
        address = browser("leader").post("/powers/new/", words(town, now="1")).url
        assert PowerUse.objects.get().stage == "signed"
        assert browser("parks").get(address).status_code == 200

    def test_the_clerk_cannot_by_the_same_press(self, town, browser):
        browser("clerk").post("/powers/new/", words(town, now="1"))
        assert PowerUse.objects.get().stage == "drafted"

    def test_what_was_typed_stays(self, town, browser):
        page = browser("clerk").post("/powers/new/", words(town, basis=""))
        assert page.status_code == 422 and "早市搬进场内" in page.content.decode()
        firm = words(town, organisation_id=town.organisations.firm.pk)
        page = browser("clerk").post("/powers/new/", firm)
        assert page.status_code == 422 and "这项权力不能对这个单位行使" in page.content.decode()

    def test_a_double_press_is_one(self, town, browser):
        clerk = browser("clerk")
        first, second = (clerk.post("/powers/new/", words(town, key="01a00000-once")).url for _n in range(2))
        assert first == second and PowerUse.objects.count() == 1

    def test_not_theirs(self, browser):
        for account, paths in {
            "parks": ("new/", "orders/new/", "opinions/new/"), "clerk": ("ask/", "opinions/new/"), "worker": ("new/",),
        }.items():  # fmt: skip
            for path in paths:
                assert browser(account).get(f"/powers/{path}").status_code == 403
        assert Client().get("/powers/").status_code == 302

    def test_consent_asked_and_silence_said(self, town, browser):
        parks = browser("parks")
        page = parks.get("/powers/ask/").content.decode()
        assert "欣园中队" in page and "杜建军" in page and "欣园街道" in page
        post = Post.objects.get(user=town.users["squad"])
        given = {"power": "take_part", "street_id": town.areas.street.pk, "what": "调走一名队员", "why": "机关缺人",
                 "basis": "待确认", "team_id": town.organisations.team.pk, "post_id": post.pk, "goes_to": "区局机关",
                 "from_day": (clock.today() + timedelta(days=20)).isoformat()}  # fmt: skip
        address = parks.post("/powers/ask/", given).url
        leader = browser("leader")
        assert "调走一名队员" in leader.get("/?kind=power_consent").content.decode()
        with clock.at(clock.now() + timedelta(days=60)):
            page = browser("leader").get(address).content.decode()
            assert "没有答复不算同意" in page and "杜建军" in page
            assert "到期没有答复" in browser("parks").get("/powers/?figure=silent").content.decode()
        assert leader.post(f"{address}object/", {"reasons": "先补人"}).status_code == 302
        assert "先补人" in parks.get(address).content.decode()

    def test_an_order_walked(self, town, browser):
        clerk, squad = browser("clerk"), browser("squad")
        given = {
            "team_id": town.organisations.team.pk,
            "kind": "ordinary",
            "what": "早市门口清占道",
            "why": "救护车进不来",
        }
        address = clerk.post("/powers/orders/new/", given).url
        assert "早市门口清占道" in squad.get("/?kind=arrive").content.decode()
        assert squad.post(f"{address}arrive/", {"attending": "3人"}).status_code == 302
        assert squad.post(f"{address}finish/", {"result": "清走12个摊位"}).status_code == 302
        assert "早市门口清占道" in clerk.get("/?kind=mark").content.decode()
        assert clerk.post(f"{address}mark/", {"solved": "yes", "word": "poor"}).status_code == 422
        marked = {"solved": "yes", "word": "good"}
        assert clerk.post(f"{address}mark/", marked).status_code == 302
        assert clerk.post(f"{address}mark/", marked).status_code == 403
        assert "街道评这支队伍" in squad.get(address).content.decode()
        assert browser("parks").get(address).status_code == 200
        assert browser("heating").get(address).status_code == 404

    def test_an_opinion_is_read_and_replied_to(self, town, browser):
        leader, squad = browser("leader"), browser("squad")
        post = Post.objects.get(user=town.users["squad"])
        given = {"post_id": post.pk, "year": clock.today().year, "text": "全年 95 分"}
        assert leader.post("/powers/opinions/new/", given).status_code == 422
        address = leader.post("/powers/opinions/new/", {**given, "text": "随叫随到。"}).url
        assert "随叫随到" in squad.get(address).content.decode()
        assert "年度意见" in squad.get("/?kind=opinion").content.decode()
        assert squad.post(f"{address}reply/", {"text": "谢谢"}).status_code == 302
        assert browser("clerk").get(address).status_code == 404
        assert browser("squad_chief").get(address).status_code == 404  # of the team, not of the department
        assert YearlyOpinion.objects.get().stage == "replied"

    def test_the_desk_says_whom_one_waits_for(self, browser, signed, asked, ordered):
        (
            signed(what="等供热办答复的事", to="heating"),
            asked(what="等街道同意的事"),
            ordered(what="等中队到场的事"),
        )
        desk = browser("clerk").get("/").content.decode()
        assert "等供热办答复的事" in desk and "等中队到场的事" in desk and "等街道同意的事" not in desk
        assert "等街道同意的事" in browser("parks").get("/").content.decode()

    def test_the_catalogue_says_its_basis(self, browser):
        page = browser("parks").get("/powers/catalogue/").content.decode()
        assert "应急处置权" in page and "待确认" in page and "2 小时" in page

    def test_english(self, browser, asked):
        use = asked()
        for path in ("/powers/", "/powers/ask/", f"/powers/{use.pk}/"):
            page = browser("parks").get(path, headers={"accept-language": "en"}).content.decode()
            assert "Street" in page or "street" in page
        page = (
            browser("clerk").get("/powers/counts/power/", headers={"accept-language": "en"}).content.decode()
        )
        assert "Participation (consent)" in page


class TestFigures:
    def made(self, town, signed, asked, ordered):
        with clock.at(clock.now() - timedelta(days=40)):
            first, _silent = signed(power="coordinate"), signed(power="coordinate", to="heating")
            commands.answer(town.parks, first, reply="adopted", reasons="就办")
            commands.object(town.leader, asked(), reasons="不同意")
            order = ordered()
            commands.arrive(town.squad, order)
        signed()

    def test_page_export_and_api_say_the_same_and_every_figure_opens(
        self, town, browser, caller, signed, asked, ordered
    ):
        self.made(town, signed, asked, ordered)
        leader = browser("leader")
        for by in ("power", "street", "department", "team"):
            items = caller("leader").get(f"/api/v1/powers/counts?by={by}").json()["items"]
            assert items
            page = leader.get(f"/powers/counts/{by}/").content.decode()
            body = b"".join(leader.get(f"/powers/counts/{by}/?as=xlsx").streaming_content)
            sheet = load_workbook(io.BytesIO(body)).get_sheet_by_index(0).to_python()
            for item in items:
                assert item["name"] in page
                row = next(row for row in sheet if row[0] == item["name"])
                said = [value for value in row[1:] if value != ""]
                assert said[0] == next(iter(item["figures"].values()))
            shown = re.findall(r'<a href="(/powers/[^"]*figure=\w+)">([\d,]+)</a>', page)
            assert shown
            for link, number in shown:
                rows = leader.get(link.replace("&amp;", "&")).content.decode()
                found = len(set(re.findall(r'class="ttl" href="(/powers/(?:orders/)?[0-9a-f-]{36}/)"', rows)))
                assert found == int(number), link

    def test_from_a_day_to_a_day(self, town, browser, caller, signed, asked, ordered):
        self.made(town, signed, asked, ordered)
        since = (clock.today() - timedelta(days=5)).isoformat()
        [item] = caller("leader").get(f"/api/v1/powers/counts?by=street&since={since}").json()["items"]
        assert item["figures"]["used"] == 1
        page = browser("leader").get(f"/powers/counts/street/?since={since}").content.decode()
        assert f"since={since}" in page
        [item] = caller("leader").get(f"/api/v1/powers/counts?by=street&until={since}").json()["items"]
        assert item["figures"]["used"] == 3


class TestStatements:
    def test_a_list_takes_the_same_number_for_any_number_of_rows(
        self, browser, signed, asked, ordered, django_assert_max_num_queries
    ):
        leader = browser("leader")
        counted = []
        for _more in range(2):
            for _n in range(3):
                signed(), asked(), ordered()
            for path in ("/powers/", "/powers/orders/", "/powers/counts/power/", "/powers/counts/team/", "/"):
                leader.get(path)
                with django_assert_max_num_queries(25) as asked_for:
                    leader.get(path)
                counted.append((path, len(asked_for)))
        assert counted[:5] == counted[5:]

    def test_a_page_takes_few(self, browser, signed, ordered, django_assert_max_num_queries):
        use, order, leader = signed(), ordered(), browser("leader")
        for path in (f"/powers/{use.pk}/", f"/powers/orders/{order.pk}/"):
            leader.get(path)
            with django_assert_max_num_queries(7):
                assert leader.get(path).status_code == 200


class TestApi:
    def post(self, client, path, **data):
        return client.post(f"/api/v1{path}", json.dumps(data), content_type="application/json")

    def test_a_use_from_draft_to_answer(self, town, caller):
        clerk, leader, parks = caller("clerk"), caller("leader"), caller("parks")
        made = self.post(clerk, "/powers/", **words(town))
        assert made.status_code == 201
        pk = made.json()["id"]
        assert parks.get(f"/api/v1/powers/{pk}").status_code == 404
        assert self.post(clerk, f"/powers/{pk}/sign").status_code == 403
        assert self.post(leader, f"/powers/{pk}/sign").json()["stage"] == "signed"
        assert parks.get(f"/api/v1/powers/{pk}").json()["steps"] == ["answer"]
        assert self.post(parks, f"/powers/{pk}/answer", reply="adopted").status_code == 422
        assert self.post(parks, f"/powers/{pk}/answer", reply="adopted", reasons="就办").status_code == 200
        assert self.post(parks, f"/powers/{pk}/answer", reply="adopted", reasons="就办").status_code == 409
        [row] = parks.get("/api/v1/powers/").json()["items"]
        assert (row["id"], row["reply"]) == (pk, "adopted")
        assert self.post(clerk, "/powers/", **words(town), sign=True).status_code == 403
        assert self.post(leader, "/powers/", **words(town), sign=True).json()["stage"] == "signed"

    def test_consent_order_and_opinion(self, town, caller):
        parks, leader, squad = caller("parks"), caller("leader"), caller("squad")
        asked = self.post(parks, "/powers/consents", power="take_part", street_id=town.areas.street.pk,
                          what="改规划", why="修路", basis="待确认")  # fmt: skip
        assert asked.status_code == 201
        assert self.post(leader, f"/powers/{asked.json()['id']}/consent", reasons="同意").status_code == 200
        assert len(leader.get("/api/v1/powers/consents").json()["items"]) == 1
        given = self.post(
            leader, "/command-orders/", team_id=town.organisations.team.pk, what="清占道", why="救护车"
        )
        assert given.status_code == 201
        assert self.post(squad, f"/command-orders/{given.json()['id']}/arrive").status_code in (200, 422)
        assert self.post(
            squad, f"/command-orders/{given.json()['id']}/arrive", attending="3人"
        ).status_code in (200, 409)
        assert CommandOrder.objects.get().stage == "arrived"
        post = Post.objects.get(user=town.users["squad"])
        said = self.post(
            leader, "/yearly-opinions/", post_id=post.pk, year=clock.today().year, text="随叫随到"
        )
        assert said.status_code == 201
        [row] = squad.get("/api/v1/yearly-opinions/").json()["items"]
        assert "text" not in row
        assert squad.get(f"/api/v1/yearly-opinions/{row['id']}").json()["text"] == "随叫随到"
        assert len(squad.get("/api/v1/powers/catalogue").json()["items"]) == 5
