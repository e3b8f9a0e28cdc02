"""Files: told by their bytes, made anew without EXIF, seen only by those whom the room lets, erased for good."""

import io
import os
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory
from PIL import Image

from gongzhi.kit import clock
from gongzhi.kit.flow import Refused, Unseen
from gongzhi.kit.privacy.seal import unseal_bytes
from gongzhi.town.access.actor import Actor
from gongzhi.town.files import commands, ports, queries, shelf, sniffing, timers, views
from gongzhi.town.files.models import Attachment

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ME = Actor(user_id=None, label="测试")


@pytest.fixture(autouse=True)
def _shelf(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def photo(size=(2400, 1200), form="JPEG", mode="RGB", **more) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, form, **more)
    return out.getvalue()


def office(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return out.getvalue()


def hang(data: bytes, name: str = "照片.jpg", **more) -> Attachment:
    return commands.attach(ME, "case", 1, SimpleUploadedFile(name, data), **more)


def test_a_photo_is_made_anew_upright_small_and_without_exif():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Secret Camera"
    made = hang(photo(exif=exif), name="../../C:\\tmp\\我的照片.PNG")
    kept = Image.open(queries.open_file(made))
    assert kept.size == (800, 1600) and not kept.getexif() and made.name == "我的照片.jpg"
    assert b"Secret" not in queries.open_file(made).read()
    assert max(Image.open(queries.open_file(made, small=True)).size) == 320
    assert (made.media_type, made.inside, made.thumbnail) == ("image/jpeg", True, True)
    place = shelf.path(made.sha256)
    assert place.stat().st_mode & 0o777 == 0o600 and place.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("JPEG", "L")])
def test_other_photos_become_jpeg(form, mode):
    assert hang(photo((40, 30), form, mode), "x").media_type == "image/jpeg"


def test_documents_are_told_by_their_bytes():
    assert hang(b"%PDF-1.7 ...", "x.jpg").name == "x.pdf"
    assert hang(office("[Content_Types].xml", "word/document.xml"), "x.zip").media_type == sniffing.DOCX
    assert hang(office("[Content_Types].xml", "xl/workbook.xml"), ".xlsx").media_type == sniffing.XLSX


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\x00",
        b"<svg onload=alert(1)>",
        b"GIF89a......",
        b"\xff\xd8\xff not a photo",
        photo()[:900],
        b"\x00\x00\x00\x18ftypheic....",
        office("a.exe"),
        office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"x" * (10 * 1024 * 1024 + 1),
    ],
)
def test_what_is_not_taken_is_refused_in_words(data):
    with pytest.raises(Refused):
        hang(data)
    assert not Attachment.objects.exists()


def test_a_picture_of_too_many_points_is_not_even_decoded(monkeypatch):
    monkeypatch.setattr(sniffing, "MOST_PIXELS", 100)
    with pytest.raises(Refused, match="像素"):
        hang(photo((20, 20)))


def test_nine_files_and_no_more():
    for n in range(9):
        hang(photo((20 + n, 20)))
    with pytest.raises(Refused, match="最多传 9 个"):
        hang(photo((90, 20)))


def test_only_whom_the_room_lets_may_open_it(monkeypatch):
    monkeypatch.setattr(ports, "_answers", {})
    made = hang(photo((20, 20)), inside=False)
    request = RequestFactory().get("/")
    request.actor = ME
    with pytest.raises(Http404):
        views.show(request, made.pk)
    ports.may_see("case", lambda actor, file: actor is ME and not file.inside)
    answer = views.show(request, made.pk)
    assert answer["Content-Type"] == "image/jpeg" and "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("inline")
    request.actor = Actor(label="别人")
    with pytest.raises(Http404):
        views.show(request, made.pk)


def test_erased_bytes_are_gone_from_yesterdays_backup_too(django_capture_on_commit_callbacks):
    one, two = hang(photo((20, 20))), hang(photo((20, 20)))
    backup = shelf.path(one.sha256).read_bytes()
    assert b"JFIF" not in backup and unseal_bytes(backup).startswith(b"\xff\xd8\xff")
    with django_capture_on_commit_callbacks(execute=True):
        commands.erase(ME, one, reason="传错了")
    assert unseal_bytes(backup) is None and not shelf.path(one.sha256).exists()
    with pytest.raises(Unseen):
        queries.open_file(one)
    assert queries.open_file(two).read().startswith(b"\xff\xd8\xff")
    with django_capture_on_commit_callbacks(execute=True):
        assert commands.erase_all("case", 1) == 1
    assert not shelf.path(two.sha256).exists() and not queries.of("case", 1).exists()
    with pytest.raises(Refused):
        commands.erase(ME, two, reason=" ")


def test_orphans_are_swept_after_a_day():
    made = hang(photo((20, 20)))
    orphan = shelf.put(b"left over")
    assert timers.sweep() == 0
    old = (clock.now() - timedelta(days=2)).timestamp()
    for name in (made.sha256, orphan):
        os.utime(shelf.path(name), (old, old))
    assert timers.sweep() == 1
    assert shelf.path(made.sha256).exists() and not shelf.path(orphan).exists()


def test_the_upload_says_the_words():
    page = render_to_string("files/upload.html", {"name": "photos"})
    assert "涉密信息不上网" in page and "required" not in page
