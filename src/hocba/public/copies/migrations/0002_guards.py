"""The log of copies only grows."""

from django.db import migrations

from hocba.adapters.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("copies", "0001_initial")]

    operations = [append_only("copies_issuedcopy")]
