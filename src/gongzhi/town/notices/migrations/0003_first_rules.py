"""Quiet hours, how long notices are gathered, how long a way is tried. A city edits these as records."""

from django.db import migrations

from gongzhi.kit.records.seed import seed, unseed

BASIS = "系统初始值，待确认"
RULES = [
    {"key": "notices.quiet", "value": {"from": "22:00", "to": "07:00"}, "basis": BASIS},
    {"key": "notices.digest_minutes", "value": 30, "basis": BASIS},
    {"key": "notices.give_up_hours", "value": 48, "basis": BASIS},
]


def forwards(apps, _schema):
    if _schema.connection.alias == "default":
        seed(apps, RULES)


def backwards(apps, _schema):
    if _schema.connection.alias == "default":
        unseed(apps, [row["key"] for row in RULES])


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_addresses_choices_deliveries"), ("records", "0001_rules_and_versions")]
    operations = [migrations.RunPython(forwards, backwards)]
