"""Check a page's digest once, when it arrives.

A CHECK constraint is tried again at each UPDATE, so that every lock would have to read and
hash all the pages that it locks, although their bytes cannot have changed.
"""

from django.db import migrations

from hocba.adapters.guards import always

_DIGEST = f"""
CREATE FUNCTION intake_page_digest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.sha256 IS DISTINCT FROM sha256(NEW.content) THEN
        RAISE EXCEPTION 'Mã băm của học bạ không phải của nội dung này.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER digest BEFORE INSERT ON intake_registeredpage
    FOR EACH ROW EXECUTE FUNCTION intake_page_digest();
{always("intake_registeredpage", "digest")}
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_calendars")]

    operations = [
        migrations.RemoveConstraint("registeredpage", "page_digest_is_of_these_bytes"),
        migrations.RunSQL(_DIGEST, "DROP FUNCTION intake_page_digest CASCADE;"),
    ]
