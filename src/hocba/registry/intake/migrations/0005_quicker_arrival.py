"""What a page's arrival need not pay for.

Django indexes a textual key twice, the second time for ``LIKE 'prefix%'``: nobody looks a
random code up by its beginning, and each new transcript touched a leaf of that index that had
long been written out. And a page's bytes are compressed by lz4, several times quicker than
pglz for a third more space, where the server was built with it.
"""

from django.db import migrations

_INDEX = "intake_transcript_lookup_code_aa8a5857_like"
_INDEX_AGAIN = f"CREATE INDEX {_INDEX} ON intake_transcript (lookup_code varchar_pattern_ops);"

_COMPRESSION = """
DO $$ BEGIN
    ALTER TABLE intake_registeredpage ALTER COLUMN content SET COMPRESSION {};
EXCEPTION WHEN feature_not_supported THEN
    NULL;  -- this server knows pglz alone
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_digest_on_arrival")]

    operations = [
        migrations.RunSQL(f"DROP INDEX IF EXISTS {_INDEX};", _INDEX_AGAIN),
        migrations.RunSQL(_COMPRESSION.format("lz4"), _COMPRESSION.format("pglz")),
    ]
