"""Holidays and make-up days of 2024 to 2026 by the State Council's notices; office hours as a first value."""

import csv
from datetime import date, time
from pathlib import Path

from django.db import migrations

HOLIDAYS = Path(__file__).parents[1] / "data" / "holidays.csv"


def fill(apps, schema_editor):
    day = apps.get_model("calendar", "Day")
    with HOLIDAYS.open(encoding="utf-8") as file:
        rows = [
            day(day=row["day"], working=row["working"] == "1", name=row["name"], basis=row["basis"])
            for row in csv.DictReader(file)
            if row["day"] < "2027"
        ]
    day.objects.bulk_create(rows, ignore_conflicts=True)
    apps.get_model("calendar", "Hours").objects.get_or_create(
        valid_from=date(2000, 1, 1),
        defaults={
            "morning_from": time(8, 30),
            "morning_to": time(12, 0),
            "afternoon_from": time(13, 0),
            "afternoon_to": time(17, 0),
            "basis": "待确认",
        },
    )


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_days_and_hours")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
