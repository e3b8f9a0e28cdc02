"""The workbook of seats: fifty wrong rows come back, again it changes nothing, the export can be imported."""

import xlsxwriter

from gongzhi.kit.registers import registry
from gongzhi.town.access.actor import system
from gongzhi.work.meetings.models import Seat
from gongzhi.work.meetings.tests.test_meetings import make

ACTOR = system("测试")


def book(path, rows):
    register = registry.get("meeting_seats")
    with xlsxwriter.Workbook(path) as file:
        sheet = file.add_worksheet()
        sheet.write_row(0, 0, [str(column.heading) for column in register.columns])
        for at, row in enumerate(rows, start=1):
            sheet.write_row(at, 0, row)
    return path


def test_fifty_wrong_rows_come_back_and_the_rest_is_kept(town, tmp_path):
    make(town)
    days = [f"{2026 + n // 12}-{n % 12 + 1:02d}-01" for n in range(200)]
    good = [["LDXZ", "D-PARKS", "成员", "副局长", "", "", day, ""] for day in days]
    wrong = [["没有", "D-PARKS", "成员", "", "", "", "2026-01-01", ""] for _n in range(49)]
    wrong.append(["LDXZ", "D-PARKS", "成员", "", "", "", "2026-03-15", "2026-03-01"])
    register = registry.get("meeting_seats")
    path = book(tmp_path / "seats.xlsx", [*good, *wrong])
    assert (register.import_file(path, ACTOR).created, Seat.objects.count()) == (0, 3)
    outcome = register.import_file(path, ACTOR, good_rows=True)
    assert (outcome.created, outcome.rejected) == (200, 50)
    again = register.import_file(path, ACTOR, good_rows=True)
    assert (again.created, again.changed, again.unchanged) == (0, 0, 200)


def test_the_export_can_be_imported_again(town, tmp_path):
    make(town)
    register = registry.get("meeting_seats")
    assert register.export(tmp_path / "out.xlsx", ACTOR) == 3
    outcome = register.import_file(tmp_path / "out.xlsx", ACTOR)
    assert (outcome.created, outcome.changed, outcome.unchanged, outcome.rejected) == (0, 0, 3, 0)
