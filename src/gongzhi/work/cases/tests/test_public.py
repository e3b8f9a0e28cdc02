"""The resident's pages: nothing is asked but place and words, nothing is lost, nobody else's words are seen."""

import re

from django.db import connection

from gongzhi.kit.journal.models import Entry
from gongzhi.work.cases.models import Case, Category, Report
from gongzhi.work.cases.tests.pages import TEXT, number_and_code, words


def test_get_changes_nothing(client, town, reported):
    before = (Case.objects.count(), Entry.objects.count())
    for address in (
        "/r/",
        f"/r/q/{town.areas.unit.code}/",
        "/r/why/",
        "/r/told/",
        "/r/told/slip/",
        "/r/trace/",
        "/r/trace/mine/",
    ):
        assert client.get(address).status_code == 200, address
    for verb in ("answer", "rate", "urge", "supplement", "withdraw", "reopen"):
        assert client.get(f"/r/trace/{verb}/").status_code == 405
    assert (Case.objects.count(), Entry.objects.count()) == before


def test_the_code_at_the_door_presets_the_place(client, town):
    page = words(client.get(f"/r/q/{town.areas.unit.code}/"))
    assert "富丰家园3栋2单元" in page
    assert "扫楼门二维码得来" in page


def test_an_unknown_code_offers_the_list(client, town):
    page = client.get("/r/q/999/")
    assert page.status_code == 404
    assert "宽城区" in words(page)


def test_the_list_leads_down_one_press_a_level(client, town):
    page = client.post("/r/", {"do": "list", "text": TEXT})
    assert "宽城区" in words(page)
    for area, next_name in (
        ("district", "欣园街道"),
        ("street", "新月社区"),
        ("community", "3栋"),
        ("building", "2单元"),
    ):
        page = client.post("/r/", {"pick": getattr(town.areas, area).pk, "text": TEXT})
        assert next_name in words(page)
        assert TEXT in words(page)
    assert client.cookies["gz_place"].value == str(town.areas.building.pk)
    assert "您上次说的地方" in words(client.get("/r/"))


def test_a_point_is_put_in_its_grid_and_never_refused(client, town):
    assert "第一网格" in words(client.post("/r/", {"do": "here", "lon": "125.305", "lat": "43.905"}))
    outside = {"do": "send", "lon": "126.9", "lat": "44.9", "text": TEXT, "key": "k" * 32}
    assert "市级分拣台" in words(client.post("/r/", outside | {"do": "look"}))
    assert client.post("/r/", outside).status_code == 302
    assert Case.objects.get().desk_id == town.areas.city.pk


def test_the_first_press_shows_and_does_not_send(said):
    page = said(do="look")
    assert "居民生活·供暖·室温不达标" in words(page)
    assert "第一网格" in words(page)
    assert not Case.objects.exists()


def test_no_place_and_no_words_keep_what_was_typed(client, town):
    page = client.post("/r/", {"text": TEXT, "do": "send", "phone": "13800000000"})
    assert page.status_code == 422
    assert TEXT in words(page)
    page = client.post("/r/", {"area": town.areas.unit.pk, "do": "send", "text": ""})
    assert "请写一句发生了什么事" in words(page)


def test_words_of_no_category_ask_for_one(said):
    assert "请您选一类" in words(said("qqq www"))
    assert said("qqq www", category="living-lamp").status_code == 302
    assert Case.objects.get().title == "qqq www"


def test_a_double_press_is_one_case_with_one_code(client, town):
    form = {"key": "a" * 32, "area": town.areas.unit.pk, "text": TEXT, "do": "send"}
    client.post("/r/", form)
    first = number_and_code(client)
    client.post("/r/", form)
    assert number_and_code(client) == first
    assert Case.objects.count() == Report.objects.count() == 1
    client.post("/r/", form | {"text": "楼道灯不亮"})
    assert Case.objects.count() == 2, "the page was used again for another matter"


def test_contact_is_sealed_and_in_no_journal(said, town):
    said(name="李桂兰", phone="13812345678", consent="on")
    with connection.cursor() as cursor:
        for table in ("cases_report", "cases_case", "journal_entry", "receipts_receipt"):
            cursor.execute(
                f"select count(*) from {table} t where t::text like %s or t::text like %s",
                ["%13812345678%", "%李桂兰%"],
            )
            assert cursor.fetchone()[0] == 0, table
    report = Report.objects.get()
    assert not report.anonymous
    assert report.consent
    assert report.phone_sealed


def test_nothing_given_is_anonymous(said):
    said()
    assert Report.objects.get().anonymous


def test_contact_needs_consent_and_a_number_that_can_be_one(said):
    assert said(phone="13812345678").status_code == 422
    page = said(phone="138", consent="on")
    assert "号码好像不对" in words(page)
    assert 'value="138"' in words(page)


