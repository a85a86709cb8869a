"""A page's bytes are kept without compressing them: each signature rewrites them all."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pages", "0004_packings_stand")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE pages_pageversion ALTER COLUMN content SET STORAGE EXTERNAL",
            "ALTER TABLE pages_pageversion ALTER COLUMN content SET STORAGE EXTENDED",
        )
    ]
