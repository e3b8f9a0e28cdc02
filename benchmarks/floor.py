"""The floor: the same statements as bare SQL through psycopg, at the same concurrency and durability."""

import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg

from gongzhi.kit.identity import new_id

ACCOUNT = "select t.id, u.id, u.name, t.scopes, array(select row_to_json(p) from people_post p where p.user_id = t.user_id) " \
          "from people_token t join people_user u on u.id = t.user_id limit 1"  # fmt: skip
CASE = """insert into cases_case (id, journal_seq, journal_head, title, category_id, channel, stage, called_ids, round, address, reported_at,
 limit_kind, limit_unit, due_at, pauses, press_level, extended, resolved_desk, eyes, outcome, reply, emergency, secret, outside_rates,
 reporters, stage_before, ground, source_id, note) values (%(id)s, 1, repeat('0', 64), 'x', 1, 'head', 'reported', '{}', 1, 'x', now(),
 'ordinary', 'days', now(), 0, 0, false, '', '', '', '{}', false, false, false, 1, '', '', '', '') returning serial"""
REPORT = """insert into cases_report (id, case_id, serial, code_hash, channel, text, pairs, answers, reported_at, name_sealed, phone_sealed,
 phone_blind, name_masked, anonymous, consent, urged) values (%(id)s, %(id)s, %(serial)s, repeat('0', 64), 'head', 'x', '{aa,bb,cc,dd,ee,ff}',
 '{}', now(), '', '', '', '', true, false, '{}')"""
ENTRY = """insert into journal_entry (id, at, actor_kind, actor_label, verb, subject_kind, subject_id, trunk_kind, trunk_id, seq, before, after,
 details, head) values (%(new)s, now(), 'person', '-', 'x', 'cases.case', %(id)s::text, 'cases.case', %(id)s::text, 1, '', '', '{}', repeat('0', 64))"""
RECEIPT = "insert into receipts_receipt values (%(new)s::text, 'x', 'x', 'x', 'x', now())"
LOCK = "select * from cases_case where id = %(id)s for update"
UPDATE = "update cases_case set journal_seq = journal_seq + 1, journal_head = repeat('1', 64), held_since = now() where id = %(id)s"
WHISTLE = """insert into whistles_whistle (id, case_id, serial, kind, stage, request, proposals, proposed_at, proposer_label, signer_label, reason)
 values (%(whistle)s, %(id)s, default, 'unsolved', 'proposed', 'x', '[]', now(), 'x', '', '')"""
LOCK_WHISTLE = "select * from whistles_whistle where id = %(whistle)s for update"
SIGN = "update whistles_whistle set stage = 'sounded', sounded_at = now() where id = %(whistle)s"
CALL = """insert into whistles_reportin (id, case_id, whistle_id, organisation_id, lead, reason, stage, called_at, arrive_by, due_at, unit,
 arrival_confirmed, attending, reply, press_level, disputed, extended, more_time_reason, countersign, street_mark, proposer_mark, mark_reason)
 values (%(one)s, %(id)s, %(whistle)s, 1, true, '', 'called', now(), now(), now(), 'days', false, '', '{}', 0, false, false, '', '', '', '', ''),
 (%(two)s, %(id)s, %(whistle)s, 2, false, '', 'called', now(), now(), now(), 'days', false, '', '{}', 0, false, false, '', '', '', '', '')"""
LOCK_IN = "select * from whistles_reportin where id = %(mine)s for update"
UPDATE_IN = "update whistles_reportin set finished_at = now(), stage = 'finished' where id = %(mine)s"
OTHERS = "select * from whistles_reportin where whistle_id = %(whistle)s"
RATING = """insert into cases_rating (id, case_id, report_id, round, contacted, solved, satisfaction, comment, via, at)
 values (%(new)s, %(id)s, %(id)s, 1, true, true, 'good', '', 'code', now())"""

INTAKE = [ACCOUNT, CASE, REPORT, ENTRY, RECEIPT]
STEP = [ACCOUNT, LOCK, ENTRY, UPDATE, RECEIPT]
IN = [ACCOUNT, LOCK, LOCK_IN, ENTRY, UPDATE, UPDATE_IN, RECEIPT]
FINISH = [ACCOUNT, LOCK, LOCK_IN, OTHERS, ENTRY, UPDATE, UPDATE_IN, RECEIPT]
LIFECYCLE = [
    INTAKE, STEP, STEP, [ACCOUNT, LOCK, WHISTLE, ENTRY, UPDATE, RECEIPT],
    [ACCOUNT, LOCK, LOCK_WHISTLE, CALL, ENTRY, UPDATE, SIGN, RECEIPT], IN, FINISH, IN, FINISH, STEP,
    [ACCOUNT, LOCK, RATING, ENTRY, UPDATE, RECEIPT],
]  # fmt: skip


def lifecycle(connection: psycopg.Connection, requests: list[list[str]]) -> None:
    """One pass of the requests, each committed by itself, on a case of its own."""
    ids = {name: new_id() for name in ("id", "whistle", "one", "two")}
    turn = 0
    for statements in requests:
        turn += 1
        told: dict[str, Any] = {**ids, "mine": ids["one" if turn < 8 else "two"], "serial": None}
        for sql in statements:
            told["new"] = new_id()
            cursor = connection.execute(sql, told)
            if cursor.description:
                rows = cursor.fetchall()
                told["serial"] = rows[0][0] if sql is CASE else told["serial"]
        connection.commit()


def captured(act: Callable[[], Any]) -> list[str]:
    """The statements that one read makes, with their values written in."""
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connections["default"]) as seen:
        act()
    return [q["sql"] for q in seen.captured_queries]


def read(connection: psycopg.Connection, statements: list[str]) -> None:
    for sql in statements:
        cursor = connection.execute(sql)  # type: ignore[call-overload]
        if cursor.description:
            cursor.fetchall()
    connection.rollback()


def repeated(dsn: str, act: Callable[[psycopg.Connection], None], clients: int, seconds: float) -> float:
    """How often a second ``act`` is done by so many connections."""
    counts, end = [0] * clients, time.perf_counter() + seconds

    def run(number: int) -> None:
        with psycopg.connect(dsn) as connection:
            while time.perf_counter() < end:
                act(connection)
                counts[number] += 1

    threads = [threading.Thread(target=run, args=(n,)) for n in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)
