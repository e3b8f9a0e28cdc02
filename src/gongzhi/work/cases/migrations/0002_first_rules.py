"""First rule records of a case. A city edits them as records; what no document gives says 待确认."""

from django.db import migrations

from gongzhi.kit.records.seed import seed, unseed

DRAFT = "北京市《12345热线服务与管理规范》（征求意见稿，2021年12月）的公开报道；本市规定待确认"
PROPOSED = "系统初始值，待确认"
REPLY = "宜兴市回复“四要素”的公开报道（受理时间、与谁沟通、措施、时限）；本市规定待确认"
ALL = ["measures", "spoken_with", "done_on"]

RULES = [
    {"key": "limit.emergency", "value": {"amount": 2, "unit": "hours"}, "basis": DRAFT},
    {"key": "limit.utilities", "value": {"amount": 24, "unit": "hours"}, "basis": DRAFT},
    {"key": "limit.ordinary", "value": {"amount": 7, "unit": "days"}, "basis": DRAFT},
    {"key": "limit.complex", "value": {"amount": 15, "unit": "days"}, "basis": DRAFT},
    {"key": "reply.grid", "value": ["measures"], "basis": PROPOSED},
    {"key": "reply.community", "value": ["measures"], "basis": PROPOSED},
    {"key": "reply.street", "value": ALL, "basis": REPLY},
    {"key": "reply.city", "value": ALL, "basis": REPLY},
    {"key": "reply.department", "value": ALL, "basis": REPLY},
    {"key": "reply.helper", "value": ["measures"], "basis": PROPOSED},
    {"key": "ask.days", "value": 3, "basis": PROPOSED},
    {"key": "ask.pauses", "value": 2, "basis": PROPOSED},
    {"key": "shelve.longest_days", "value": 365, "basis": PROPOSED},
    {"key": "rate.days", "value": 7, "basis": PROPOSED},
    {"key": "verify.working_days", "value": 2, "basis": PROPOSED},
    {"key": "reopen.days", "value": 15, "basis": PROPOSED},
    {"key": "call_back.share", "value": 0.3, "basis": PROPOSED},
    {"key": "call_back.tries", "value": 3, "basis": PROPOSED},
    {"key": "note.look_share", "value": 0.1, "basis": PROPOSED},
    {"key": "retention.case-contact", "value": 365, "basis": PROPOSED},
]


def forwards(apps, _schema):
    if _schema.connection.alias == "default":
        seed(apps, RULES)


def backwards(apps, _schema):
    unseed(apps, [rule["key"] for rule in RULES])


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_cases"), ("records", "0001_rules_and_versions")]
    operations = [migrations.RunPython(forwards, backwards)]
