"""What was answered stands."""

from django.db import migrations

from hocba.adapters.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial")]

    operations = [append_only("api_call")]
