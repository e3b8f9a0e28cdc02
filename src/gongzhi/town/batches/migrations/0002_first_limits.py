"""How long a batch can be undone, and how much it may hold. A city edits these as records."""

from django.db import migrations

from gongzhi.kit.records.seed import seed, unseed

BASIS = "系统初始值，待确认"
RULES = [
    {"key": "batches.undo_seconds", "value": 10, "basis": BASIS},
    {"key": "batches.most", "value": 1000, "basis": BASIS},
]


def forwards(apps, _schema):
    if _schema.connection.alias == "default":
        seed(apps, RULES)


def backwards(apps, _schema):
    if _schema.connection.alias == "default":
        unseed(apps, [row["key"] for row in RULES])


class Migration(migrations.Migration):
    dependencies = [("batches", "0001_batches"), ("records", "0001_rules_and_versions")]
    operations = [migrations.RunPython(forwards, backwards)]
