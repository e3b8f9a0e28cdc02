"""First rule records of the whistle. A city edits them as records; what no document gives says 待确认."""

from django.db import migrations

from gongzhi.kit.records.seed import seed, unseed

ARRIVE = "北京平谷“吹哨报到”30分钟到场的公开报道；本市规定待确认"
PROPOSED = "系统初始值，待确认"

RULES = [
    {"key": "whistle.arrive_emergency", "value": {"amount": 0.5, "unit": "hours"}, "basis": ARRIVE},
    {"key": "whistle.arrive", "value": {"amount": 2, "unit": "working_hours"}, "basis": PROPOSED},
    {"key": "whistle.sign", "value": {"amount": 4, "unit": "working_hours"}, "basis": PROPOSED},
    {"key": "whistle.sign_after_hours", "value": 24, "basis": PROPOSED},
    {"key": "countersign.working_hours", "value": 4, "basis": PROPOSED},
    {"key": "dispute.working_days", "value": 1, "basis": PROPOSED},
]


def forwards(apps, _schema):
    if _schema.connection.alias == "default":
        seed(apps, RULES)


def backwards(apps, _schema):
    unseed(apps, [rule["key"] for rule in RULES])


class Migration(migrations.Migration):
    dependencies = [("whistles", "0001_whistles_and_report_ins"), ("records", "0001_rules_and_versions")]
    operations = [migrations.RunPython(forwards, backwards)]
