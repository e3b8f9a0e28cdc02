"""The 5+X template and the eight duties of a street. The report names three of the eight; the rest says 待确认."""

from django.db import migrations

from gongzhi.kit.records.seed import seed, unseed

UNKNOWN = "待确认"
REPORT = "城市基层治理报告：街道八项职责中写明抓党建、抓治理、抓服务，其余五项待确认"

RULES = [
    {"key": "offices.fixed", "value": [UNKNOWN] * 5, "basis": "城市基层治理报告：内设机构按“5+X”设置，五个机构的名称待确认"},
    {"key": "street.duties", "value": ["抓党建", "抓治理", "抓服务", *[UNKNOWN] * 5], "basis": REPORT},
]


def forwards(apps, _schema):
    if _schema.connection.alias == "default":
        seed(apps, RULES)


def backwards(apps, _schema):
    unseed(apps, [rule["key"] for rule in RULES])


class Migration(migrations.Migration):
    dependencies = [("mandates", "0003_letters_and_offices"), ("records", "0001_rules_and_versions")]
    operations = [migrations.RunPython(forwards, backwards)]
