"""Versions of lists: begun, written, enacted with their duties, and what the database itself refuses."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.kit.journal.models import Entry
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.mandates import commands
from gongzhi.work.mandates.models import Duty, Listing, ListingItem, ListingRemark
from gongzhi.work.mandates.queries import duty_for, propose
from gongzhi.work.mandates.queries.lists import hindrances, holding, whole
from gongzhi.work.mandates.rules import differences

DAY = timedelta(days=1)


def tomorrow():
    return clock.today() + DAY


def begun(town, kind="basic", by="dispatcher", area="district", **more):
    return commands.begin_listing(town.actor(by), kind=kind, area_id=getattr(town.areas, area).pk, **more)


class TestBegin:
    def test_the_city_keeps_its_own_the_district_its_own_and_its_streets(self, town):
        assert begun(town).version == 1
        assert begun(town, area="street").area_id == town.areas.street.pk
        assert begun(town, by="sorter", area="city").stage == "draft"
        for by, area in (
            ("sorter", "district"),
            ("dispatcher", "city"),
            ("leader", "street"),
            ("heating", "district"),
        ):
            with pytest.raises(NotYours):
                begun(town, kind="powers", by=by, area=area)
        with pytest.raises(Refused):
            begun(town, kind="powers", area="community")

    def test_one_draft_at_a_time(self, town):
        begun(town)
        with pytest.raises(NotNow):
            begun(town)
        with pytest.raises(IntegrityError), transaction.atomic():
            Listing.objects.create(
                kind="basic", area=town.areas.district, title="x", version=9, basis="x", begun_at=clock.now()
            )

    def test_a_new_version_is_copied_from_the_one_in_force(self, drafted):
        old, new = drafted()
        assert (new.version, new.origin_id) == (2, old.pk)
        assert not any(differences(whole(old), whole(new)).values())

    def test_a_withdrawn_drafts_number_is_not_used_again(self, town):
        commands.withdraw(town.dispatcher, begun(town), reason="写错了区域")
        assert begun(town).version == 2


class TestItems:
    def test_words_are_checked(self, town):
        listing = begun(town)
        wrong = (
            ({"code": "", "text": "事项"}, "code"), ({"code": "1", "text": " "}, "text"),
            ({"code": "1", "text": "事项", "lead_id": town.organisations.parks.pk, "lead_name": "别的"}, "lead_name"),
            ({"code": "1", "text": "事项", "lead_id": 10**9}, "lead_id"),
            ({"code": "1", "text": "事项", "helper_ids": [10**9]}, "helper_ids"),
            ({"code": "1", "text": "事项", "category_id": 10**9}, "category_id"),
        )  # fmt: skip
        for words, field in wrong:
            with pytest.raises(Refused) as refused:
                commands.write_item(town.dispatcher, listing, **words)
            assert refused.value.field == field
        assert not ListingItem.objects.exists()

    def test_the_same_code_is_corrected_and_stands_in_the_lists_story(self, town):
        listing = begun(town)
        first = commands.write_item(town.dispatcher, listing, code="1", text="扫雪")
        again = commands.write_item(town.dispatcher, listing, code="1", text="清雪")
        assert first.pk == again.pk and listing.items.get().text == "清雪"
        assert Entry.objects.filter(trunk_id=str(listing.pk), verb="write_item").count() == 2
        commands.drop_item(town.dispatcher, listing, code="1")
        with pytest.raises(Refused):
            commands.drop_item(town.dispatcher, listing, code="1")

    def test_what_is_in_force_is_not_written_in(self, town, enacted):
        old = enacted()
        with pytest.raises(NotNow):
            commands.write_item(town.dispatcher, old, code="9", text="加一条")
        with pytest.raises(NotNow):
            commands.drop_item(town.dispatcher, old, code="1")

    def test_a_lead_is_of_the_directory_or_a_name(self, town):
        listing = begun(town)
        with pytest.raises(IntegrityError), transaction.atomic():
            ListingItem.objects.create(
                listing=listing, place=1, code="1", text="x", lead=town.organisations.parks, lead_name="别的"
            )

    def test_streets_remark_and_change_their_remark(self, town, enacted):
        old = enacted()
        item = old.items.get(code="1")
        commands.remark(town.clerk, old, item_id=item.pk, text="缺升降车")
        commands.remark(town.leader, old, item_id=item.pk, text="缺升降车两台")
        assert [one.text for one in item.remarks.all()] == ["缺升降车两台"]
        commands.remark(town.clerk, old, item_id=item.pk, text="")
        assert not ListingRemark.objects.exists()
        for by in ("dispatcher", "heating", "worker"):
            with pytest.raises(NotYours):
                commands.remark(town.actor(by), old, item_id=item.pk, text="不该")


class TestEnact:
    def test_the_leader_enacts_and_duties_begin(self, town, enacted):
        old = enacted(days_ago=10)
        duty = Duty.objects.get(item__listing=old)
        assert (duty.lead, duty.helper_ids) == (town.organisations.parks, [town.organisations.civil.pk])
        assert duty.code == "220103B1-1" and duty.basis == "测试第一条" and duty.valid_to is None
        assert duty.valid_from == old.effective_from == clock.today() - timedelta(days=10)
        lead, helper = propose(town.categories.lamp.pk, (town.areas.district.pk, town.areas.street.pk))
        assert (lead.organisation_id, helper.organisation_id) == (
            town.organisations.parks.pk,
            town.organisations.civil.pk,
        )
        assert "220103B1-1" in lead.reason

    def test_only_its_leader(self, town):
        listing = begun(town)
        commands.write_item(town.dispatcher, listing, code="1", text="清雪")
        for by in ("dispatcher", "mayor", "leader"):
            with pytest.raises((NotYours, Unseen)):
                commands.enact(town.actor(by), listing, effective_from=tomorrow())
        commands.enact(town.district, listing, effective_from=clock.today())
        assert Listing.objects.filter(holding()).get() == listing

    def test_the_version_before_ends_the_day_before_and_the_past_stays(self, town, drafted):
        old, new = drafted(days_ago=10)
        lamp, where = catalogue().coded("living-lamp"), (town.areas.district.pk,)
        commands.write_item(
            town.dispatcher, new, code="1", text="楼道灯修理", lead_id=town.organisations.heating.pk,
            category_id=lamp.id,
        )  # fmt: skip
        commands.enact(town.district, new, effective_from=tomorrow())
        old.refresh_from_db()
        assert (old.stage, old.effective_to) == ("superseded", clock.today())
        assert Listing.objects.filter(holding()).get() == old
        assert Listing.objects.filter(holding(tomorrow())).get() == new
        for day in (clock.today() - timedelta(days=5), clock.today()):
            assert duty_for(lamp, where, day).lead_id == town.organisations.parks.pk
        assert duty_for(lamp, where, tomorrow()).lead_id == town.organisations.heating.pk
        assert duty_for(lamp, where, clock.today() - timedelta(days=11)) is None
        assert {e.verb for e in Entry.objects.filter(trunk_id=str(old.pk))} >= {"enact", "supersede"}

    def test_what_the_new_version_leaves_out_is_nobodys_from_then_on(self, town, drafted):
        _old, new = drafted()
        commands.drop_item(town.dispatcher, new, code="1")
        commands.enact(town.district, new, effective_from=tomorrow())
        lamp = catalogue().coded("living-lamp")
        assert duty_for(lamp, (town.areas.district.pk,)) is not None
        assert duty_for(lamp, (town.areas.district.pk,), tomorrow()) is None

    def test_an_entry_of_the_old_duty_list_ends_too(self, town):
        """The entry 31 (供暖) was written by nobody's list; a list that names the category takes its place."""
        listing = begun(town)
        commands.write_item(
            town.dispatcher, listing, code="5", text="供暖", lead_id=town.organisations.parks.pk,
            category_id=town.categories.heat.pk,
        )  # fmt: skip
        with pytest.raises(Refused) as refused:
            commands.enact(town.district, listing, effective_from=clock.today())
        assert refused.value.field == "effective_from"
        commands.enact(town.district, listing, effective_from=tomorrow())
        assert Duty.objects.get(code="31").valid_to == clock.today()

    def test_a_planned_entry_that_has_not_begun_gives_way(self, town, drafted):
        _old, new = drafted()
        Duty.objects.filter(item__isnull=False).update(valid_to=clock.today() + timedelta(days=5))
        later = Duty.objects.create(
            code="later", category=town.categories.lamp, area=town.areas.district, lead=town.organisations.civil,
            basis="测试", valid_from=clock.today() + timedelta(days=6),
        )  # fmt: skip
        commands.enact(town.district, new, effective_from=tomorrow())
        assert not Duty.objects.filter(pk=later.pk).exists()
        assert Duty.objects.filter(category=town.categories.lamp).count() == 2

    def test_a_duty_that_began_this_morning_has_begun(self, town):
        """Two kinds of lists that name one category on one day: what held for some hours is not taken away."""
        for kind, lead in (("basic", "civil"), ("assisting", "parks")):
            listing = begun(town, kind=kind)
            commands.write_item(
                town.dispatcher, listing, code="1", text="办事材料", category_id=town.categories.papers.pk,
                lead_id=getattr(town.organisations, lead).pk,
            )  # fmt: skip
            if kind == "basic":
                commands.enact(town.district, listing, effective_from=clock.today())
        with pytest.raises(Refused):
            commands.enact(town.district, listing, effective_from=clock.today())
        commands.enact(town.district, listing, effective_from=tomorrow())
        spans = Duty.objects.filter(category=town.categories.papers).order_by("valid_from")
        assert [(one.valid_from, one.valid_to) for one in spans] == [
            (clock.today(), clock.today()), (tomorrow(), None),
        ]  # fmt: skip

    @pytest.mark.parametrize("days", [-1, 0])
    def test_not_into_the_past(self, town, drafted, days):
        _old, new = drafted()
        with pytest.raises(Refused) as refused:
            commands.enact(town.district, new, effective_from=clock.today() + timedelta(days=days))
        assert refused.value.field == "effective_from"

    def test_an_end_before_the_beginning_and_an_empty_list_are_refused(self, town, drafted):
        _old, new = drafted()
        with pytest.raises(Refused):
            commands.enact(town.district, new, effective_from=tomorrow(), effective_to=clock.today())
        with pytest.raises(Refused):
            commands.enact(town.district, begun(town, kind="powers"), effective_from=tomorrow())

    def test_not_before_the_version_that_is_still_to_come(self, town, drafted):
        _old, second = drafted()
        commands.enact(town.district, second, effective_from=clock.today() + timedelta(days=10))
        third = begun(town)
        with pytest.raises(Refused):
            commands.enact(town.district, third, effective_from=clock.today() + timedelta(days=9))
        commands.enact(town.district, third, effective_from=clock.today() + timedelta(days=11))
        second.refresh_from_db()
        assert second.effective_to == clock.today() + timedelta(days=10)

    def test_two_leads_for_one_category_are_named(self, town):
        listing = begun(town)
        for code, lead in (("3", "parks"), ("8", "civil")):
            commands.write_item(
                town.dispatcher, listing, code=code, text="楼道灯", category_id=town.categories.lamp.pk,
                lead_id=getattr(town.organisations, lead).pk,
            )  # fmt: skip
        assert "第 3 条和第 8 条" in hindrances(whole(listing))[0]
        with pytest.raises(Refused, match="第 3 条和第 8 条"):
            commands.enact(town.district, listing, effective_from=tomorrow())

    def test_the_database_lets_one_version_hold_on_a_day(self, town, enacted):
        old = enacted()
        with pytest.raises(IntegrityError, match="listing_one_at_a_time"), transaction.atomic():
            Listing.objects.create(
                kind=old.kind, area_id=old.area_id, title="x", version=7, basis="x", begun_at=clock.now(),
                stage="in_force", effective_from=clock.today() + timedelta(days=40),
            )  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Listing.objects.filter(pk=old.pk).update(basis="")
        with pytest.raises(IntegrityError), transaction.atomic():
            Listing.objects.filter(pk=old.pk).update(effective_from=None)

    def test_a_citys_entry_holds_where_no_nearer_one_does(self, town):
        listing = begun(town, by="sorter", area="city")
        for code, category in (("1", town.categories.papers), ("2", town.categories.heat)):
            commands.write_item(
                town.sorter, listing, code=code, text="办事材料", category_id=category.pk,
                lead_id=town.organisations.civil.pk,
            )  # fmt: skip
        commands.enact(town.mayor, listing, effective_from=clock.today())
        where = (town.areas.district.pk, town.areas.street.pk)
        assert propose(town.categories.papers.pk, where)[0].organisation_id == town.organisations.civil.pk
        assert propose(town.categories.cold.pk, where)[0].organisation_id == town.organisations.heating.pk


