"""A request and its answer stand for ever."""

from django.db import migrations

from hocba.adapters.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("late", "0001_initial")]

    operations = [append_only("late_laterequest"), append_only("late_latedecision")]
