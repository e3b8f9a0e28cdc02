"""First rule records of filings. A city edits them as records; no document that was read gives these numbers."""

from django.db import migrations

from gongzhi.kit.records.seed import seed, unseed

DOUBT = "待确认：没有查到规定"

RULES = [
    {"key": "filings.remind_days", "value": 2, "basis": DOUBT},
    {"key": "filings.longest_minutes", "value": 240, "basis": DOUBT},
    {"key": "filings.layout_kilobytes", "value": 1024, "basis": DOUBT},
]


def forwards(apps, _schema):
    if _schema.connection.alias == "default":
        seed(apps, RULES)


def backwards(apps, _schema):
    unseed(apps, [rule["key"] for rule in RULES])


class Migration(migrations.Migration):
    dependencies = [("filings", "0001_filings"), ("records", "0001_rules_and_versions")]
    operations = [migrations.RunPython(forwards, backwards)]
