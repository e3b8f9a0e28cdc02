"""一表通 in the house: its pages, lists, sums, papers, counts, the API and the clock."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongzhi.kit import clock
from gongzhi.work.filings import commands, filling
from gongzhi.work.filings.models import Cell, FilingForm, Layout, Sheet
from gongzhi.work.filings.tests import making
from gongzhi.work.filings.tests.making import docx, xlsx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def upload(client, form, name, data):
    return client.post(f"/filings/{form.pk}/layout/", {"file": SimpleUploadedFile(name, data)})


def test_a_form_is_drafted_opened_and_answered_on_pages(town, come):
    fields = making.fields()
    client = come("clerk")
    page = client.get("/filings/new/").content.decode()
    assert "户数（系统已有）" in page
    words = {
        "title": "社区情况", "purpose": "排冬季巡查的班", "basis": "测试", "scope_id": town.areas.street.pk, "level": "community",
        "cycle": "once", "due_days": 5, "field_ids": [one.pk for one in fields],
    }  # fmt: skip
    answer = client.post("/filings/new/", words)
    form = FilingForm.objects.get()
    assert answer.url == f"/filings/{form.pk}/"
    assert "系统已有：户数" in client.get(answer.url).content.decode()
    row = client.get("/filings/").content.decode().split('class="ttl"')[1]
    assert row.count("<td>欣园街道</td>") == 2  # who asks, and where
    client.post(f"/filings/{form.pk}/open_/")
    sheet = Sheet.objects.get()
    worker = Client()
    worker.force_login(town.users["worker"], backend="django.contrib.auth.backends.ModelBackend")
    assert "社区情况" in worker.get("/").content.decode()
    page = worker.get(f"/filings/sheets/{sheet.pk}/").content.decode()
    assert "990户" in page and "系统：户数" in page
    begun = page.split('name="begun" value="')[1].split('"')[0]
    given = {
        f"f{Cell.objects.get(field__code=code).field_id}": value
        for code, value in {"HS": "990", "LD": "3", "DJ": "中"}.items()
    }
    refused = worker.post(f"/filings/sheets/{sheet.pk}/confirm/", {**given, "begun": begun})
    assert refused.status_code == 422 and "没填。没有的写0。" in refused.content.decode()
    given[f"f{Cell.objects.get(field__code='YY').field_id}"] = "yes"
    with clock.at(clock.now() + timedelta(minutes=4)):
        worker.post(f"/filings/sheets/{sheet.pk}/confirm/", {**given, "begun": begun})
    sheet.refresh_from_db()
    assert sheet.stage == "filled" and 240 <= sheet.seconds < 300
    assert not Cell.objects.get(field__code="HS").changed
    assert "4." in client.get("/filings/counts/").content.decode()


def test_what_others_ask_already_is_said_before_opening(town, come):
    making.opened(town)
    other = making.drafted(town, "clerk", making.field("LD"), title="消防台账")
    page = come("clerk").get(f"/filings/{other.pk}/").content.decode()
    assert "已经在要" in page and "社区情况月报" in page and "合并" in page


def test_what_a_department_holds_is_said_before_opening(town, come):
    held = making.field("DB", name="低保户数", holder=town.organisations.civil)
    form = making.drafted(town, "clerk", held)
    assert "请向区民政局要" in come("clerk").get(f"/filings/{form.pk}/").content.decode()


def test_sums_open_the_sheets_behind_them(town, come):
    form = making.opened(town)
    making.confirmed(town, form)
    client = come("clerk")
    page = client.get(f"/filings/{form.pk}/sums/").content.decode()
    assert "1/1" in page and "990户" in page and "3处" in page and "中 1" in page
    behind = f"/filings/sheets/?form={form.pk}&period=once&at={town.areas.community.code}&stage=filled"
    assert behind.replace("&", "&amp;") in page
    assert "欣园社区" in client.get(behind).content.decode()
    assert client.get(f"/filings/{form.pk}/sums/?as=xlsx").content[:2] == b"PK"
    assert client.get(f"/filings/{form.pk}/sums/?at={town.areas.street2.code}").status_code == 404


def test_the_askers_paper_is_filled_though_its_words_are_cut(town, come):
    form = making.opened(town)
    sheet = making.confirmed(town, form)
    client = come("clerk")
    upload(client, form, "上报.docx", docx(["户数：{", "{ H", "S }}，{{LD}}"], ["{{area}} {{form}}"]))
    upload(client, form, "上报.xlsx", xlsx("户数", "{{HS}}", "堆物{{ LD }}"))
    assert set(Layout.objects.values_list("kind", flat=True)) == {"docx", "xlsx"}
    made = client.get(f"/filings/sheets/{sheet.pk}/paper.docx")
    assert made["Content-Type"] == DOCX
    from docx import Document

    said = [one.text for one in Document(io.BytesIO(made.content)).paragraphs]
    assert said[0] == "户数：990，3" and "欣园社区" in said[1]
    made = client.get(f"/filings/sheets/{sheet.pk}/paper.xlsx").content
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["户数", 990.0, "堆物3"]
    assert client.get(f"/filings/{form.pk}/sums/?as=layout-docx").content[:2] == b"PK"


def test_a_paper_that_asks_for_something_else_is_refused_by_name(town, come):
    form = making.opened(town)
    answer = upload(come("clerk"), form, "a.docx", docx(["{{HS}} {{DIBAO}}"]))
    assert answer.status_code == 422 and "DIBAO" in answer.content.decode()
    assert not Layout.objects.exists()


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"<a/>")
        made.writestr("word/big.xml", b"0" * (filling.MOST_UNPACKED + 1))
    return out.getvalue()


def entity():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(
            "word/document.xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
        )
    return out.getvalue()


def macro():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", b"<a/>")
        made.writestr("word/vbaProject.bin", b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", b"PK no zip"), ("a.exe", b"x"), ("a.docx", bomb()), ("a.docx", entity()), ("a.docx", macro()),
        ("a.docx", xlsx("{{HS}}")), ("a.docx", b""),
    ],
)  # fmt: skip
def test_a_paper_from_outside_is_not_trusted(town, come, name, data):
    form = making.opened(town)
    answer = upload(come("clerk"), form, name, data)
    assert answer.status_code == 422
    assert not Layout.objects.exists()


def test_nobody_else_brings_a_paper(town, come):
    form = making.opened(town)
    assert upload(come("worker"), form, "a.docx", docx(["{{HS}}"])).status_code == 403


def test_counts_say_what_is_asked_twice_and_what_is_not_measured(town, come):
    making.opened(town)
    making.opened(town, "clerk", making.field("LD"), title="消防台账")
    page = come("clerk").get("/filings/counts/").content.decode()
    assert "楼道堆物处数" in page and "消防台账" in page and "还没量到" in page


def test_lists_take_the_same_number_of_statements(town, come, django_assert_max_num_queries):
    for n in range(4):
        making.opened(town, title=f"表{n}")
    client = come("worker")
    for address in ("/filings/", "/filings/sheets/", "/filings/fields/"):
        with django_assert_max_num_queries(6):
            assert client.get(address).status_code == 200


def test_the_clock_speaks_once_before_and_once_after(town):
    from gongzhi.town.notices.models import Notice
    from gongzhi.work.filings import timers

    form = making.opened(town, due_days=3)
    due = form.sheets.get().due_on
    noon = clock.local().replace(hour=12, minute=0)
    for days in (0, 1, 2, 3, 4, 5):
        with clock.at(noon + timedelta(days=days)):
            timers.remind()
    told = Notice.objects.filter(user=town.users["worker"])
    assert sorted(told.values_list("kind", flat=True)) == ["sheet.due", "sheet.late"]
    assert due.isoformat() in told.get(kind="sheet.due").title


def test_the_api_asks_fills_and_adds_up(town, come):
    from gongzhi.town.access.actor import system
    from gongzhi.town.people.commands import issue_token

    def header(name):
        token = issue_token(system("t"), town.users[name], "t", ["filings:read", "filings:write"], 1)
        return {"HTTP_AUTHORIZATION": f"Bearer {token}"}

    clerk, worker, client = header("clerk"), header("worker"), Client()
    words = making.words(town)
    made = client.post("/api/v1/filings/forms/", words, content_type="application/json", **clerk)
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    assert client.post(f"/api/v1/filings/forms/{pk}/open", **clerk).json()["stage"] == "open"
    (row,) = client.get("/api/v1/filings/sheets/", **worker).json()["items"]
    given = [{"code": code, "value": value} for code, value in making.GOOD.items()]
    path = f"/api/v1/filings/sheets/{row['id']}"
    wrong = client.post(
        f"{path}/confirm", {"given": [{"code": "X", "value": "1"}]}, content_type="application/json", **worker
    )
    assert wrong.status_code == 422 and "X" in wrong.content.decode()
    done = client.post(f"{path}/confirm", {"given": given}, content_type="application/json", **worker)
    assert done.status_code == 200 and done.json()["stage"] == "filled"
    sums = client.get(f"/api/v1/filings/forms/{pk}/sums?period=once", **clerk).json()
    assert sums["totals"]["HS"] == "990户" and sums["answered"] == 1
    assert client.get("/api/v1/filings/fields/", **clerk).json()["items"]
    fixed = client.post(
        f"{path}/correct",
        {"given": [{"code": "LD", "value": "5"}], "reason": "漏了"},
        content_type="application/json",
        **worker,
    )
    assert fixed.status_code == 200
    assert commands.end(town.clerk, pk, reason="并了").stage == "ended"
