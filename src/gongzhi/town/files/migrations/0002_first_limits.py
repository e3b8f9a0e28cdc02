"""Limits of uploads; first values to be confirmed by the city."""

from django.db import migrations

from gongzhi.kit.records.seed import seed

ROWS = [{"key": "files.limits", "value": {"bytes": 10 * 1024 * 1024, "each": 9, "side": 1600}, "basis": "待确认"}]


class Migration(migrations.Migration):
    dependencies = [("files", "0001_attachments"), ("records", "0001_rules_and_versions")]
    operations = [migrations.RunPython(lambda apps, schema_editor: seed(apps, ROWS), migrations.RunPython.noop)]
