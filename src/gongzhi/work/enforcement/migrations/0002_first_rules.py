"""First rule records of enforcement. What a law says is cited; what no document gives says 待确认."""

from django.db import migrations

from gongzhi.kit.records.seed import seed, unseed

PROPOSED = "系统初始值，待确认"
PENALTY = "《中华人民共和国行政处罚法》（2021年修订）"

RULES = [
    {
        "key": "enforcement.limit",
        "value": {"amount": 90, "unit": "days"},
        "basis": f"{PENALTY}第六十条：自立案之日起九十日内；本领域另有规定的从其规定，待确认",
    },
    {"key": "enforcement.extend_days", "value": 60, "basis": PROPOSED},
    {
        "key": "enforcement.hearing",
        "value": {"amount": 5, "unit": "working_days"},
        "basis": f"{PENALTY}第六十四条第一项、第八十五条：告知后五日（工作日）内提出；待确认",
    },
    {"key": "enforcement.press_days", "value": [15, 3, -1], "basis": PROPOSED},
    {"key": "enforcement.certificate_days", "value": 60, "basis": PROPOSED},
    {"key": "enforcement.review_ahead_days", "value": 30, "basis": PROPOSED},
    {
        "key": "enforcement.least_evidence_files",
        "value": 1,
        "basis": f"{PENALTY}第四十七条：以文字、音像等形式全过程记录；件数为系统初始值，待确认",
    },
    {
        "key": "enforcement.appeal",
        "value": {"review_days": 60, "suit_months": 6},
        "basis": "《行政复议法》第二十条（六十日）、《行政诉讼法》第四十六条（六个月）；待确认",
    },
    {"key": "retention.enforcement-party", "value": 3650, "basis": PROPOSED},
]


def forwards(apps, schema):
    if schema.connection.alias == "default":
        seed(apps, RULES)


def backwards(apps, _schema):
    unseed(apps, [rule["key"] for rule in RULES])


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0001_powers_squads_files"), ("records", "0001_rules_and_versions")]
    operations = [migrations.RunPython(forwards, backwards)]
