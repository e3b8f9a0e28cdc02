"""A rule of the public page: how many households a building or estate must have to be named there."""

from django.db import migrations

from gongzhi.kit.records.seed import seed, unseed

RULES = [{"key": "public.least_households", "value": 10, "basis": "系统初始值，待确认"}]


def forwards(apps, _schema):
    if _schema.connection.alias == "default":
        seed(apps, RULES)


def backwards(apps, _schema):
    unseed(apps, [rule["key"] for rule in RULES])


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_public_rules")]
    operations = [migrations.RunPython(forwards, backwards)]
