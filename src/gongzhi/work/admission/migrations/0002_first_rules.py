"""First rule records of the gate. A city edits them as records; what no document gives says 待确认."""

from django.db import migrations

from gongzhi.kit.records.seed import seed, unseed

XICHENG = "北京市西城区社区事项准入的公开报道（2018年：提前30个工作日申请，15个工作日内决定）；本市规定待确认"
PROPOSED = "系统初始值，待确认"

RULES = [
    {"key": "admission.ahead", "value": {"amount": 30, "unit": "working_days"}, "basis": XICHENG},
    {"key": "admission.decide", "value": {"amount": 15, "unit": "working_days"}, "basis": XICHENG},
    {"key": "admission.bypass", "value": {"amount": 5, "unit": "working_days"}, "basis": PROPOSED},
    {"key": "admission.bypass_most", "value": 3, "basis": PROPOSED},
    {"key": "admission.longest_days", "value": 366, "basis": PROPOSED},
    {"key": "admission.notice_days", "value": 3, "basis": PROPOSED},
]


def forwards(apps, _schema):
    if _schema.connection.alias == "default":
        seed(apps, RULES)


def backwards(apps, _schema):
    unseed(apps, [rule["key"] for rule in RULES])


class Migration(migrations.Migration):
    dependencies = [("admission", "0001_matters"), ("records", "0001_rules_and_versions")]
    operations = [migrations.RunPython(forwards, backwards)]
