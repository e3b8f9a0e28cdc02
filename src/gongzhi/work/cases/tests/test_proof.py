"""Photos that go with a step: kept when the form is refused, hung on the case, seen by the service alone."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gongzhi.kit.flow import Refused
from gongzhi.kit.identity import new_id
from gongzhi.kit.journal.models import Entry
from gongzhi.town.files.models import Attachment
from gongzhi.town.files.queries import of
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases import photos
from gongzhi.work.cases.commands.proof import PROOF

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _shelf(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def photo(name: str = "现场.jpg") -> SimpleUploadedFile:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "JPEG")
    return SimpleUploadedFile(name, picture.getvalue(), "image/jpeg")


def test_a_line_with_photos_shows_them_to_the_service_and_to_nobody_else(town, told, client):
    case = told()
    client.force_login(town.users["head"], backend=BACKEND)
    sent = {"key": str(new_id()), "text": "灯罩碎了", "photos": [photo(), photo("二.jpg")]}
    assert client.post(f"/cases/{case.pk}/remark/", sent).status_code == 302
    hung = list(of(PROOF, case.pk))
    assert len(hung) == 2 and all(one.inside for one in hung)
    entry = Entry.objects.get(trunk_id=str(case.pk), verb="remark")
    assert entry.details == {"text": "灯罩碎了", "photos": [str(one.pk) for one in hung]}
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert page.count(f"/files/{hung[0].pk}/?small") == 1
    assert client.get(f"/files/{hung[0].pk}/").status_code == 200
    client.force_login(town.users["heating"], backend=BACKEND)  # a department that was not called
    assert client.get(f"/files/{hung[0].pk}/").status_code == 404
    client.logout()
    assert client.get(f"/files/{hung[0].pk}/").status_code in (302, 404)


def test_a_refused_form_keeps_its_photos_under_the_same_key(town, told, client):
    case, key = told(), str(new_id())
    client.force_login(town.users["head"], backend=BACKEND)
    refused = client.post(f"/cases/{case.pk}/remark/", {"key": key, "text": "", "photos": [photo()]})
    page = refused.content.decode()
    assert refused.status_code == 422 and key in page and "已收好 1 张" in page
    assert len(photos.ids(key)) == 1 and not of(PROOF, case.pk).exists()
    assert client.post(f"/cases/{case.pk}/remark/", {"key": key, "text": "灯罩碎了"}).status_code == 302
    assert of(PROOF, case.pk).count() == 1 and not photos.ids(key)


def test_what_is_no_photo_is_said_and_nothing_happens(town, told, client):
    case = told()
    client.force_login(town.users["head"], backend=BACKEND)
    sent = {"key": str(new_id()), "text": "灯罩碎了", "photos": [SimpleUploadedFile("a.exe", b"MZ")]}
    answer = client.post(f"/cases/{case.pk}/remark/", sent)
    assert answer.status_code == 422 and "只能上传照片" in answer.content.decode()
    assert not Entry.objects.filter(trunk_id=str(case.pk), verb="remark").exists()


def test_nobody_hangs_anothers_draft(town, told):
    case, key = told(), str(new_id())
    photos.keep(town.clerk, key, [photo()])
    with pytest.raises(Refused, match="没有传上来"):
        cases.remark(town.head, case, text="灯罩碎了", photos=photos.ids(key))
    assert Attachment.objects.get().subject_kind == "cases.draft"
