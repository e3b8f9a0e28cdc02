"""内设机构 by 5+X with its gaps, the eight duties, and the functions stripped off."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.work.mandates import commands
from gongzhi.work.mandates.models import InternalOffice, StrippedFunction
from gongzhi.work.mandates.queries.offices import checked, duties, streets, template

DAY = timedelta(days=1)


def set_up(town, by="clerk", **words):
    return commands.set_up_office(town.actor(by), street_id=town.areas.street.pk, **words)


def test_what_nobody_knows_is_to_be_confirmed(town):
    assert template() == ["待确认"] * 5
    assert list(duties().value) == ["抓党建", "抓治理", "抓服务", *["待确认"] * 5]


def test_gaps_are_counted_for_each_street(town):
    set_up(town, name="党建办公室", place=1)
    set_up(town, name="特色小镇办")
    one, two = checked(streets(town.dispatcher))
    first, second = (one, two) if one.street.id == town.areas.street.pk else (two, one)
    assert (first.gaps, second.gaps) == (4, 5)
    assert first.fixed[1].name == "党建办公室" and [one.name for one in first.others] == ["特色小镇办"]
    assert [card.id for card in streets(town.worker)] == [town.areas.street.pk]


def test_a_new_office_in_a_place_ends_the_old_one(town):
    with clock.at(clock.now() - timedelta(days=9)):
        old = set_up(town, name="党建办公室", place=1)
    with pytest.raises(Refused):
        set_up(town, name="更早的", place=1, valid_from=clock.today() - timedelta(days=9))
    new = set_up(town, name="党群工作办公室", place=1)
    old.refresh_from_db()
    assert old.valid_to == clock.today() - DAY
    commands.end_office(town.leader, new)
    assert not InternalOffice.objects.filter(pk=new.pk).exists()
    with pytest.raises(IntegrityError, match="office_one_in_a_place"), transaction.atomic():
        InternalOffice.objects.create(
            street=town.areas.street, name="又一个", place=1, valid_from=old.valid_from
        )


def test_only_ones_own(town):
    for by in ("worker", "heating"):
        with pytest.raises(NotYours):
            set_up(town, by=by, name="某办公室")
    with pytest.raises(NotYours):
        commands.set_up_office(town.clerk, street_id=town.areas.street2.pk, name="某办公室")
    for words in ({"name": " "}, {"name": "某办公室", "place": 6}):
        with pytest.raises(Refused):
            set_up(town, **words)
    with pytest.raises(Refused):
        commands.set_up_office(town.clerk, street_id=town.areas.community.pk, name="某办公室")


def test_the_page_shows_gaps_and_fills_them(town, browser):
    clerk = browser("clerk")
    page = clerk.get("/mandates/offices/").content.decode()
    assert "抓党建" in page and "待确认" in page and "place=3" in page
    words = {
        "street_id": town.areas.street.pk,
        "name": "综合办公室",
        "place": 3,
        "valid_from": clock.today().isoformat(),
    }
    assert clerk.post("/mandates/offices/new/", words).status_code == 302
    assert clerk.post("/mandates/offices/new/", {**words, "name": ""}).status_code == 422
    page = clerk.get("/mandates/offices/").content.decode()
    assert "综合办公室" in page and "place=3" not in page
    office = InternalOffice.objects.get()
    assert browser("worker").post(f"/mandates/offices/{office.pk}/end/").status_code == 403
    assert clerk.post(f"/mandates/offices/{office.pk}/end/").status_code == 302
    assert clerk.post(f"/mandates/offices/{office.pk}/end/").status_code == 404


def test_stripped_functions_are_listed_corrected_and_filtered(town, browser):
    words = {
        "street_id": town.areas.street.pk,
        "what": "招商引资",
        "to_whom": "区商务局",
        "stripped_on": "2020-05-01",
    }
    clerk = browser("clerk")
    assert clerk.post("/mandates/stripped/new/", words).status_code == 302
    assert clerk.post("/mandates/stripped/new/", {**words, "still": "每月招商报表"}).status_code == 302
    assert StrippedFunction.objects.get().still == "每月招商报表"
    page = clerk.get("/mandates/stripped/?still=yes").content.decode()
    assert "招商引资" in page and "区商务局" in page
    assert "招商引资" not in clerk.get("/mandates/stripped/?still=no").content.decode()
    assert browser("heating").get("/mandates/stripped/new/").status_code == 403


def test_the_check_takes_a_constant_number_of_statements(town, browser):
    desk = browser("dispatcher")
    desk.get("/mandates/offices/")
    counts = []
    for n in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert desk.get("/mandates/offices/").status_code == 200
        counts.append(len(asked))
        for place in range(1, 6):
            set_up(town, name=f"第{place}办", place=place) if n == 0 else None
    assert counts[0] == counts[1] <= 3
