"""Over every register: template, a big file with fifty wrong rows, import again, export and import again.

A room adds only its columns. Examples of the columns are real: those of one register refer to those of another,
and ``ground`` imports them first.
"""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.registers import registry
from gongzhi.kit.registers.books import OPTIONS, write_cell
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.models import ImportRun
from gongzhi.kit.registers.register import Register
from gongzhi.town.access.actor import NOBODY, system
from gongzhi.town.areas.divisions import load_divisions
from gongzhi.town.people.models import User

pytestmark = pytest.mark.django_db
FIRST = ("estates", "grids", "buildings", "units", "organisations", "documents", "squads")
#: Written through commands, or known by a time of day, which an example can't be varied in; tested in their rooms.
OWN_TESTS = {"cases", "categories", "divisions", "openings", "meeting_seats"}
NAMES = [name for name in registry.names() if name not in OWN_TESTS]
ACTOR = system("测试")
WRONG = 50
NO_SUCH = {
    Kind.WHOLE: "三",
    Kind.NUMBER: "许多",
    Kind.DAY: "去年",
    Kind.MOMENT: "昨夜",
    Kind.YESNO: "也许",
    Kind.CHOICE: "无",
}


@pytest.fixture
def ground(tmp_path):
    """What the examples of the columns refer to."""
    load_divisions()
    for name in ("leader", "clerk"):
        User.objects.create_user(name, name)
    for name in FIRST:
        register = registry.get(name)
        outcome = register.import_file(book(tmp_path, register, [good(register, 0)]), ACTOR)
        assert outcome.created == 1, [row.wrong for row in outcome.rows]


def good(register: Register, n: int) -> dict:
    """The n-th good row: the examples, with the key varied (n = 0: as they are)."""
    row = {column.field: column.sample() for column in register.columns}
    for column in register.columns:
        if column.kind == Kind.MOMENT or (column.kind == Kind.DAY and column.field in register.key):
            moment = datetime.fromisoformat(str(column.example)) + timedelta(days=n)
            row[column.field] = (
                f"{moment:%Y-%m-%d %H:%M}" if column.kind == Kind.MOMENT else f"{moment:%Y-%m-%d}"
            )
        elif n and column.field in register.key and column.is_text:
            row[column.field] = f"{column.example}-{n}"
    return row


def ways_to_be_wrong(column: Column) -> list:
    """Cells that this column must refuse."""
    cells = [""] if column.required else []
    if not column.is_text:
        return [*cells, NO_SUCH[column.kind], "=1+1"]
    cells += ["含\u200b字符", "=HYPERLINK(1)", "长" * (column.longest + 1)]
    cells += [12345678.0, "1.38E+10"] if column.kind == Kind.CODE else []
    return cells + (["没有-这个-编码"] if column.lookup else [])


def bad(register: Register, start: int) -> list[dict]:
    """Fifty rows, each wrong in one way, by turns over all columns."""
    ways = [(column.field, cell) for column in register.columns for cell in ways_to_be_wrong(column)]
    rows = []
    for n in range(WRONG - 1):
        field, cell = ways[n % len(ways)]
        rows.append({**good(register, start + n), field: cell})
    return [*rows, good(register, 1)]  # the last one is there already


def book(folder: Path, register: Register, rows: list[dict], name: str = "in") -> Path:
    path = folder / f"{register.name}-{name}.xlsx"
    with xlsxwriter.Workbook(path, OPTIONS) as made:
        sheet = made.add_worksheet()
        for place, column in enumerate(register.columns):
            sheet.write_string(0, place, str(column.heading))
        for at, row in enumerate(rows, start=1):
            for place, column in enumerate(register.columns):
                write_cell(sheet, at, place, row[column.field])
    return path


def mixed(register: Register, size: int) -> tuple[list[dict], list[int]]:
    """Good rows with the wrong ones spread among them, and the numbers of the wrong ones in the file."""
    rows = [good(register, n) for n in range(1, size + 1)]
    every = size // WRONG
    numbers = []
    for n, row in enumerate(bad(register, size + 1)):
        at = (n + 1) * every + n
        rows.insert(at, row)
        numbers.append(at + 2)  # the heading is row 1
    return rows, numbers


