"""Evidence only grows."""

from django.db import migrations

from hocba.adapters.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]

    operations = [append_only("evidence_exhibit"), append_only("evidence_submission")]
