import io

import pytest
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, QueryDict
from django.utils.safestring import SafeString
from python_calamine import CalamineWorkbook

from gongzhi.kit.web.address import changed_query, pairs_without
from gongzhi.kit.web.table_answers import answer, write
from gongzhi.kit.web.tables import Column, Filter, Table

KINDS = Table(
    label="种类",
    columns=(
        Column("model", "名称", sort="model", cell=lambda row: SafeString(f"<b>{row['model']}</b>")),
        Column("app_label", "应用", sort="app_label", optional=True),
        Column("id", "号", sort="id", right=True, hidden=True, nullable=False),
    ),
    filters=(
        Filter("app", "应用", lambda rows, v: rows.filter(app_label=v), choices=lambda: [("auth", "账户")]),
        Filter("q", "名称", lambda rows, v: rows.filter(model__contains=v)),
    ),
    order="model",
    size=2,
)


def source():
    return ContentType.objects.values("id", "app_label", "model")


@pytest.mark.django_db
def test_a_page_of_a_table():
    page = KINDS.page(source, QueryDict(""))
    assert [head.label for head in page.heads] == ["名称", "应用"]
    assert page.heads[0].sorted == "ascending"
    assert page.heads[0].url == "?sort=-model"
    assert len(page.rows) == 2
    assert page.rows[0][0].html == f"<b>{page.data[0]['model']}</b>"
    assert page.next
    assert not page.previous
    assert not page.cleared


@pytest.mark.django_db
def test_filters_live_in_the_address():
    page = KINDS.page(source, QueryDict("app=auth&q=user&sort=-id&after="))
    assert {row["app_label"] for row in page.data} <= {"auth"}
    first, second = page.filters
    assert (first.shown, first.all_url) == ("账户", "?q=user&sort=-id")
    assert second.others == [("app", "auth"), ("sort", "-id")]
    assert page.cleared == "?sort=-id"


@pytest.mark.django_db
def test_a_choice_that_is_gone_finds_nothing():
    assert KINDS.page(source, QueryDict("app=gone")).rows == []


@pytest.mark.django_db
def test_columns_are_chosen_in_the_address():
    page = KINDS.page(source, QueryDict("col=id"))
    assert [head.label for head in page.heads] == ["名称", "号"]
    assert [(tick.name, tick.here) for tick in page.optional_columns] == [("app_label", False), ("id", True)]


@pytest.mark.parametrize("query", ["sort=nothing", "sort=-", "after=!!"])
@pytest.mark.django_db
def test_an_address_no_page_links_to(query):
    with pytest.raises(Http404):
        KINDS.page(source, QueryDict(query))


def test_a_change_drops_the_place_in_the_list():
    assert changed_query(QueryDict("a=1&after=x&as=xlsx"), {"b": "2"}) == "?a=1&b=2"
    assert changed_query(QueryDict("a=1"), {"a": None}) == "?"
    assert pairs_without(QueryDict("a=1&a=2&b=3&before=x"), "b") == [("a", "1"), ("a", "2")]


def test_formulas_are_text_in_a_spreadsheet():
    file = io.BytesIO()
    rows = [{"name": "=1+1", "n": 3}, {"name": "http://x", "n": None}]
    assert write(file, "名[称]", [Column("name", "名称"), Column("n", "数")], rows) == 2
    file.seek(0)
    sheet = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0)
    assert sheet.to_python() == [["名称", "数"], ["=1+1", 3.0], ["http://x", ""]]


@pytest.mark.django_db
def test_export_holds_every_page(rf):
    sent = answer(rf.get("/x/?as=xlsx&app=auth"), KINDS, source, "none.html")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(sent.streaming_content)))
    assert len(book.get_sheet_by_index(0).to_python()) - 1 == source().filter(app_label="auth").count()
