"""What was done is only ever added to, and sent packets stay."""

from django.db import migrations

from hocba.adapters.guards import append_only, refuse


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_initial")]
    operations = [
        append_only("pages_journalentry"),
        refuse("pages_sentpacket", "DELETE OR TRUNCATE", name="stays"),
        refuse("pages_transcript", "DELETE OR TRUNCATE", name="stays"),
        refuse("pages_pageversion", "TRUNCATE", name="stays_whole"),
    ]
