"""登记册: a file is tried, then written; wrong rows come back; a street clerk brings in what lies in their street."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from gongzhi.config import slow
from gongzhi.config.town_pages import registers
from gongzhi.kit.jobs import running
from gongzhi.kit.jobs.models import Job
from gongzhi.kit.registers import registry
from gongzhi.kit.registers.models import ImportRun
from gongzhi.town.areas.models import Area


def words(page):
    return page.content.decode()


def book(name, rows):
    """An upload with these rows, by field."""
    register, made = registry.get(name), io.BytesIO()
    with xlsxwriter.Workbook(made) as workbook:
        sheet = workbook.add_worksheet()
        for place, column in enumerate(register.columns):
            sheet.write_string(0, place, str(column.heading))
            for at, row in enumerate(rows, start=1):
                sheet.write(at, place, row.get(column.field, ""))
    return SimpleUploadedFile(f"{name}.xlsx", made.getvalue())


def grid(n, community="220103010001"):
    return {"parent_code": community, "code": f"{community}{n:03}", "name": f"第{n}网格"}


def sent(client, name, rows):
    return client.post(f"/town/registers/{name}/upload/", {"file": book(name, rows)}).headers["Location"]


def test_everybody_sees_the_registers_they_keep(come, town):
    system, clerk = (
        words(come("system").get("/town/registers/")),
        words(come("clerk").get("/town/registers/")),
    )
    assert "/town/registers/organisations/" in system and "/town/registers/cases/" not in system
    assert "/town/registers/grids/" in clerk and "/town/registers/cases/" in clerk
    assert "/town/registers/organisations/" not in clerk
    client = come("clerk")
    assert client.get("/town/registers/organisations/").status_code == 404
    assert client.get("/town/registers/nothing/").status_code == 404
    assert come("system").get("/town/registers/cases/export/").status_code == 404


@pytest.mark.parametrize("part", ["", "template/", "export/", "print/"])
def test_each_register_opens_in_all_its_forms(come, town, part):
    client = come("system")
    for register in registry.all():
        if register.may(town.system):
            assert client.get(f"/town/registers/{register.name}/{part}").status_code == 200, register.name


def test_a_file_is_tried_and_then_written(come, town, files):
    client = come("system")
    address = sent(client, "grids", [grid(11), grid(12)])
    page = words(client.get(address))
    assert "如果写入" in page and "全部写入" in page and not Area.objects.filter(name="第11网格").exists()
    done = client.post(f"{address}apply/").headers["Location"]
    assert "写入了" in words(client.get(done))
    assert Area.objects.filter(name__in=["第11网格", "第12网格"]).count() == 2
    again = words(client.get(sent(client, "grids", [grid(11), grid(12)])))
    assert "没有要写的" in again
    assert ImportRun.objects.filter(register="grids").count() == 1
    assert "grids.xlsx" in words(client.get("/town/registers/grids/"))


def test_wrong_rows_come_back_and_the_good_ones_may_be_written(come, town, files):
    client = come("system")
    address = sent(client, "grids", [grid(11), {**grid(12), "name": ""}])
    page = words(client.get(address))
    assert "必填" in page and "只写入正确的行" in page and "全部写入" not in page
    assert client.get(f"{address}errors/").status_code == 200
    client.post(f"{address}apply/", {"good_rows": "1"})
    assert Area.objects.filter(name="第11网格").exists()


def test_a_street_clerk_brings_in_only_what_lies_in_their_street(come, town, files):
    from gongzhi.demo.small import area

    elsewhere = area("community", "220103009001", "别处社区", town.areas.street2)
    area("grid", "220103009001001", "别处网格", elsewhere)
    client = come("clerk")
    page = words(client.get(sent(client, "grids", [grid(11), grid(12, "220103009001")])))
    assert "不在您的街道" in page
    rows = list(registry.get("grids").print_rows(town.clerk))
    assert len(rows) == 3 and not any("别处网格" in row for row in rows)
    assert client.post("/town/registers/organisations/upload/").status_code == 404


def test_a_big_file_is_left_to_the_worker_and_the_page_polls(come, town, files, monkeypatch):
    monkeypatch.setattr(registers, "AT_ONCE", 0)
    client = come("system")
    address = sent(client, "grids", [grid(11)])
    page = words(client.get(address, headers={"HX-Request": "true"}))
    assert "every 2s" in page and "<html" not in page
    running.run(Job.objects.get().pk, aside=False)
    assert "如果写入" in words(client.get(address))


def test_what_is_no_workbook_is_refused_in_words(come, town, files):
    client = come("system")
    page = client.post("/town/registers/grids/upload/", {"file": SimpleUploadedFile("a.txt", b"x")})
    assert page.status_code == 422 and ".xlsx" in words(page)
    broken = client.post(
        "/town/registers/grids/upload/", {"file": SimpleUploadedFile("a.xlsx", b"not a workbook")}
    )
    assert "打不开这个文件" in words(client.get(broken.headers["Location"]))


def test_a_job_is_its_makers_alone_and_goes_with_its_file(come, town, files):
    address = sent(come("system"), "grids", [grid(11)])
    assert come("clerk").get(address).status_code == 404
    assert come("clerk").post(f"{address}apply/").status_code == 404
    from datetime import timedelta

    from gongzhi.kit import clock

    with clock.at(clock.now() + timedelta(days=40)):
        assert slow.sweep() == 2
    assert not Job.objects.exists() and not list((files / "imports").iterdir())
