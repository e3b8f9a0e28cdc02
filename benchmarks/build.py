"""The database of the benchmark: the real divisions, people of eight streets, and the cases in bulk by SQL."""

import json
from collections.abc import Callable
from pathlib import Path

from gongzhi.kit.search import bigrams

STREETS = 8
TEXTS = [
    "二单元从昨天晚上开始暖气不热，一楼到三楼都是，屋里只有14度，家里有老人，请尽快派人来看。",
    "小区北门垃圾桶满溢三天没有清运，冬天结冰，居民出门不方便，希望增加清运次数。",
    "楼道灯坏了两个月，晚上上下楼看不清，老人摔了一跤，物业说等通知。",
    "门前道路坑洼积水结冰，学生上学容易滑倒，请城管部门修补路面并撒融雪剂。",
    "电梯反复困人，维保单位来了两次都没有修好，整栋楼三十多户担心安全。",
    "商铺油烟直排居民窗户，晚上噪声扰民到十二点，多次投诉没有结果。",
    "自来水发黄有异味，已经持续一周，全楼都是这样，请供水公司检测水质。",
    "消防通道被私家车长期占用，救护车进不来，请交警和物业一起清理。",
]
STAGES = "case when i %% 40 = 0 then 'reported' when i %% 40 = 1 then 'called' when i %% 40 = 2 then 'resolved' else 'closed' end"

CASES = f"""
insert into cases_case (id, journal_seq, journal_head, title, category_id, channel, stage, desk_id, called_ids, round, address,
    reported_at, held_since, resolved_at, closed_at, limit_kind, limit_unit, due_at, pauses, press_level, extended, resolved_desk,
    eyes, outcome, reply, emergency, secret, outside_rates, reporters, stage_before, ground, source_id, note, district_id,
    street_id, community_id, grid_id)
select uuidv7(-age), 3, repeat('0', 64), left(t.text, 40), c.category, 'resident', s.stage,
    case when s.stage = 'closed' then null else p.street_id end, case when s.stage = 'called' then c.called else '{{}}' end, 1,
    p.address, now() - age, now() - age, case when s.stage in ('closed', 'resolved') then now() - age + interval '2 days' end,
    case when s.stage = 'closed' then now() - age + interval '3 days' end, 'ordinary', 'days', now() - age + interval '7 days',
    0, 0, false, '', '', '', '{{}}', false, false, false, 1, '', '', '', '', p.district_id, p.street_id, p.community_id, p.grid_id
from generate_series(%(low)s::int, %(high)s::int) i
    cross join lateral (select interval '1 second' * (%(span)s::float8 * (%(total)s - i) / %(total)s) as age) a
    cross join lateral (select {STAGES} as stage) s
    join bench_places p on p.n = (i * 7919::bigint) %% %(places)s
    join bench_texts t on t.n = i %% %(texts)s
    cross join bench_constants c
"""
REPORTS = """
insert into cases_report (id, case_id, serial, code_hash, channel, text, pairs, answers, reported_at, name_sealed, phone_sealed,
    phone_blind, name_masked, anonymous, consent, urged)
select c.id, c.id, c.serial, md5(c.id::text), 'resident', t.text, t.pairs, '{}', c.reported_at, '', '', '', '', true, false, '{}'
from cases_case c join bench_texts t on left(t.text, 40) = c.title
"""
JOURNAL = """
insert into journal_entry (id, at, actor_kind, actor_label, verb, subject_kind, subject_id, trunk_kind, trunk_id, seq, before,
    after, details, head)
select uuidv7(-(now() - c.reported_at)), c.reported_at, 'person', '-', v.verb, 'cases.case', c.id::text, 'cases.case', c.id::text, v.seq,
    '', c.stage, '{}', repeat('0', 64)
from cases_case c cross join (values (1, 'report'), (2, 'accept'), (3, 'remark')) v(seq, verb)
where c.serial between %(low)s and %(high)s
"""


