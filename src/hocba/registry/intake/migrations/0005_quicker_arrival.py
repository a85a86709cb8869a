"""What a page's arrival need not pay for.

Django indexes a textual key twice, the second time for ``LIKE 'prefix%'``: nobody looks a
random code up by its beginning, and each new transcript touched a leaf of that index that had
long been written out. And a page's bytes are compressed by lz4 where the server can.
"""

from django.db import migrations

from hocba.registry.intake.compression import PREFER_LZ4

_INDEX = "intake_transcript_lookup_code_aa8a5857_like"
_INDEX_AGAIN = f"CREATE INDEX {_INDEX} ON intake_transcript (lookup_code varchar_pattern_ops);"


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_digest_on_arrival")]

    operations = [
        migrations.RunSQL(f"DROP INDEX IF EXISTS {_INDEX};", _INDEX_AGAIN),
        migrations.RunSQL(PREFER_LZ4, migrations.RunSQL.noop),
    ]