@pytest.mark.parametrize("size", [200, pytest.param(10_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", NAMES)
def test_a_file_with_fifty_wrong_rows_gives_back_exactly_those(name, size, ground, tmp_path):
    register = registry.get(name)
    rows, numbers = mixed(register, size)
    path = book(tmp_path, register, rows)
    before = register.model.objects.count()

    refused = register.import_file(path, ACTOR, errors_folder=tmp_path)
    assert (refused.created, refused.rejected) == (0, WRONG)
    assert [row.number for row in refused.rows if row.wrong] == numbers
    assert register.model.objects.count() == before

    back = CalamineWorkbook.from_path(refused.errors_path).get_sheet_by_index(0).to_python()
    assert [row[-2] for row in back[1:]] == numbers
    assert all(row[-1] for row in back[1:])
    assert back[0][:-2] == [str(column.heading) for column in register.columns]

    taken = register.import_file(path, ACTOR, good_rows=True)
    assert (taken.created, taken.rejected) == (size, WRONG)
    assert register.model.objects.count() == before + size
    again = register.import_file(path, ACTOR, good_rows=True)
    assert (again.created, again.changed, again.unchanged) == (0, 0, size)


@pytest.mark.parametrize("name", NAMES)
def test_the_export_can_be_imported_again_and_changes_nothing(name, ground, tmp_path):
    register = registry.get(name)
    register.import_file(book(tmp_path, register, [good(register, n) for n in range(1, 20)]), ACTOR)
    path = tmp_path / "out.xlsx"
    count = register.export(path, ACTOR)
    outcome = register.import_file(path, ACTOR)
    assert (outcome.created, outcome.changed, outcome.rejected) == (0, 0, 0), [
        r.wrong for r in outcome.rows if r.wrong
    ]
    assert outcome.unchanged == count >= 19
    printed = list(register.print_rows(ACTOR))
    assert printed[0][0] == str(register.columns[0].heading) and len(printed) == count + 1


@pytest.mark.parametrize("name", NAMES)
def test_the_template_has_its_headings_notes_and_lists(name, tmp_path):
    register = registry.get(name)
    path = tmp_path / "template.xlsx"
    register.template(path)
    opened = CalamineWorkbook.from_path(path)
    assert opened.get_sheet_by_index(0).to_python()[0] == [str(column.heading) for column in register.columns]
    notes = opened.get_sheet_by_name("填写说明").to_python()
    assert [row[0] for row in notes[1:]] == [str(column.heading) for column in register.columns]


@pytest.mark.parametrize("name", NAMES)
def test_only_its_keepers_import_and_export(name, tmp_path):
    register = registry.get(name)
    with pytest.raises(NotYours):
        register.import_file(book(tmp_path, register, []), NOBODY)
    with pytest.raises(NotYours):
        register.export(tmp_path / "x.xlsx", NOBODY)


def test_a_dry_run_counts_and_writes_nothing(ground, tmp_path):
    register = registry.get("grids")
    path = book(tmp_path, register, [good(register, 1), good(register, 2)])
    runs = ImportRun.objects.count()
    assert register.import_file(path, ACTOR, dry_run=True).created == 2
    assert register.import_file(path, ACTOR, dry_run=True, limit=1).created == 1
    assert ImportRun.objects.count() == runs
    steps = []
    register.import_file(path, ACTOR, progress=lambda done, total, what="": steps.append((done, total)))
    assert steps[-1] == (2, 2)
    run = ImportRun.objects.latest("pk")
    assert (run.register, run.created, run.by_label, len(run.sha256)) == ("grids", 2, "测试", 64)


def test_foreign_headings_are_mapped_once_and_remembered(ground, tmp_path):
    register = registry.get("documents")
    path = tmp_path / "foreign.csv"
    path.write_bytes("文件目录\n\n文件号,文件名称\nA-1,第一份\nA-2,第二份\n".encode("gb18030"))
    with pytest.raises(Refused, match="没有找到列名"):
        register.import_file(path, ACTOR)
    mapping = {"文件号": "编号", "文件名称": "title"}
    assert register.import_file(path, ACTOR, mapping=mapping).created == 2
    assert register.import_file(path, ACTOR).unchanged == 2
    with pytest.raises(Refused, match="没有“别的”"):
        register.import_file(path, ACTOR, mapping={"文件号": "别的"})


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", b"not a workbook"), ("a.csv", b"\xff\xfe\xfa"), ("b.csv", b"")]
)
def test_a_file_that_is_none_is_refused_in_words(name, content, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refused):
        registry.get("documents").import_file(path, ACTOR)


def test_a_missing_column_is_named_with_those_not_understood(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("编号,名字\nA,甲\n", encoding="utf-8")
    with pytest.raises(Refused, match="标题.*名字"):
        registry.get("documents").import_file(path, ACTOR)


def test_an_area_keeps_its_parent_and_an_ended_code_is_not_used_again(ground, tmp_path):
    register = registry.get("grids")
    moved = {**good(register, 0), "parent_code": "220103009001"}
    used = {**good(register, 1), "code": "220103009"}
    outcome = register.import_file(book(tmp_path, register, [moved, used]), ACTOR, good_rows=True)
    assert [list(row.wrong) for row in outcome.rows] == [["parent_code"], ["code"]]


def test_shifts_of_one_organisation_do_not_overlap(ground, tmp_path):
    register = registry.get("duty")
    late = {**good(register, 1), "starts_at": "2027-01-01 20:00"}
    outcome = register.import_file(book(tmp_path, register, [good(register, 1), late]), ACTOR, good_rows=True)
    assert [list(row.wrong) for row in outcome.rows] == [[], ["starts_at"]]
    again = register.import_file(book(tmp_path, register, [late]), ACTOR, good_rows=True)
    assert "已排" in again.rows[0].wrong["starts_at"]
