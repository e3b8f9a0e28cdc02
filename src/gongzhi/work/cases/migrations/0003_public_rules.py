"""Rules of the resident's page: how often one address may report, how long a link stays good."""

from django.db import migrations

from gongzhi.kit.records.seed import seed, unseed

PROPOSED = "系统初始值，待确认"
RULES = [
    {"key": "public.reports_an_hour", "value": 20, "basis": PROPOSED},
    {"key": "public.photos_an_hour", "value": 60, "basis": PROPOSED},
    {"key": "public.wrong_codes", "value": 20, "basis": PROPOSED},
    {"key": "ticket.days", "value": 7, "basis": PROPOSED},
]


def forwards(apps, _schema):
    if _schema.connection.alias == "default":
        seed(apps, RULES)


def backwards(apps, _schema):
    unseed(apps, [rule["key"] for rule in RULES])


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_first_rules")]
    operations = [migrations.RunPython(forwards, backwards)]
