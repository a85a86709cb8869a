from django.db import migrations

from hocba.adapters.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("parties", "0005_journal_of_staff")]

    operations = [append_only("parties_staffentry")]
