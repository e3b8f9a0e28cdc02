"""Tampering with the journal is found: a changed row, a removed row, a chain cut at its end, an anchored day rewritten."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from gongzhi.kit import clock
from gongzhi.kit.journal import anchor
from gongzhi.kit.journal.models import Entry
from gongzhi.kit.journal.verify import run as verify

DAY = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def story(town):
    from gongzhi.work.cases import commands as cases
    from tests.flows.making import at_street

    with clock.at(DAY):
        case = at_street(town)
        cases.remark(town.clerk, case, text="现场看过")
    assert verify() == []
    return case


def tamper(sql, *values):
    """What only somebody with the database in hand can do: the triggers sleep."""
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(sql, values)
        assert cursor.rowcount > 0
        cursor.execute("set local session_replication_role = origin")


def test_a_changed_word_is_found(story):
    tamper(
        'update journal_entry set details = \'{"reason": "别的"}\' where trunk_id = %s and seq = 2',
        str(story.pk),
    )
    assert any("row 2 was changed" in fault for fault in verify())


def test_a_removed_row_is_found(story):
    tamper("delete from journal_entry where trunk_id = %s and seq = 2", str(story.pk))
    assert any("row 2 is missing" in fault for fault in verify())


def test_a_chain_cut_at_its_end_is_found(story):
    tamper("delete from journal_entry where trunk_id = %s and seq = 4", str(story.pk))
    assert any("ends before row 4" in fault for fault in verify())


def test_rows_rewritten_with_their_chain_are_found_by_the_anchor(story, tmp_path):
    """Whoever recomputes the whole chain and the trunk's head still can't sign yesterday again."""
    from gongzhi.kit.journal.chain import head_of

    day = clock.local(DAY).date()
    anchor.write(tmp_path, day)
    assert verify(tmp_path) == []
    head = ""
    for entry in Entry.objects.filter(trunk_id=str(story.pk)).order_by("seq"):
        entry.details = {"reason": "改写"} if entry.seq == 2 else entry.details
        head = head_of(entry, head)
        tamper(
            "update journal_entry set details = %s::jsonb, head = %s where id = %s",
            json.dumps(entry.details),
            head,
            entry.id,
        )
    tamper("update cases_case set journal_head = %s where id = %s", head, story.pk)
    assert verify() == []
    assert verify(tmp_path) == [f"journal of {day}: not as it was signed"]


def test_a_forged_or_dropped_anchor_is_found(story, tmp_path):
    for ahead in range(3):
        anchor.write(tmp_path, (clock.local(DAY) + timedelta(days=ahead)).date())
    file = tmp_path / "anchors.jsonl"
    lines = file.read_text().splitlines()
    file.write_text("\n".join([lines[0], lines[2]]) + "\n")
    assert any("does not follow" in fault for fault in verify(tmp_path))
    file.write_text("\n".join([lines[0].replace('"rows": 4', '"rows": 5'), *lines[1:]]) + "\n")
    assert any("signature is wrong" in fault for fault in verify(tmp_path))


@pytest.mark.parametrize(
    "sql", ["update journal_entry set verb = 'x'", "delete from journal_entry", "truncate journal_entry"]
)
def test_the_database_itself_refuses_change(story, sql):
    from django.db import DatabaseError, transaction

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_journal_lies_in_the_month_of_its_moment(story):
    from gongzhi.kit.journal.partitions import in_default

    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct tableoid::regclass::text from journal_entry where trunk_id = %s", [str(story.pk)]
        )
        assert cursor.fetchall() == [("journal_2026_11",)]
    assert in_default() == 0
