"""First records: the catalogue of powers and the limits. Which five the report means is 待确认; a city edits them."""

from django.db import migrations

from gongzhi.kit.records.seed import seed, unseed

OPINION_2021 = "中共中央、国务院关于加强基层治理体系和治理能力现代化建设的意见（2021年），条文待核对；报告所指“五项权力”待确认"
ELSEWHERE = "“征得同意”的做法见外地公开报道（随州市曾都区）；报告所指“五项权力”待确认"
PROPOSED = "系统初始值，待确认"
ANYBODY = ["department", "utility", "stationed_team", "task_force", "resident_organisation"]
OFFICES = ["department", "utility", "stationed_team", "task_force"]


def power(zh, en, procedure, counterpart, amount, unit="working_days"):
    return {
        "name": {"zh": zh, "en": en}, "procedure": procedure, "counterpart": counterpart,
        "answer": {"amount": amount, "unit": unit}, "silence_is_consent": False, "in_use": True,
    }


RULES = [
    {"key": "street_power.suggest", "basis": OPINION_2021,
     "value": power("重大决策、规划、项目建议权", "Suggestion on major decisions, plans, projects", "suggestion", OFFICES, 15)},
    {"key": "street_power.take_part", "basis": ELSEWHERE,
     "value": power("参与权（征得同意）", "Participation (consent)", "consent", OFFICES, 5)},
    {"key": "street_power.coordinate", "basis": OPINION_2021,
     "value": power("统筹协调权", "Coordination", "coordination", ANYBODY, 5)},
    {"key": "street_power.emergency", "basis": OPINION_2021,
     "value": power("应急处置权", "Emergency command", "emergency", ANYBODY, 2, "hours")},
    {"key": "street_power.manage", "basis": OPINION_2021,
     "value": power("综合管理权", "Comprehensive management", "coordination", OFFICES, 10)},
    {"key": "street_power.rule", "value": {"amount": 5, "unit": "working_days"}, "basis": PROPOSED},
    {"key": "command.arrive", "value": {"amount": 2, "unit": "working_hours"}, "basis": PROPOSED},
    {"key": "command.arrive_emergency", "value": {"amount": 0.5, "unit": "hours"}, "basis": PROPOSED},
]


def forwards(apps, _schema):
    if _schema.connection.alias == "default":
        seed(apps, RULES)


def backwards(apps, _schema):
    unseed(apps, [rule["key"] for rule in RULES])


class Migration(migrations.Migration):
    dependencies = [("street_powers", "0001_powers_orders_opinions"), ("records", "0001_rules_and_versions")]
    operations = [migrations.RunPython(forwards, backwards)]
