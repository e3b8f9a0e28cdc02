from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import Value
from django.db.models.functions import NullIf
from django.http import Http404

from gongzhi.kit.web.cursor import Order, decode, encode, window

UUID7 = UUID("019aab00-0000-7000-8000-000000000001")
VALUES = [
    None,
    "井盖",
    5,
    1.5,
    True,
    datetime(2026, 11, 24, tzinfo=UTC),
    date(2026, 1, 2),
    UUID7,
    Decimal("1.20"),
]


@pytest.mark.parametrize("value", VALUES)
def test_there_and_back(value):
    again = decode(encode(value, 7))
    assert again == [value, 7]
    assert type(again[0]) is type(value)


@pytest.mark.parametrize(
    "text", ["", "x", "!!!!", "W10", "bnVsbA", encode(1), encode(1, 2, 3), "a" * 5000, "\x00", "汉"]
)
def test_a_bad_cursor_is_not_found(text):
    with pytest.raises(Http404):
        decode(text)


@pytest.mark.parametrize("pair", [("x\x00", 1), ([1], 2), ({"t": "never"}, 3), ({"q": "1"}, 3)])
def test_forged_values_are_not_found(pair):
    with pytest.raises(Http404):
        decode(encode(*pair))


def rows():
    return ContentType.objects.annotate(label=NullIf("app_label", Value("auth"))).values(
        "id", "label", "model"
    )


def walk(order, size=3):
    """Every page forwards, then every page back again."""
    there, after = [], ""
    while True:
        page = window(rows(), order, size, after=after)
        there.append(page.rows)
        if not page.next:
            break
        after = page.next
    back, before = [page.rows], page.previous
    while before:
        page = window(rows(), order, size, before=before)
        back.insert(0, page.rows)
        before = page.previous
    return there, back


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["label", "model", "id"])
@pytest.mark.parametrize("down", [False, True])
def test_no_row_is_lost_or_seen_twice(path, down):
    order = Order(path, down, nullable=path == "label")
    there, back = walk(order)
    assert [row for page in there for row in page] == list(rows().order_by(*order.names()))
    assert [row for page in back for row in page] == [row for page in there for row in page]


@pytest.mark.django_db
def test_a_cursor_of_another_list_is_not_found():
    with pytest.raises(Http404):
        window(rows(), Order("id"), 3, after=encode("text", "text"))


@pytest.mark.django_db
def test_neither_count_nor_offset(django_assert_num_queries):
    after = window(rows(), Order("id"), 2).next
    with django_assert_num_queries(1) as asked:
        window(rows(), Order("id"), 2, after=after)
    sql = asked.captured_queries[0]["sql"].upper()
    assert "OFFSET" not in sql
    assert "COUNT" not in sql
