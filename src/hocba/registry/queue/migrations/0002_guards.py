"""What was handed in stands; a standing changes once; nothing is removed."""

from django.db import migrations

from hocba.adapters.guards import always, refuse

_FACTS = "id, sender_id, guid, sha256, school_code, received_at, turn"

# Bodies come packed with gzip: to compress them again would only cost time.
_AS_IT_CAME = "ALTER TABLE queue_submission ALTER COLUMN content SET STORAGE EXTERNAL;"

_STEP = f"""
CREATE FUNCTION queue_submission_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.standing <> 'waiting' THEN
        RAISE EXCEPTION 'Lượt nộp đã có trả lời, không nhận lệnh này.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.content IS DISTINCT FROM OLD.content AND NEW.content IS NOT NULL THEN
        RAISE EXCEPTION 'Gói tin đã nộp không được sửa, không nhận lệnh này.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER steps BEFORE UPDATE ON queue_submission
    FOR EACH ROW EXECUTE FUNCTION queue_submission_steps();
{always("queue_submission", "steps")}
"""


class Migration(migrations.Migration):
    dependencies = [("queue", "0001_initial")]

    operations = [
        migrations.RunSQL(_AS_IT_CAME, migrations.RunSQL.noop),
        refuse("queue_submission", "DELETE OR TRUNCATE", name="nothing_is_removed"),
        refuse("queue_submission", f"UPDATE OF {_FACTS}", name="facts_stand"),
        migrations.RunSQL(_STEP, "DROP FUNCTION queue_submission_steps CASCADE;"),
    ]
