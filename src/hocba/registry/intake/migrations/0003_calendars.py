"""The windows of the plan (30/6, 10/7, 15/8, 25/8) for its school year and those after it."""

from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_YEARS = range(2023, 2027)


def add_calendars(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    calendar = apps.get_model("intake", "Calendar")
    calendar.objects.bulk_create(
        calendar(
            school_year=f"{year}-{year + 1}",
            completed_until=date(year + 1, 6, 30),
            ministry_first_until=date(year + 1, 7, 10),
            reassessed_until=date(year + 1, 8, 15),
            ministry_second_until=date(year + 1, 8, 25),
        )
        for year in _YEARS
    )


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_guards")]

    operations = [migrations.RunPython(add_calendars, migrations.RunPython.noop)]
