"""The journal as a table partitioned by the range of its time-ordered ids, protected against change."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.core.serializers.json import DjangoJSONEncoder
from django.db import migrations, models

import gongzhi.kit.clock
import gongzhi.kit.identity
import gongzhi.kit.journal.models

TABLE = """
create table journal_entry (
    id uuid not null primary key,
    xid bigint not null default (pg_current_xact_id()::text::bigint),
    at timestamptz not null,
    claimed_at timestamptz,
    actor_id bigint,
    actor_kind varchar(12) not null,
    actor_label varchar(120) not null,
    post_id bigint,
    organisation_id bigint,
    verb varchar(40) not null,
    subject_kind varchar(60) not null,
    subject_id varchar(40) not null,
    trunk_kind varchar(60) not null,
    trunk_id varchar(40) not null,
    seq integer not null check (seq > 0),
    before varchar(20) not null,
    after varchar(20) not null,
    details jsonb not null,
    head varchar(64) not null
) partition by range (id);
create index entry_trunk on journal_entry (trunk_id, seq);
create index entry_outbox on journal_entry (xid, id);
create table journal_default partition of journal_entry default;
create function journal_refuse_truncate() returns trigger language plpgsql as
$$ begin raise exception 'the journal is append-only'; end $$;
create trigger no_truncate before truncate on journal_entry
    for each statement execute function journal_refuse_truncate();
create trigger no_truncate before truncate on journal_default
    for each statement execute function journal_refuse_truncate();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Cursor",
            fields=[
                ("listener", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("xid", models.BigIntegerField(default=0)),
                ("last", models.UUIDField(null=True)),
                ("moved_at", models.DateTimeField(default=gongzhi.kit.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name="Ledger",
            fields=[
                ("journal_seq", models.PositiveIntegerField(default=0, editable=False)),
                ("journal_head", models.CharField(default="", editable=False, max_length=64)),
                ("kind", models.CharField(max_length=60, primary_key=True, serialize=False)),
            ],
            options={"abstract": False},
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(TABLE, "drop table journal_entry; drop function journal_refuse_truncate")],
            state_operations=[
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        ("id", models.UUIDField(default=gongzhi.kit.identity.new_id, primary_key=True, serialize=False)),
                        ("xid", models.BigIntegerField(db_default=gongzhi.kit.journal.models.ThisTransaction())),
                        ("at", models.DateTimeField()),
                        ("claimed_at", models.DateTimeField(null=True)),
                        ("actor_id", models.BigIntegerField(null=True)),
                        ("actor_kind", models.CharField(max_length=12)),
                        ("actor_label", models.CharField(max_length=120)),
                        ("post_id", models.BigIntegerField(null=True)),
                        ("organisation_id", models.BigIntegerField(null=True)),
                        ("verb", models.CharField(max_length=40)),
                        ("subject_kind", models.CharField(max_length=60)),
                        ("subject_id", models.CharField(max_length=40)),
                        ("trunk_kind", models.CharField(max_length=60)),
                        ("trunk_id", models.CharField(max_length=40)),
                        ("seq", models.PositiveIntegerField()),
                        ("before", models.CharField(max_length=20)),
                        ("after", models.CharField(max_length=20)),
                        ("details", models.JSONField(default=dict, encoder=DjangoJSONEncoder)),
                        ("head", models.CharField(max_length=64)),
                    ],
                    options={"db_table": "journal_entry"},
                ),
                migrations.AddIndex("entry", models.Index(fields=["trunk_id", "seq"], name="entry_trunk")),
                migrations.AddIndex("entry", models.Index(fields=["xid", "id"], name="entry_outbox")),
            ],
        ),
    ]
