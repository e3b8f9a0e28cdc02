"""First records: what a project may move, who is asked at each level, and the numbers. 待确认 where nobody has seen one."""

from django.db import migrations

from gongzhi.kit.records.seed import seed, unseed

DOUBT = "报告只写“书记项目”个数，“动体制、动权力、动利益”的含义待确认"
PROPOSED = "系统初始值，待确认"


def obstacle(key, zh, en):
    return {"key": key, "name": {"zh": zh, "en": en}}


RULES = [
    {"key": "secretary_project.obstacles", "basis": DOUBT, "value": [
        obstacle("system", "动体制", "Institutions"), obstacle("power", "动权力", "Powers"),
        obstacle("interest", "动利益", "Interests"),
    ]},
    {"key": "secretary_project.levels", "basis": PROPOSED, "value": {
        "district": ["leading_body"], "street": ["street_office"], "community": ["community"],
    }},
    {"key": "secretary_project.least_opinions", "value": 2, "basis": PROPOSED},
    {"key": "secretary_project.most_extensions", "value": 1, "basis": PROPOSED},
    {"key": "secretary_project.remind_days", "value": 7, "basis": PROPOSED},
]


def forwards(apps, _schema):
    if _schema.connection.alias == "default":
        seed(apps, RULES)


def backwards(apps, _schema):
    unseed(apps, [rule["key"] for rule in RULES])


class Migration(migrations.Migration):
    dependencies = [("secretary_projects", "0001_calls_and_projects"), ("records", "0001_rules_and_versions")]
    operations = [migrations.RunPython(forwards, backwards)]
