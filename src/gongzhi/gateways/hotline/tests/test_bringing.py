"""Work orders and messages come in: as history or as new, once, and bad rows come back with reasons."""

import csv
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from gongzhi.gateways.hotline.registers import REGISTER, drawn_by
from gongzhi.kit.flow import NotYours
from gongzhi.kit.journal import verify
from gongzhi.kit.journal.models import Entry
from gongzhi.town.access.actor import NOBODY, system
from gongzhi.town.areas.tree import tree
from gongzhi.work.cases.models import Case, Category, Report

pytestmark = pytest.mark.django_db
ACTOR = system("测试")
SHARED = Path(__file__).parents[6] / "shared" / "data" / "messages"
HEADINGS = ("id", "sent_at", "title", "body", "likes", "dislikes")


@pytest.fixture
def city(db):
    from gongzhi.demo import small

    town = small.build()
    Category.objects.create(code="other", name="其他事项", basis="测试")
    return town


def book(folder, rows, headings=HEADINGS, name="in.csv"):
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


GOOD = [
    ("188006", "2019/2/28 11:25:05", "暖气不热", "A市A3区小区暖气不热，找物业不管", "0", "0"),
    ("188007", "2019/2/14 20:00:00", "\u200b咨询道路命名", "A6区道路命名\r\n什么时候公布", "1", "0"),
]


def test_history_keeps_title_text_and_time_without_clock_or_rate(city, tmp_path):
    outcome = REGISTER.import_file(book(tmp_path, GOOD), ACTOR, "history")
    assert (outcome.created, outcome.rejected) == (2, 0)
    case = Case.objects.get(source_id="history:188006")
    assert (case.title, case.stage, case.channel, case.due_at, case.act_at) == (
        "暖气不热",
        "archived",
        "import",
        None,
        None,
    )
    assert case.outside_rates and f"{case.reported_at:%Y-%m-%d %H:%M}" == "2019-02-28 03:25"
    assert "种子20261122" in case.note and case.grid_id in {g.id for g in tree().at_level("grid")}
    other = Report.objects.get(case__source_id="history:188007")
    assert other.text == "A6区道路命名\n什么时候公布" and other.case.title == "咨询道路命名"
    assert Entry.objects.filter(trunk_id=str(case.pk)).get().verb == "archive"
    assert verify.run() == []


def test_it_comes_in_once_and_the_draw_is_by_seed(city, tmp_path):
    path = book(tmp_path, GOOD)
    REGISTER.import_file(path, ACTOR, "history")
    again = REGISTER.import_file(path, ACTOR, "history")
    assert (again.created, again.unchanged) == (0, 2)
    drawn_by(7).import_file(path, ACTOR, "new")
    case = Case.objects.get(source_id="new:188006")
    assert "种子7" in case.note and (case.stage, case.channel, case.desk_id) == (
        "reported",
        "hotline",
        case.street_id,
    )
    assert case.due_at is not None


def test_bad_rows_come_back_with_reasons(city, tmp_path):
    bad = [
        ("1", "2019/2/28 11:25:05", "没有内容", "", "0", "0"),
        ("2", "不知道", "日期不对", "内容", "0", "0"),
        ("3", "2019/2/28 11:25:05", "太长", "长" * 10_000, "0", "0"),
        ("4", "2019/2/28 11:25:05", "控制字符", "内容\x07里有铃", "0", "0"),
        ("5", "2019/2/28 11:25:05", "公式", "=HYPERLINK(1)", "0", "0"),
        ("188006", "2019/2/28 11:25:05", "重复", "同一个编号", "0", "0"),
        ("6", "2099/2/28 11:25:05", "以后", "还没有发生", "0", "0"),
        ("13812345678", "2019/2/28 11:25:05", "编号", "编号是手机号", "0", "0"),
    ]
    path = book(tmp_path, [*GOOD, *bad])
    refused = REGISTER.import_file(path, ACTOR, "history", errors_folder=tmp_path)
    assert refused.created == 0 and Case.objects.count() == 0
    taken = REGISTER.import_file(path, ACTOR, "history", good_rows=True, errors_folder=tmp_path)
    assert (taken.created, taken.rejected) == (2, 8)
    rows = CalamineWorkbook.from_path(taken.errors_path).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4", "5", "188006", "6", "13812345678"]
    assert all(row[-1] for row in rows[1:])


def test_a_work_order_of_12345_with_its_own_headings_and_place(city, tmp_path):
    headings = (
        "工单编号",
        "创建时间",
        "标题",
        "主要内容",
        "问题分类",
        "来电人",
        "电话",
        "被反映街乡镇",
        "社区",
    )
    row = (
        "20261120000017",
        "2026-11-20 08:00",
        "楼道灯",
        "三楼灯不亮",
        "居民生活->楼道灯",
        "李女士",
        "12600000001",
        "欣园街道",
        "欣园社区",
    )
    assert REGISTER.import_file(book(tmp_path, [row], headings), ACTOR).created == 1
    case = Case.objects.get()
    assert (case.community_id, case.desk_id) == (city.areas.community.pk, city.areas.street.pk)
    assert case.category_id == city.categories.lamp.pk and case.note == ""
    report = case.reports.get()
    assert report.name_masked == "李*" and "12600000001" not in report.phone_sealed


def test_foreign_headings_are_mapped_by_record(city, tmp_path):
    path = book(tmp_path, [("7", "2019-02-28", "门", "单元门坏了")], ("流水", "时刻", "题", "话"))
    mapping = {"流水": "工单编号", "时刻": "创建时间", "题": "标题", "话": "主要内容"}
    assert REGISTER.import_file(path, ACTOR, "history", mapping=mapping).created == 1
    assert REGISTER.import_file(path, ACTOR, "history").unchanged == 1


def test_a_place_that_no_area_bears_goes_to_the_citys_sorting_desk(city, tmp_path):
    headings = ("id", "sent_at", "body", "街道")
    REGISTER.import_file(book(tmp_path, [("8", "2019-02-28", "垃圾没人清", "没有的街道")], headings), ACTOR)
    case = Case.objects.get()
    assert case.desk_id == city.areas.city.pk and case.address == "没有的街道"


def test_only_who_sorts_may_bring(city, tmp_path):
    for who in (NOBODY, city.actor("head"), city.actor("heating"), city.actor("system")):
        with pytest.raises(NotYours):
            REGISTER.import_file(book(tmp_path, GOOD), who)
    assert REGISTER.import_file(book(tmp_path, GOOD), city.actor("sorter")).created == 2


def test_an_export_holds_what_the_actor_sees_and_nobodys_name(city, tmp_path):
    REGISTER.import_file(book(tmp_path, GOOD), ACTOR)
    assert (
        REGISTER.export(tmp_path / "out.xlsx", city.actor("clerk"))
        == Case.objects.filter(street_id=city.areas.street.pk).count()
    )
    assert REGISTER.export(tmp_path / "out.xlsx", city.actor("sorter")) == 2


@pytest.mark.slow
def test_the_real_messages(city, tmp_path):
    """4,326 messages of citizens, for development only: not in the project."""
    path = SHARED / "messages.csv"
    if not path.exists():
        pytest.skip(f"LOUD: {path} is not here; the real messages were not imported.")
    outcome = REGISTER.import_file(path, ACTOR, "history", errors_folder=tmp_path)
    assert (outcome.created, outcome.rejected) == (4326, 0)
    assert REGISTER.import_file(path, ACTOR, "history").unchanged == 4326
    assert REGISTER.import_file(path, ACTOR, "new", limit=300).created == 300