def build(cases: int, say: Callable[[str], None]) -> None:
    """Fill the migrated, empty database (owner's role)."""
    from django.db import connection, transaction

    people()
    with connection.cursor() as cursor:
        indexes = put_aside(cursor)
        with transaction.atomic():
            helpers(cursor)
        step = max(1, cases // 20)
        for low in range(1, cases + 1, step):
            high = min(cases, low + step - 1)
            told = {"low": low, "high": high, "total": cases, "span": 3 * 365 * 86400, "texts": len(TEXTS)}
            cursor.execute("select count(*) from bench_places")
            cursor.execute(CASES, {**told, "places": cursor.fetchone()[0]})
            cursor.execute(JOURNAL, told)
            say(f"cases {high:,} of {cases:,}")
        say("reports")
        cursor.execute(REPORTS)
        for index in indexes:
            say(f"index {index.split()[2]}")
            cursor.execute(index)
        cursor.execute("drop table bench_places, bench_texts, bench_constants")
        say("vacuum analyze")
        cursor.execute("vacuum analyze")
    heard()


def heard() -> None:
    """The worker has heard all that: otherwise the first hour would measure how it reads three million old rows."""
    from gongzhi.kit.journal import outbox
    from gongzhi.kit.journal.models import Cursor

    xid, last = outbox.end()
    Cursor.objects.update_or_create(listener="switchboard", defaults={"xid": xid, "last": last})


def put_aside(cursor) -> list[str]:
    """Drop the indexes of the two big tables and return how to make them again: faster once than a million times."""
    cursor.execute("set maintenance_work_mem = '1GB'; set work_mem = '64MB'; set synchronous_commit = off")
    cursor.execute(
        "select indexname, indexdef from pg_indexes where tablename in ('cases_case', 'cases_report') and indexdef not like '%UNIQUE%'"
    )
    rows = cursor.fetchall()
    for name, _definition in rows:
        cursor.execute(f'drop index "{name}"')
    return [definition for _name, definition in rows]


def helpers(cursor) -> None:
    """Small tables that the bulk statements join: where a case can lie, and what it says."""
    from gongzhi.town.areas.models import Area
    from gongzhi.town.organisations.models import Organisation
    from gongzhi.work.cases.models import Category

    cursor.execute("create unlogged table bench_texts (n int, text text, pairs text[])")
    for n, text in enumerate(TEXTS):
        cursor.execute("insert into bench_texts values (%s, %s, %s)", [n, text, bigrams(text)])
    cursor.execute(
        "create unlogged table bench_places as select (row_number() over (order by g.id) - 1)::int as n, g.lineage[2] district_id, "
        "g.lineage[3] street_id, g.lineage[4] community_id, g.id grid_id, p.name || g.name address "
        "from areas_area g join areas_area p on p.id = g.parent_id where g.level = 'grid'"
    )
    category = Category.objects.get(code="bench-lamp").pk
    called = list(Organisation.objects.filter(kind="department").values_list("pk", flat=True)[:1])
    cursor.execute(
        "create unlogged table bench_constants as select %s::bigint category, %s::bigint[] called",
        [category, called],
    )
    assert Area.objects.filter(level="grid").exists()


def people() -> None:
    """Divisions, two grids a community, and for eight streets everybody whom a lifecycle needs, each with a token."""
    from gongzhi.kit.reference import bump
    from gongzhi.town.access.actor import system
    from gongzhi.town.areas.divisions import load_divisions
    from gongzhi.town.areas.models import Area
    from gongzhi.town.people.commands import issue_token
    from gongzhi.work.cases.models import Category

    load_divisions()
    grids = [
        Area(level="grid", code=f"{c.code}{n:03d}", name=f"第{n}网格", parent=c, lineage=[], synthetic=True)
        for c in Area.objects.filter(level="community") for n in (1, 2)
    ]  # fmt: skip
    Area.objects.bulk_create(grids, batch_size=2000)
    for grid in grids:
        grid.lineage = [*grid.parent.lineage, grid.pk]
    Area.objects.bulk_update(grids, ["lineage"], batch_size=2000)
    top = Category.objects.create(code="bench", name="居民生活", basis="benchmark")
    Category.objects.create(code="bench-lamp", parent=top, name="楼道灯", basis="benchmark")
    bump("areas")
    users, crews = posts()
    for name in ("areas", "organisations", "categories"):
        bump(name)
    scopes = ["cases:read", "cases:write", "whistles:read", "whistles:write"]
    tokens = {
        name: issue_token(system("benchmark"), user, "benchmark", scopes, 30) for name, user in users.items()
    }
    from django.conf import settings

    Path(settings.VAR, "crews.json").write_text(json.dumps({"tokens": tokens, "crews": crews}))


def posts():
    """Accounts and posts of the crews: (account -> user, crews)."""
    from gongzhi.kit.clock import today
    from gongzhi.town.areas.models import Area
    from gongzhi.town.organisations.models import Organisation
    from gongzhi.town.people.models import Post, User

    city = Area.objects.get(level="city")
    district = Area.objects.get(code="220103")
    leading = Organisation.objects.create(code="CITY", name="市", kind="leading_body", area=city)
    departments = [
        Organisation.objects.create(code=f"D{n}", name=f"部门{n}", kind="department", area=district)
        for n in range(2)
    ]
    users, crews = {}, []

    def make(name, role, organisation, area):
        users[name] = User.objects.create_user(name, name)
        Post.objects.create(
            user=users[name], role=role, organisation=organisation, area=area, valid_from=today()
        )

    make("mayor", "city_leader", leading, city)
    for n in range(2):
        make(f"department{n}", "department_clerk", departments[n], district)
    for n, street in enumerate(
        Area.objects.filter(level="street", parent=district).order_by("code")[:STREETS]
    ):
        community = Area.objects.filter(level="community", parent=street).order_by("code").first()
        grid = Area.objects.filter(level="grid", parent=community).order_by("code").first()
        office = Organisation.objects.create(
            code=f"S{n}", name=street.name, kind="street_office", area=street
        )
        for role, area in (
            ("grid_head", grid),
            ("community_worker", community),
            ("street_clerk", street),
            ("street_leader", street),
        ):
            make(f"{role}{n}", role, office, area)
        crews.append(
            {"n": n, "grid": grid.pk, "street": street.pk, "departments": [d.pk for d in departments]}
        )
    return users, crews
