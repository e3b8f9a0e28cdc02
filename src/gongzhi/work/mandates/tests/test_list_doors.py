"""The pages of lists: who reads, who writes, what is compared, replayed, printed; a constant number of statements."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours
from gongzhi.kit.registers import registry
from gongzhi.work.mandates import commands
from gongzhi.work.mandates.models import Listing, ListingItem

DAY = timedelta(days=1)


def statements(client, address):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


class TestReading:
    def test_staff_of_the_area_read_and_others_do_not(self, town, browser, enacted):
        listing = enacted()
        item = listing.items.get(code="1")
        for who in ("head", "worker", "clerk", "heating", "dispatcher", "mayor"):
            client = browser(who)
            assert listing.title in client.get("/mandates/lists/").content.decode()
            assert "楼道灯修理" in client.get(f"/mandates/lists/{listing.pk}/").content.decode()
            assert "三日内修好" in client.get(f"/mandates/lists/items/{item.pk}/").content.decode()
        street2 = commands.begin_listing(town.dispatcher, kind="basic", area_id=town.areas.street2.pk)
        assert browser("clerk").get(f"/mandates/lists/{street2.pk}/").status_code == 404
        assert street2.title not in browser("clerk").get("/mandates/lists/").content.decode()

    def test_filtered_searched_sorted_exported_printed(self, browser, enacted):
        listing = enacted()
        clerk, address = browser("clerk"), f"/mandates/lists/{listing.pk}/"
        page = clerk.get(f"{address}?q=清雪").content.decode()
        assert "冬季清雪" in page and "楼道灯修理" not in page
        assert "冬季清雪" not in clerk.get(f"{address}?linked=yes").content.decode()
        assert "冬季清雪" not in clerk.get(f"{address}?comes=yes").content.decode()
        assert clerk.get(f"{address}?sort=-code").status_code == 200
        assert clerk.get(f"{address}?as=xlsx")["Content-Type"].endswith("sheet")
        assert "楼道灯修理" in clerk.get(f"{address}?as=print").content.decode()
        assert (
            listing.title in clerk.get("/mandates/lists/?now=yes&kind=basic&level=district").content.decode()
        )
        assert listing.title not in clerk.get("/mandates/lists/?stage=draft").content.decode()

    def test_pages_take_a_constant_number_of_statements(self, town, browser, drafted):
        old, new = drafted()
        clerk, desk = browser("clerk"), browser("dispatcher")
        addresses = (
            (clerk, "/mandates/lists/"), (clerk, f"/mandates/lists/{old.pk}/"),
            (clerk, f"/mandates/lists/{new.pk}/compare/{old.pk}/"), (desk, f"/mandates/lists/{new.pk}/"),
            (desk, f"/mandates/lists/{new.pk}/replay/"), (desk, f"/mandates/lists/items/{new.items.get(code='1').pk}/"),
        )  # fmt: skip
        for client, address in addresses:
            client.get(address)  # reference data comes to memory
        few = [statements(client, address) for client, address in addresses]
        for n in range(60):
            commands.write_item(
                town.dispatcher, new, code=f"n{n}", text=f"第{n}件", category_id=town.categories.papers.pk
            )
        assert [statements(client, address) for client, address in addresses] == few
        assert max(few) <= 6


class TestWriting:
    def test_from_draft_to_force_in_the_browser(self, town, browser):
        desk, chief = browser("dispatcher"), browser("district")
        words = {
            "kind": "assisting",
            "area_id": town.areas.district.pk,
            "basis": "某文件第三条",
            "copied": "on",
        }
        address = desk.post("/mandates/lists/new/", words).url
        assert desk.post("/mandates/lists/new/", words).status_code == 409
        assert desk.get(f"{address}items/new/").status_code == 200
        item = {
            "code": "47", "text": "管沟开挖恢复路面", "lead_id": town.organisations.parks.pk,
            "helper_ids": [town.organisations.heating.pk], "category_id": town.categories.lamp.pk, "power": "验收权",
        }  # fmt: skip
        made = desk.post(f"{address}items/new/", item).url
        assert "验收权" in desk.get(made).content.decode()
        bad = desk.post(f"{address}items/new/", {**item, "code": "48", "lead_name": "另一个"})
        assert bad.status_code == 422 and "管沟开挖恢复路面" in bad.content.decode()
        assert desk.post(f"{made}edit/", {**item, "text": "管沟开挖后恢复路面"}).url == made
        assert "enact" not in desk.get(address).content.decode()
        late = {"effective_from": (clock.today() - DAY).isoformat()}
        assert chief.post(f"{address}enact/", late).status_code == 422
        assert (
            chief.post(f"{address}enact/", {"effective_from": clock.today().isoformat()}).status_code == 302
        )
        assert (
            chief.post(f"{address}enact/", {"effective_from": clock.today().isoformat()}).status_code == 409
        )
        assert desk.get(f"{made}edit/").status_code == 409
        assert desk.post(f"{made}drop/").status_code == 409
        why = browser("clerk").get(
            f"/mandates/why/?category={town.categories.lamp.pk}&area={town.areas.street.pk}"
        )
        assert "220103A1-47" in why.content.decode()

    def test_a_street_reads_the_draft_and_remarks_only(self, browser, drafted):
        _old, new = drafted()
        clerk, item = browser("clerk"), new.items.get(code="1")
        assert clerk.get("/mandates/lists/new/").status_code == 403
        assert clerk.get(f"/mandates/lists/{new.pk}/items/new/").status_code == 403
        assert clerk.post(f"/mandates/lists/items/{item.pk}/drop/").status_code == 403
        assert clerk.get(f"/mandates/lists/{new.pk}/replay/").status_code == 403
        assert clerk.post(f"/mandates/lists/items/{item.pk}/remark/", {"text": "人手不够"}).status_code == 302
        assert "人手不够" in browser("dispatcher").get(f"/mandates/lists/items/{item.pk}/").content.decode()
        assert clerk.post(f"/mandates/lists/items/{item.pk}/remark/", {"text": "长" * 501}).status_code == 422

    def test_two_versions_side_by_side(self, town, browser, drafted):
        old, new = drafted()
        commands.write_item(
            town.dispatcher, new, code="1", text="楼道灯维修", lead_id=town.organisations.civil.pk
        )
        commands.write_item(town.dispatcher, new, code="3", text="电动车充电")
        commands.drop_item(town.dispatcher, new, code="2")
        page = browser("clerk").get(f"/mandates/lists/{new.pk}/compare/{old.pk}/").content.decode()
        for word in ("楼道灯修理", "楼道灯维修", "区城管局", "区民政局", "电动车充电", "冬季清雪"):
            assert word in page
        other = commands.begin_listing(town.dispatcher, kind="powers", area_id=old.area_id)
        assert browser("clerk").get(f"/mandates/lists/{new.pk}/compare/{other.pk}/").status_code == 404


class TestReplay:
    def test_what_the_draft_would_have_changed_and_its_cases(self, town, told, browser, drafted):
        old, new = drafted(days_ago=20)
        with clock.at(clock.now() - timedelta(days=40)):  # before the list: nobody led
            told("living-lamp", text="灯不亮一")
        with clock.at(clock.now() - timedelta(days=5)):
            told("living-lamp", text="灯不亮二")
            told("living-lamp", text="灯不亮三")
            told("living-heat-cold", text="暖气不热")
        with clock.at(clock.now() - timedelta(days=200)):
            told("living-lamp", text="很久以前的灯")
        desk, address = browser("dispatcher"), f"/mandates/lists/{new.pk}/replay/"
        first = desk.get(address).content.decode()
        assert "没有事项会换牵头单位" not in first  # the case before the list would have had a lead
        commands.write_item(
            town.dispatcher, new, code="1", text="楼道灯修理", lead_id=town.organisations.civil.pk,
            category_id=town.categories.lamp.pk,
        )  # fmt: skip
        page = desk.get(address).content.decode()
        pair = f"{town.categories.lamp.pk}.{town.organisations.parks.pk}.{town.organisations.civil.pk}"
        none = f"{town.categories.lamp.pk}.0.{town.organisations.civil.pk}"
        assert f"change={pair}" in page and f"change={none}" in page
        rows = desk.get(f"{address}cases/?change={pair}").content.decode()
        assert "灯不亮二" in rows and "灯不亮三" in rows and "灯不亮一" not in rows and "暖气不热" not in rows
        rows = desk.get(f"{address}cases/?change={none}").content.decode()
        assert "灯不亮一" in rows and "灯不亮二" not in rows and "很久以前" not in rows
        assert desk.get(f"{address}cases/?change=9.9.9").status_code == 200

    def test_dropped_items_count_as_nobody(self, town, told, browser, drafted):
        _old, new = drafted(days_ago=20)
        with clock.at(clock.now() - timedelta(days=3)):
            told("living-lamp", text="灯不亮")
        commands.drop_item(town.dispatcher, new, code="1")
        page = browser("dispatcher").get(f"/mandates/lists/{new.pk}/replay/").content.decode()
        assert f"change={town.categories.lamp.pk}.{town.organisations.parks.pk}.0" in page

    def test_the_number_of_statements_does_not_grow_with_cases(self, told, browser, drafted):
        _old, new = drafted()
        desk, address = browser("dispatcher"), f"/mandates/lists/{new.pk}/replay/"
        told("living-lamp")
        desk.get(address)
        few = statements(desk, address)
        for n in range(5):
            with clock.at(clock.now() - timedelta(days=n * 15)):
                told("living-lamp", text=f"灯{n}不亮了")
        assert statements(desk, address) == few <= 5

    def test_the_api_says_the_same(self, town, told, client, drafted):
        from gongzhi.kit.privacy.ring import keyed_hash
        from gongzhi.town.people.models import Token

        _old, new = drafted(days_ago=20)
        with clock.at(clock.now() - timedelta(days=3)):
            told("living-lamp", text="灯不亮")
        commands.drop_item(town.dispatcher, new, code="1")
        Token.objects.create(
            user=town.users["dispatcher"], label="x", hashed=keyed_hash("gz_x", "token"), scopes=["mandates:read"],
            expires_at=clock.now() + DAY,
        )  # fmt: skip
        asked = client.get(f"/api/v1/listings/{new.pk}/replay", headers={"Authorization": "Bearer gz_x"})
        parks = town.organisations.parks.pk
        assert asked.json() == [
            {"category_id": town.categories.lamp.pk, "before_id": parks, "after_id": None, "cases": 1}
        ]

    def test_only_for_a_draft(self, browser, enacted):
        assert browser("dispatcher").get(f"/mandates/lists/{enacted().pk}/replay/").status_code == 409


class TestWorkbook:
    def rows(self, n):
        return [
            {"清单种类": "基本履职事项清单", "适用区域编码": "220103", "条目编号": f"JB-{i:03d}", "事项": f"第{i}项", "依据": "待确认",
             "牵头单位编码": "D-PARKS", "配合单位编码": "D-CIVIL、D-HEAT", "类别编码": "living-lamp" if i == 0 else ""}
            for i in range(n)
        ]  # fmt: skip

    def book(self, tmp_path, rows):
        import xlsxwriter

        path = tmp_path / "in.xlsx"
        with xlsxwriter.Workbook(path) as made:
            sheet = made.add_worksheet()
            for place, heading in enumerate(rows[0]):
                sheet.write_string(0, place, heading)
                for at, row in enumerate(rows, start=1):
                    sheet.write_string(at, place, row[heading])
        return path

    def test_three_hundred_and_forty_items_in_and_out(self, town, browser, tmp_path):
        register = registry.get("listing_items")
        path = self.book(tmp_path, self.rows(340))
        outcome = register.import_file(path, town.dispatcher)
        assert (outcome.created, outcome.rejected) == (340, 0)
        again = register.import_file(path, town.dispatcher)
        assert (again.created, again.changed, again.unchanged) == (0, 0, 340)
        draft = Listing.objects.get()
        assert (draft.stage, draft.basis, draft.items.count()) == ("draft", "待确认", 340)
        assert draft.items.get(code="JB-000").helper_ids == [
            town.organisations.civil.pk,
            town.organisations.heating.pk,
        ]
        commands.enact(town.district, draft, effective_from=clock.today())
        answer = browser("clerk").get(f"/mandates/lists/{draft.pk}/workbook/")
        back = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
        assert len(back.get_sheet_by_index(0).to_python()) == 341
        refused = register.import_file(path, town.dispatcher, good_rows=True)
        assert refused.rejected == 340 and "先起草新版本" in refused.rows[0].wrong["kind"]
        commands.begin_listing(town.dispatcher, kind="basic", area_id=town.areas.district.pk)
        assert register.import_file(path, town.dispatcher).unchanged == 340

    def test_not_into_anothers_list(self, town, tmp_path):
        register = registry.get("listing_items")
        path = self.book(tmp_path, self.rows(1))
        outcome = register.import_file(path, town.sorter, good_rows=True)
        assert "area_code" in outcome.rows[0].wrong
        with pytest.raises(NotYours):
            register.import_file(path, town.clerk)

    def test_uploaded_from_the_drafts_page(self, town, browser, tmp_path):
        draft = commands.begin_listing(town.dispatcher, kind="basic", area_id=town.areas.district.pk)
        desk = browser("dispatcher")
        assert (
            "/town/registers/listing_items/upload/"
            in desk.get(f"/mandates/lists/{draft.pk}/").content.decode()
        )
        with self.book(tmp_path, self.rows(3)).open("rb") as file:
            tried = desk.post("/town/registers/listing_items/upload/", {"file": file})
        assert tried.status_code == 302 and not ListingItem.objects.exists()
        assert desk.post(f"{tried.url}apply/").status_code == 302
        assert draft.items.count() == 3
