"""The windows of the Ministry's plan (30/6, 15/8), until the register tells its own."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_YEARS = range(2023, 2027)


def add_the_plan(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("windows", "KnownWindows").objects.bulk_create(
        apps.get_model("windows", "KnownWindows")(
            school_year=f"{year}-{year + 1}",
            completed_until=date(year + 1, 6, 30),
            reassessed_until=date(year + 1, 8, 15),
        )
        for year in _YEARS
    )


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            "KnownWindows",
            [
                (
                    "school_year",
                    models.CharField(max_length=9, primary_key=True, serialize=False),
                ),
                ("completed_until", models.DateField()),
                ("reassessed_until", models.DateField()),
                ("told_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunPython(add_the_plan, migrations.RunPython.noop),
    ]