def test_over_the_years_end(town, drafted):
    """Enacted on the last day of the year, the new version holds from the first of January."""
    old, new = drafted()
    year = clock.today().year
    with clock.at(datetime(year, 12, 31, 12, tzinfo=clock.zone())):
        commands.enact(town.district, new, effective_from=date(year + 1, 1, 1))
    old.refresh_from_db()
    assert old.effective_to == date(year, 12, 31)
    assert Listing.objects.filter(holding(date(year, 12, 31))).get() == old
    assert Listing.objects.filter(holding(date(year + 1, 1, 1))).get() == new


CODES = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["扫雪", "清雪", "巡查"]))


@given(CODES, CODES)
def test_what_a_version_changes_is_told_whole_and_once(old, new):
    """Added, gone, changed and unchanged are apart, and together they are both versions."""
    before, after = ([ListingItem(code=c, text=t) for c, t in one.items()] for one in (old, new))
    found = differences(before, after)
    added, gone = ({one.code for one in found[name]} for name in ("added", "gone"))
    changed = {one.code: fields for _old, one, fields in found["changed"]}
    assert added == set(new) - set(old) and gone == set(old) - set(new)
    assert set(changed) == {c for c in set(old) & set(new) if old[c] != new[c]}
    assert all(fields == ["text"] for fields in changed.values())


def test_whom_to_call_is_answered_from_memory(town, enacted, django_assert_num_queries):
    """``propose`` costs no statement, with entries of lists as with others."""
    enacted()
    where = (town.areas.district.pk, town.areas.street.pk, town.areas.community.pk)
    propose(town.categories.lamp.pk, where)
    with django_assert_num_queries(0):
        for category in (town.categories.lamp, town.categories.cold, town.categories.papers):
            propose(category.pk, where)
