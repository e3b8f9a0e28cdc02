"""The months at hand. Further ones are made three months ahead by a timer under the owner's role."""

from datetime import UTC, datetime

from django.db import migrations

from gongzhi.kit.journal.partitions import make_ahead


def forwards(_apps, schema):
    if schema.connection.alias == "default":
        make_ahead(3, since=datetime(2026, 9, 1, tzinfo=UTC))


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_entry_append_only")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
