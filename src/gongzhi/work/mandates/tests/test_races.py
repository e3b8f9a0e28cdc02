"""Two people at once, with real threads: one wins, one is told, nothing is lost or doubled."""

from datetime import timedelta

import pytest

from gongzhi.kit import clock, reference
from gongzhi.kit.journal.verify import run as verify_journal
from gongzhi.kit.tests.racing import at_once, stopped
from gongzhi.work.mandates import commands
from gongzhi.work.mandates.models import Duty, Listing, ResponsibilityLetter

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def town(transactional_db):
    from gongzhi.demo import small

    built = small.build()
    reference.warm()
    return built


def drafted(town, **words):
    listing = commands.begin_listing(town.dispatcher, kind="basic", area_id=town.areas.district.pk)
    commands.write_item(
        town.dispatcher, listing, code="1", text="楼道灯修理", lead_id=town.organisations.parks.pk,
        category_id=town.categories.lamp.pk, **words,
    )  # fmt: skip
    return listing


def test_two_who_begin_the_same_list_make_one_draft(town):
    desk, chief, area = town.dispatcher, town.district, town.areas.district.pk
    results = at_once(
        lambda: commands.begin_listing(desk, kind="basic", area_id=area),
        lambda: commands.begin_listing(chief, kind="basic", area_id=area),
    )
    assert len(stopped(results)) == 1 and Listing.objects.count() == 1
    assert verify_journal() == []


def test_a_draft_is_enacted_or_withdrawn(town):
    listing, desk, chief = drafted(town), town.dispatcher, town.district
    results = at_once(
        lambda: commands.enact(chief, listing.pk, effective_from=clock.today()),
        lambda: commands.withdraw(desk, listing.pk, reason="写错了"),
    )
    assert len(stopped(results)) == 1
    stage = Listing.objects.get().stage
    assert Duty.objects.filter(item__isnull=False).exists() == (stage == "in_force")
    assert verify_journal() == []


def test_an_item_is_written_before_the_list_is_enacted_or_refused(town):
    listing, desk, chief = drafted(town), town.dispatcher, town.district
    results = at_once(
        lambda: commands.enact(chief, listing.pk, effective_from=clock.today()),
        lambda: commands.write_item(
            desk, listing.pk, code="2", text="办事材料", lead_id=town.organisations.civil.pk,
            category_id=town.categories.papers.pk,
        ),
    )  # fmt: skip
    assert Listing.objects.get().stage == "in_force"
    written = not stopped(results)
    assert Duty.objects.filter(category=town.categories.papers).exists() == written
    assert verify_journal() == []


def test_two_enact_the_same_draft_once(town):
    listing, chief = drafted(town), town.district
    step = lambda: commands.enact(chief, listing.pk, effective_from=clock.today() + DAY)
    assert len(stopped(at_once(step, step))) == 1
    assert Duty.objects.filter(item__isnull=False).count() == 1


def test_a_letter_is_kept_or_abolished(town):
    letter = commands.record_letter(
        town.clerk, issuer_id=town.organisations.parks.pk, street_id=town.areas.street.pk, title="清雪责任状",
        signed_on=clock.today(), basis="某条例",
    )  # fmt: skip
    commands.review(town.clerk, letter)
    desk, chief = town.dispatcher, town.district
    results = at_once(
        lambda: commands.keep(desk, letter.pk, reason="有依据"),
        lambda: commands.abolish(chief, letter.pk, reason="没有必要"),
    )
    assert len(stopped(results)) == 1
    assert ResponsibilityLetter.objects.get().stage in {"kept", "abolished"}
    assert verify_journal() == []


def test_a_letter_is_not_merged_into_one_that_goes_under_review(town):
    one, other = (
        commands.record_letter(
            town.clerk, issuer_id=town.organisations.parks.pk, street_id=town.areas.street.pk, title=title,
            signed_on=clock.today(),
        )
        for title in ("甲责任状", "乙责任状")
    )  # fmt: skip
    commands.review(town.clerk, one)
    desk, clerk = town.dispatcher, town.clerk
    results = at_once(
        lambda: commands.merge(desk, one.pk, reason="内容相同", into_id=other.pk),
        lambda: commands.review(clerk, other.pk, reason="也看一下"),
    )
    one.refresh_from_db()
    assert one.stage == ("under_review" if stopped(results) else "merged")
    assert verify_journal() == []


def test_two_offices_in_one_place(town):
    clerk, leader, street = town.clerk, town.leader, town.areas.street.pk
    results = at_once(
        lambda: commands.set_up_office(clerk, street_id=street, name="甲办公室", place=1),
        lambda: commands.set_up_office(leader, street_id=street, name="乙办公室", place=1),
    )
    assert len(stopped(results)) == 1
    assert verify_journal() == []
