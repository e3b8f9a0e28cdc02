"""The registers beyond what is generated for all: a power past its draft, another's district, another's squad."""

from datetime import timedelta

import pytest
import xlsxwriter

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours
from gongzhi.kit.registers import registry
from gongzhi.kit.registers.books import OPTIONS, write_cell
from gongzhi.work.enforcement.models import DelegatedPower, Officer
from gongzhi.work.enforcement.tests.making import delegated, squad_of


@pytest.fixture
def book(tmp_path):
    def make(name, *rows):
        register = registry.get(name)
        path = tmp_path / f"{name}.xlsx"
        with xlsxwriter.Workbook(path, OPTIONS) as made:
            sheet = made.add_worksheet()
            for place, column in enumerate(register.columns):
                sheet.write_string(0, place, str(column.heading))
            for at, row in enumerate(rows, start=1):
                for place, column in enumerate(register.columns):
                    write_cell(sheet, at, place, row.get(column.field, ""))
        return register, path

    return make


def power_row(**more):
    return {
        "street_code": "220103010", "code": "CG-9", "item": "占道摆摊的处罚", "kind": "行政处罚",
        "mode": "委托（以部门名义）", "department_code": "D-PARKS", **more,
    }  # fmt: skip


def test_a_power_comes_in_as_a_draft_and_not_past_it(town, book):
    register, path = book("powers", power_row())
    assert register.import_file(path, town.dispatcher).created == 1
    power = DelegatedPower.objects.get()
    assert (power.stage, power.district_id) == ("draft", town.areas.district.pk)
    register, path = book("powers", power_row(item="改个说法"))
    assert register.import_file(path, town.dispatcher).changed == 1
    from gongzhi.work.enforcement import commands

    commands.assess(
        town.dispatcher,
        power.pk,
        fitness="fit",
        assessed_on=clock.today(),
        assessed_by="司法局",
        assessment="可以",
    )
    assert register.import_file(path, town.dispatcher).unchanged == 1
    register, path = book("powers", power_row(item="再改一次"))
    wrong = register.import_file(path, town.dispatcher)
    assert "已经评估或下放" in wrong.rows[0].wrong["code"]


def test_the_street_exports_its_own_and_imports_nothing(town, book, tmp_path):
    delegated(town)
    register, path = book("powers", power_row())
    with pytest.raises(NotYours):
        register.import_file(path, town.clerk)
    assert register.export(tmp_path / "a.xlsx", town.clerk) == 1
    with pytest.raises(NotYours):
        register.export(tmp_path / "b.xlsx", town.worker)


def test_officers_come_into_ones_own_squads_only(town, book):
    squad_of(town)
    days = {"issued_on": clock.today() - timedelta(days=9), "expires_on": clock.today() + timedelta(days=900)}
    row = {"certificate_no": "ZF-100", "name": "丁四", "squad_code": "ZD-1", **days}
    register, path = book("officers", row)
    assert register.import_file(path, town.clerk).created == 1
    made = Officer.objects.get(certificate_no="ZF-100")
    assert (made.street_id, made.account_id) == (town.areas.street.pk, None)
    assert register.import_file(path, town.clerk).unchanged == 1
    backwards = {
        **row,
        "certificate_no": "ZF-101",
        "expires_on": days["issued_on"],
        "issued_on": days["expires_on"],
    }
    register, path = book("officers", backwards)
    assert "有效期" in register.import_file(path, town.clerk).rows[0].wrong["expires_on"]
    type(made.squad).objects.update(street_id=town.areas.street2.pk)
    register, path = book("officers", row)
    assert "不是本街道" in register.import_file(path, town.clerk).rows[0].wrong["squad_code"]
