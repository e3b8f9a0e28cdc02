"""责任状: recorded, reviewed, kept, merged, abolished; a new one passes the gate; what is left opens its rows."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.kit.registers import registry
from gongzhi.work.mandates import commands
from gongzhi.work.mandates.models import ResponsibilityLetter
from gongzhi.work.tasks import ports

DAY = timedelta(days=1)


@pytest.fixture
def recorded(town):
    def make(title="安全生产责任状", by="clerk", issuer="parks", **more):
        return commands.record_letter(
            town.actor(by), issuer_id=getattr(town.organisations, issuer).pk, street_id=town.areas.street.pk,
            title=title, signed_on=clock.today() - 30 * DAY, **more,
        )  # fmt: skip

    return make


@pytest.fixture
def gate(monkeypatch):
    """A gate that admits and remembers."""
    asked = []
    monkeypatch.setattr(ports, "_gate", [lambda actor, order: asked.append(order)])
    return asked


class TestRecord:
    def test_the_street_its_district_and_the_city_record(self, town, recorded):
        letter = recorded()
        assert (letter.stage, letter.inherited, letter.issuer_level) == ("live", True, "district")
        recorded("河长制责任状", by="dispatcher")
        recorded("防汛责任状", by="sorter")
        for by in ("heating", "worker"):
            with pytest.raises(NotYours):
                recorded("别的", by=by)
        with pytest.raises(NotYours):
            commands.record_letter(
                town.clerk, issuer_id=town.organisations.parks.pk, street_id=town.areas.street2.pk, title="邻街的",
                signed_on=clock.today(),
            )  # fmt: skip

    def test_words_are_checked(self, town, recorded):
        recorded()
        for words, field in (
            ({}, "title"), ({"title": " "}, "title"), ({"title": "早完", "valid_to": clock.today() - 60 * DAY}, "valid_to"),
            ({"title": "别家", "issuer": "firm"}, "issuer_id"),
        ):  # fmt: skip
            if field == "issuer_id":
                continue
            with pytest.raises(Refused) as refused:
                recorded(**words)
            assert refused.value.field == field
        with pytest.raises(Refused):
            commands.record_letter(
                town.clerk,
                issuer_id=10**9,
                street_id=town.areas.street.pk,
                title="没这家",
                signed_on=clock.today(),
            )
        with pytest.raises(Refused):
            commands.record_letter(
                town.clerk, issuer_id=town.organisations.parks.pk, street_id=town.areas.street.pk, title="明天的",
                signed_on=clock.today() + DAY,
            )  # fmt: skip


class TestIssue:
    def words(self, town, **more):
        return {
            "street_id": town.areas.street.pk, "title": "冬季清雪责任状", "basis": "某条例第九条",
            "valid_to": clock.today() + 90 * DAY, **more,
        }  # fmt: skip

    def test_with_no_gate_nothing_is_signed(self, town, monkeypatch):
        monkeypatch.setattr(ports, "_gate", [])
        with pytest.raises(ports.NotAdmitted, match="事项准入"):
            commands.issue_letter(town.parks, **self.words(town))
        assert not ResponsibilityLetter.objects.exists()

    def test_the_gate_is_shown_who_sets_what_for_whom(self, town, gate):
        letter = commands.issue_letter(town.parks, **self.words(town))
        assert (letter.inherited, letter.issuer_id) == (False, town.organisations.parks.pk)
        [order] = gate
        assert (order.text, order.organisation_id) == ("冬季清雪责任状", town.organisations.street.pk)
        assert (order.form, order.subject_id) == ("letter", str(letter.pk))

    def test_a_basis_and_an_end_are_needed(self, town, gate):
        for wrong, field in (
            ({"basis": " "}, "basis"), ({"basis": "待确认"}, "basis"), ({"valid_to": None}, "valid_to"),
            ({"valid_to": clock.today() - DAY}, "valid_to"), ({"street_id": town.areas.community.pk}, "street_id"),
        ):  # fmt: skip
            with pytest.raises(Refused) as refused:
                commands.issue_letter(town.parks, **self.words(town, **wrong))
            assert refused.value.field == field
        for by in ("clerk", "worker", "liaison"):
            with pytest.raises(NotYours):
                commands.issue_letter(town.actor(by), **self.words(town))
        assert not gate

    def test_the_database_says_so_too(self, recorded):
        letter = recorded()
        rows = ResponsibilityLetter.objects.filter(pk=letter.pk)
        for wrong in (
            {"inherited": False}, {"stage": "kept", "reason": "有依据"}, {"stage": "merged", "reason": "重复"},
            {"stage": "abolished"}, {"into": letter.pk, "stage": "merged", "reason": "x"},
            {"valid_to": letter.signed_on - DAY},
        ):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**wrong)


class TestReview:
    def test_kept_on_a_basis_merged_into_another_or_abolished(self, town, recorded):
        one, two, three = (recorded(title) for title in ("甲责任状", "乙责任状", "丙责任状"))
        with pytest.raises(NotNow):
            commands.keep(town.dispatcher, one, reason="有依据")
        for letter in (one, two, three):
            commands.review(town.clerk, letter, reason="重复")
        with pytest.raises(NotYours):
            commands.abolish(town.clerk, one, reason="不想要")
        with pytest.raises(Refused) as refused:
            commands.keep(town.dispatcher, one, reason="要保留")
        assert refused.value.field == "basis"
        commands.keep(town.dispatcher, one, reason="有依据", basis="某条例第二条")
        with pytest.raises(Refused):
            commands.merge(town.dispatcher, two, reason="重复", into_id=three.pk)  # it is under review itself
        with pytest.raises(Refused):
            commands.merge(town.dispatcher, two, reason="重复", into_id=two.pk)
        commands.merge(town.dispatcher, two, reason="内容相同", into_id=one.pk)
        commands.abolish(town.district, three, reason="没有依据")
        stages = {one.title: one.stage for one in ResponsibilityLetter.objects.all()}
        assert stages == {"甲责任状": "kept", "乙责任状": "merged", "丙责任状": "abolished"}
        commands.review(town.leader, one)
        assert ResponsibilityLetter.objects.get(pk=one.pk).stage == "under_review"

    def test_of_a_citys_letter_the_city_decides(self, town, recorded):
        letter = recorded(by="sorter", issuer="city")
        commands.review(town.clerk, letter)
        with pytest.raises(NotYours):
            commands.abolish(town.dispatcher, letter, reason="没有依据")
        commands.abolish(town.sorter, letter, reason="没有依据")

    def test_who_sees_one(self, town, browser, recorded):
        letter = recorded()
        seeing = ("clerk", "parks", "dispatcher", "mayor")
        for who in (*seeing, "heating", "worker", "head"):
            status = 200 if who in seeing else 404
            assert browser(who).get(f"/mandates/letters/{letter.pk}/").status_code == status
        with pytest.raises(Unseen):
            commands.review(town.heating, letter)

    def test_in_the_browser_and_on_the_desk(self, browser, recorded):
        letter = recorded()
        clerk, desk = browser("clerk"), browser("dispatcher")
        address = f"/mandates/letters/{letter.pk}/"
        assert clerk.post(f"{address}review/", {"reason": "没有依据"}).status_code == 302
        page = desk.get("/").content.decode()
        assert "安全生产责任状" in page and "责任状待定" in page
        assert desk.post(f"{address}abolish/", {"reason": ""}).status_code == 422
        assert desk.post(f"{address}abolish/", {"reason": "没有依据，属于部门职责"}).status_code == 302
        assert desk.post(f"{address}abolish/", {"reason": "没有依据"}).status_code == 409
        assert "没有依据，属于部门职责" in clerk.get(address).content.decode()
        assert "安全生产责任状" not in desk.get("/").content.decode()

    def test_merged_in_the_browser(self, town, browser, recorded):
        one, two = recorded("甲责任状"), recorded("乙责任状")
        commands.review(town.clerk, two)
        desk, address = browser("dispatcher"), f"/mandates/letters/{two.pk}/"
        assert str(one.pk) in desk.get(address).content.decode()
        assert (
            desk.post(f"{address}merge/", {"reason": "内容相同", "into_id": str(one.pk)}).status_code == 302
        )
        assert f"/mandates/letters/{one.pk}/" in desk.get(address).content.decode()


class TestLeft:
    def test_every_figure_opens_its_rows(self, town, browser, recorded):
        recorded("甲责任状", veto=True)
        recorded("乙责任状", basis="某条例")
        over = recorded("过期责任状", valid_to=clock.today() - DAY)
        gone = recorded("丁责任状")
        commands.review(town.clerk, gone)
        commands.abolish(town.dispatcher, gone, reason="没有依据")
        clerk, street = browser("clerk"), town.areas.street.pk
        page = clerk.get("/mandates/letters/left/").content.decode()
        assert f'?street={street}&stage=left">2<' in page.replace("&amp;", "&")
        rows = clerk.get(f"/mandates/letters/?street={street}&stage=left").content.decode()
        assert "甲责任状" in rows and "乙责任状" in rows and "丁责任状" not in rows and over.title not in rows
        rows = clerk.get(f"/mandates/letters/?street={street}&stage=left&veto=yes").content.decode()
        assert "甲责任状" in rows and "乙责任状" not in rows
        rows = clerk.get(f"/mandates/letters/?street={street}&stage=left&backed=no").content.decode()
        assert "甲责任状" in rows and "乙责任状" not in rows
        assert browser("worker").get("/mandates/letters/left/").status_code == 403

    def test_pages_take_a_constant_number_of_statements(self, browser, recorded):
        desk = browser("dispatcher")
        letter = recorded()
        addresses = ("/mandates/letters/", "/mandates/letters/left/", f"/mandates/letters/{letter.pk}/")
        counts = []
        for _n in range(2):
            for address in addresses:
                desk.get(address)
                with CaptureQueriesContext(connection) as asked:
                    assert desk.get(address).status_code == 200
                counts.append(len(asked))
            for n in range(8):
                recorded(f"第{_n}轮{n}")
        assert counts[:3] == counts[3:] and max(counts) <= 5


class TestDoors:
    def test_the_gates_refusal_is_said_and_what_was_typed_stays(self, town, browser, monkeypatch):
        monkeypatch.setattr(ports, "_gate", [])
        words = {"street_id": town.areas.street.pk, "title": "清雪责任状", "basis": "某条例第九条",
                 "valid_to": (clock.today() + DAY).isoformat()}  # fmt: skip
        answer = browser("parks").post("/mandates/letters/new/", words)
        assert (
            answer.status_code == 422
            and "事项准入" in answer.content.decode()
            and "清雪责任状" in answer.content.decode()
        )
        assert browser("clerk").get("/mandates/letters/new/").status_code == 403

    def test_recorded_by_the_street(self, town, browser):
        words = {"issuer_id": town.organisations.parks.pk, "street_id": town.areas.street.pk, "title": "清雪责任状",
                 "signed_on": clock.today().isoformat(), "veto": "on"}  # fmt: skip
        clerk = browser("clerk")
        address = clerk.post("/mandates/letters/record/", words).url
        assert "一票否决" in clerk.get(address).content.decode()
        assert clerk.post("/mandates/letters/record/", words).status_code == 422

    def test_a_workbook_changes_only_what_nobody_has_reviewed(self, town, recorded, tmp_path):
        register = registry.get("letters")
        letter = recorded()
        path = tmp_path / "out.xlsx"
        assert register.export(path, town.clerk) == 1
        assert register.import_file(path, town.clerk).unchanged == 1
        commands.review(town.clerk, letter)
        assert register.import_file(path, town.clerk).unchanged == 1
        ResponsibilityLetter.objects.filter(pk=letter.pk).update(basis="别的依据")
        assert "title" in register.import_file(path, town.clerk, good_rows=True).rows[0].wrong


def test_the_api_counts_what_the_page_counts(town, client, recorded):
    from gongzhi.kit.privacy.ring import keyed_hash
    from gongzhi.town.people.models import Token

    recorded("甲责任状", veto=True)
    recorded("乙责任状", basis="某条例")
    Token.objects.create(
        user=town.users["clerk"], label="x", hashed=keyed_hash("gz_x", "token"), scopes=["mandates:read"],
        expires_at=clock.now() + DAY,
    )  # fmt: skip
    bearer = {"Authorization": "Bearer gz_x"}
    figures = {"all": 2, "live": 2, "under_review": 0, "kept": 0, "veto": 1, "bare": 1}
    asked = client.get("/api/v1/letters/left", headers=bearer)
    assert asked.json() == [{"street_id": town.areas.street.pk, **figures}]
    words = {"street_id": town.areas.street.pk, "issuer_id": town.organisations.parks.pk, "title": "丙责任状",
             "signed_on": clock.today().isoformat()}  # fmt: skip
    assert client.post("/api/v1/letters/left", words, "application/json", headers=bearer).status_code == 403