def test_questions_of_the_category_are_asked(said, town):
    Category.objects.filter(code="living-heat-cold").update(
        questions=[
            {"code": "degrees", "label": "屋里几度", "required": True, "options": ["不到16度", "16到18度"]},
            {"code": "since", "label": "从哪天"},
        ]
    )
    from gongzhi.kit.reference import bump

    bump("categories")
    assert "屋里几度" in words(said(do="look"))
    assert "请回答这一条" in words(said())
    assert not Case.objects.exists()
    assert said(**{"q-degrees": "不到16度"}).status_code == 302
    assert Report.objects.get().answers == {"degrees": "不到16度"}


def test_danger_says_first_whom_to_call(said):
    page = words(said("楼下水管爆裂喷水", do="look"))
    assert page.index("tel:119") < page.index("id_text")


def test_a_likely_duplicate_shows_no_words_and_can_be_joined(client, said, reported):
    secret = "我是三楼的李桂兰，暖气不热"
    Report.objects.update(text=secret)
    Case.objects.update(title=secret)
    page = said(do="look")
    case = Case.objects.get()
    assert "这件事可能有人说过了" in words(page)
    assert "李桂兰" not in words(page)
    assert said(do=None, join=str(case.pk)).status_code == 302
    number, code = number_and_code(client)
    assert Report.objects.count() == 2
    assert Case.objects.get().reporters == 2
    mine = words(client.get("/r/trace/mine/"))
    assert "李桂兰" not in mine
    assert "您和另外 1 人" in mine
    assert "您也报了这件事" in mine
    assert number != reported[0]


def test_only_what_was_offered_can_be_joined(said, told, town):
    other = told(text="别处的事", at=None, category="living-papers")
    assert said(do=None, join=str(other.pk)).status_code == 409
    assert Report.objects.filter(case=other).count() == 1


def test_not_the_same_matter_goes_on(said, reported):
    page = words(said(do="apart"))
    assert "这件事可能有人说过了" not in page
    assert said(apart="1").status_code == 302
    assert Case.objects.count() == 2


def test_too_many_from_one_address_wait(said, set_rule):
    set_rule("public.reports_an_hour", 1)
    assert said().status_code == 302
    page = said("楼道灯不亮")
    assert page.status_code == 429
    assert "楼道灯不亮" in words(page)


def photo(name="a.jpg"):
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (40, 30), "gray").save(file, "JPEG")
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def test_photos_stay_with_the_form_and_hang_on_the_report(client, town):
    form = {"key": "b" * 32, "area": town.areas.unit.pk, "text": TEXT}
    page = client.post("/r/", form | {"do": "look", "photos": [photo(), photo("b.jpg")]})
    assert words(page).count("data:image/jpeg") == 2
    dropped = re.search(r'name="drop" value="([^"]+)"', words(page)).group(1)
    page = client.post("/r/", form | {"drop": dropped})
    assert words(page).count("data:image/jpeg") == 1
    assert not Case.objects.exists()
    client.post("/r/", form | {"do": "send"})
    from gongzhi.town.files.queries import of
    from gongzhi.work.cases.photos import sees

    report = Report.objects.get()
    (kept,) = of("cases.report", report.pk)
    assert Entry.objects.get(verb="report").details["files"] == [str(kept.pk)]
    assert sees(town.head, kept)
    assert not sees(town.neighbour, kept)


def test_what_is_no_photo_is_said_and_the_words_stay(client, town):
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = SimpleUploadedFile("a.jpg", b"GIF89a not a photo", "image/jpeg")
    page = client.post(
        "/r/", {"key": "c" * 32, "area": town.areas.unit.pk, "text": TEXT, "do": "send", "photos": [bad]}
    )
    assert page.status_code == 422
    assert TEXT in words(page)
    assert not Case.objects.exists()


def test_drafts_nobody_sends_go_after_a_day(client, town):
    from datetime import timedelta

    from gongzhi.kit import clock
    from gongzhi.town.files.models import Attachment
    from gongzhi.work.cases import photos

    client.post("/r/", {"key": "d" * 32, "text": TEXT, "do": "look", "photos": [photo()]})
    assert photos.sweep() == 0
    with clock.at(clock.now() + timedelta(days=2)):
        assert photos.sweep() == 1
    assert not Attachment.objects.filter(erased_at=None).exists()


def test_whoever_does_not_know_the_place_writes_the_road(client, town):
    form = {"key": "f" * 32, "text": "人民大街路口的路灯不亮"}
    page = client.post("/r/", form | {"do": "unsure"})
    assert "由市里分拣" in words(page)
    assert client.post("/r/", form | {"do": "send", "area": town.areas.city.pk}).status_code == 302
    assert Case.objects.get().desk_id == town.areas.city.pk
