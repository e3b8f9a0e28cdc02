"""How many views there may be. A city edits these as records."""

from django.db import migrations

from gongzhi.kit.records.seed import seed, unseed

BASIS = "系统初始值，待确认"
RULES = [
    {"key": "views.most_own", "value": 20, "basis": BASIS},
    {"key": "views.most_shared", "value": 20, "basis": BASIS},
]


def forwards(apps, _schema):
    if _schema.connection.alias == "default":
        seed(apps, RULES)


def backwards(apps, _schema):
    if _schema.connection.alias == "default":
        unseed(apps, [row["key"] for row in RULES])


class Migration(migrations.Migration):
    dependencies = [("saved_views", "0001_views"), ("records", "0001_rules_and_versions")]
    operations = [migrations.RunPython(forwards, backwards)]
