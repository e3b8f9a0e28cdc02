"""The table of marks: what this database is (gongzhi.config.ground.marks)."""

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            "create table gongzhi_mark (name text primary key, at timestamptz not null default now())",
            "drop table gongzhi_mark",
        ),
    ]
