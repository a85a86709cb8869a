"""What was prepared to be signed stands."""

from django.db import migrations

from hocba.adapters.guards import append_only


class Migration(migrations.Migration):
    dependencies = [("pages", "0003_packings")]
    operations = [append_only("pages_packing")]
