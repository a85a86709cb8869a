"""What a Department has reported stays."""

from django.db import migrations

from hocba.adapters.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("gathering", "0001_initial")]

    operations = [append_only("gathering_receiveddispatch")]
