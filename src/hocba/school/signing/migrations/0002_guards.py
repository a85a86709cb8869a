"""Sessions and what became of them are kept."""

from django.db import migrations

from hocba.adapters.guards import refuse


class Migration(migrations.Migration):
    dependencies = [("signing", "0001_initial")]
    operations = [
        refuse("signing_signingsession", "DELETE OR TRUNCATE", name="stays"),
    ]
