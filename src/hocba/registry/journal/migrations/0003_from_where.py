"""Lines say from where an act came, and of which school it was; older lines do not know it."""

from django.db import migrations, models

from hocba.registry.journal.origin import origin


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_guards")]

    operations = [
        migrations.AddField(
            "journalentry", "school_code", models.CharField(blank=True, default="", max_length=50)
        ),
        migrations.AlterField(
            "journalentry", "school_code", models.CharField(blank=True, max_length=50)
        ),
        # In two steps, so that the lines that are there are not said to come from this machine.
        migrations.AddField("journalentry", "origin", models.JSONField(default=dict)),
        migrations.AlterField("journalentry", "origin", models.JSONField(default=origin)),
        migrations.AddIndex(
            "journalentry", models.Index(fields=["at"], name="journal_by_time")
        ),
        migrations.AddIndex(
            "journalentry",
            models.Index(
                fields=["school_code", "at"],
                name="journal_by_school",
                condition=~models.Q(school_code=""),
            ),
        ),
    ]
