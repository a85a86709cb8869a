"""A transfer is offered once and ends once; what was offered stands."""

from django.db import migrations

from hocba.adapters.guards import always, refuse

_FACTS = "id, lookup_code, from_school_id, to_school_id, reason, handed_over_by, handed_over_at"

_ENDS = f"""
CREATE FUNCTION custody_transfer_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ending <> '' THEN
        RAISE EXCEPTION 'Chuyển giao đã kết thúc, không nhận lệnh này nữa.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ends_once BEFORE UPDATE ON custody_transfer
    FOR EACH ROW EXECUTE FUNCTION custody_transfer_ends();
{always("custody_transfer", "ends_once")}
"""


class Migration(migrations.Migration):
    dependencies = [("custody", "0001_initial")]

    operations = [
        refuse("custody_transfer", "DELETE OR TRUNCATE", name="nothing_is_removed"),
        refuse("custody_transfer", f"UPDATE OF {_FACTS}", name="facts_stand"),
        migrations.RunSQL(_ENDS, "DROP FUNCTION custody_transfer_ends CASCADE;"),
    ]
