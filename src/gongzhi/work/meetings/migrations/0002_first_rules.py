"""First rule records of meetings. A city edits them as records; what no document gives says 待确认."""

from django.db import migrations

from gongzhi.kit.records.seed import seed, unseed

JOINT = "社区共建联席会议制度的公开文本（每半年一次，提前15天征集议题）；本市规定待确认"

RULES = [
    {
        "key": "meetings.every_weeks",
        "value": {"leading_group": 26, "joint_meeting": 26, "admission": 5, "study": 5},
        "basis": JOINT,
    },
    {"key": "meetings.topics_ahead", "value": 15, "basis": JOINT},
]


def forwards(apps, _schema):
    if _schema.connection.alias == "default":
        seed(apps, RULES)


def backwards(apps, _schema):
    unseed(apps, [rule["key"] for rule in RULES])


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_meetings"), ("records", "0001_rules_and_versions")]
    operations = [migrations.RunPython(forwards, backwards)]
