"""What the clock calls of the town: the rota at four, once; what lies about is swept; photos are seen by who may."""

import io
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gongzhi.config import timers
from gongzhi.config.ground import checks
from gongzhi.kit import clock
from gongzhi.kit.reference import bump
from gongzhi.town.access.actor import resident
from gongzhi.town.calendar.models import Day
from gongzhi.town.files.models import Attachment
from gongzhi.town.notices.models import Notice
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases import photos
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.models import Case


@pytest.fixture(autouse=True)
def _as_a_worker_starts():
    timers._told.clear()
    timers._swept.clear()


def test_no_rota_for_tonight_shows_at_four_and_once(town):
    day = datetime(2026, 11, 20, tzinfo=clock.zone())
    with clock.at(day.replace(hour=15, minute=59)):
        assert timers.remind_of_tonight() == 0 and not Notice.objects.exists()
    with clock.at(day.replace(hour=16, minute=0)):
        told = timers.remind_of_tonight()
        assert told > 0 and timers.remind_of_tonight() == 0
        timers._told.clear()  # the worker starts anew
        assert timers.remind_of_tonight() == 0
    assert all(notice.url.startswith("/town/duty/") for notice in Notice.objects.all())
    with clock.at(day + timedelta(days=1, hours=16)):
        assert timers.remind_of_tonight() == told


def test_the_sweep_is_hourly(town, files, monkeypatch):
    swept = []
    monkeypatch.setattr(timers.files, "sweep", lambda: swept.append(1) or 0)
    start = clock.now()
    for minutes in (0, 30, 61):
        with clock.at(start + timedelta(minutes=minutes)):
            timers.sweep()
    assert len(swept) == 2


def test_check_warns_while_next_years_holidays_are_missing(town):
    Day.objects.all().delete()
    bump("calendar")
    assert "no holidays" in checks.warnings()[0]
    Day.objects.create(day="2026-10-01", working=False, name="国庆节", basis="测试")
    bump("calendar")
    with clock.at(datetime(2026, 11, 1, tzinfo=clock.zone())):
        assert "2026-12-31" in checks.warnings()[0]
    with clock.at(datetime(2026, 6, 1, tzinfo=clock.zone())):
        assert checks.warnings() == []


@pytest.fixture
def photo(files):
    """A case of a category, with one photo of its reporter: the photo and the case."""

    def take(town, category):
        picture = io.BytesIO()
        Image.new("RGB", (40, 30), "grey").save(picture, "JPEG")
        photos.keep(resident(), "draft-1", [SimpleUploadedFile("a.jpg", picture.getvalue())])
        case = cases.report(
            resident(), channel="resident", category=catalogue().coded(category), at=town.place,
            telling=Telling(text="二单元暖气不热"), files=photos.ids("draft-1"),
        )  # fmt: skip
        return Attachment.objects.get(subject_kind="cases.report"), case

    return take


def seen_by(come, photo, names):
    return {name for name in names if come(name).get(f"/files/{photo.pk}/").status_code == 200}


NAMES = (
    "head",
    "neighbour",
    "worker",
    "clerk",
    "leader",
    "heating",
    "parks",
    "dispatcher",
    "caller",
    "system",
    "audit",
)


def test_a_photo_is_seen_by_who_sees_the_case(come, town, photo, client):
    taken, case = photo(town, "living-heat-cold")
    assert client.get(f"/files/{taken.pk}/").status_code == 404
    before = seen_by(come, taken, NAMES)
    assert {"head", "worker", "clerk", "leader"} <= before and not before & {
        "neighbour",
        "heating",
        "caller",
        "system",
        "audit",
    }
    Case.objects.filter(pk=case.pk).update(called_ids=[town.organisations.heating.pk], stage="called")
    assert "heating" in seen_by(come, taken, NAMES)
    page = come("clerk").get(f"/cases/{case.pk}/").content.decode()
    assert f"/files/{taken.pk}/?small" in page


def test_photos_of_a_tip_are_for_who_may_know_the_reporter(come, town, photo):
    taken, case = photo(town, "tip")
    Case.objects.filter(pk=case.pk).update(called_ids=[town.organisations.parks.pk], stage="called")
    assert seen_by(come, taken, NAMES) == {"clerk", "leader"}
    assert f"/files/{taken.pk}/" not in come("parks").get(f"/cases/{case.pk}/").content.decode()
