"""What was sent and answered stays; a page's standing with the Ministry is written once."""

from django.db import migrations

from hocba.adapters.guards import always, append_only, refuse

_ANSWERED_ONCE = f"""
CREATE FUNCTION reporting_answered_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.standing <> '' OR NEW.standing = '' THEN
        RAISE EXCEPTION 'Kết quả báo cáo Bộ chỉ được ghi một lần.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM reporting_ministryreceipt WHERE batch_id = NEW.batch_id) THEN
        RAISE EXCEPTION 'Kết quả báo cáo Bộ phải có biên nhận của Bộ.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER answered_once BEFORE UPDATE ON reporting_reportedpage
    FOR EACH ROW EXECUTE FUNCTION reporting_answered_once();
{always("reporting_reportedpage", "answered_once")}
"""

_UNANSWERED_AT_FIRST = f"""
CREATE FUNCTION reporting_unanswered_at_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.standing <> '' THEN
        RAISE EXCEPTION 'Học bạ mới báo cáo chưa thể có kết quả của Bộ.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM intake_registeredpage WHERE id = NEW.page_id AND state = 'locked')
    THEN
        RAISE EXCEPTION 'Chỉ báo cáo Bộ học bạ đã chốt.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER unanswered_at_first BEFORE INSERT ON reporting_reportedpage
    FOR EACH ROW EXECUTE FUNCTION reporting_unanswered_at_first();
{always("reporting_reportedpage", "unanswered_at_first")}
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]

    operations = [
        append_only("reporting_batch"),
        append_only("reporting_ministryreceipt"),
        append_only("reporting_attempt"),
        append_only("reporting_seenhead"),
        refuse("reporting_reportedpage", "DELETE OR TRUNCATE", name="nothing_is_removed"),
        refuse("reporting_reportedpage", "UPDATE OF id, page_id, batch_id", name="facts_stand"),
        migrations.RunSQL(_ANSWERED_ONCE, "DROP FUNCTION reporting_answered_once CASCADE;"),
        migrations.RunSQL(
            _UNANSWERED_AT_FIRST, "DROP FUNCTION reporting_unanswered_at_first CASCADE;"
        ),
    ]
