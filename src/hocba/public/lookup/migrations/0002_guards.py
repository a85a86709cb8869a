"""The access log only grows."""

from django.db import migrations

from hocba.adapters.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("lookup", "0001_initial")]

    operations = [append_only("lookup_look")]
