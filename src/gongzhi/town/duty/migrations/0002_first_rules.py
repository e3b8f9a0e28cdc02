"""Which organisations keep a rota, and from when to when a night is; first values to be confirmed by the city."""

from django.db import migrations

from gongzhi.kit.records.seed import seed

ROWS = [
    {"key": "duty.kinds", "value": ["dispatch_centre", "street_office", "department", "utility"], "basis": "待确认"},
    {"key": "duty.night", "value": {"from": "18:00", "to": "08:00"}, "basis": "待确认"},
]


class Migration(migrations.Migration):
    dependencies = [("duty", "0001_shifts"), ("records", "0001_rules_and_versions")]
    operations = [migrations.RunPython(lambda apps, schema_editor: seed(apps, ROWS), migrations.RunPython.noop)]
