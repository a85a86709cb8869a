"""What has been received stays; a state moves only as the life of a page allows."""

from django.db import migrations

from hocba.adapters.guards import always, append_only, refuse

_FACTS = (
    "id, lookup_code, school_year, version, content, sha256, personal_id, level, grade,"
    " school_code, class_name, reassessed, packet_id, accepted_at"
)

# Only a live page holds its transcript to its pupil: the column is empty for the others.
_BOND = """
ALTER TABLE intake_transcript
    ADD CONSTRAINT transcript_bond UNIQUE (lookup_code, personal_id, level);
ALTER TABLE intake_registeredpage
    ADD CONSTRAINT page_is_of_its_transcript FOREIGN KEY (live_code, personal_id, level)
    REFERENCES intake_transcript (lookup_code, personal_id, level);
"""
_NO_BOND = """
ALTER TABLE intake_registeredpage DROP CONSTRAINT page_is_of_its_transcript;
ALTER TABLE intake_transcript DROP CONSTRAINT transcript_bond;
"""

_ARRIVAL = f"""
CREATE FUNCTION intake_page_arrives() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'accepted' THEN
        RAISE EXCEPTION 'Học bạ mới phải ở trạng thái «accepted».'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (
        SELECT FROM intake_registeredpage WHERE lookup_code = NEW.lookup_code
            AND school_year = NEW.school_year AND version > NEW.version
    ) THEN
        RAISE EXCEPTION 'Phiên bản học bạ chỉ được tăng.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER arrives BEFORE INSERT ON intake_registeredpage
    FOR EACH ROW EXECUTE FUNCTION intake_page_arrives();
{always("intake_registeredpage", "arrives")}
"""

_STEP = f"""
CREATE FUNCTION intake_page_steps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'accepted' OR NEW.state NOT IN ('replaced', 'recalled', 'locked') THEN
        RAISE EXCEPTION 'Học bạ «%» không được chuyển sang «%».', OLD.state, NEW.state
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER steps BEFORE UPDATE ON intake_registeredpage
    FOR EACH ROW EXECUTE FUNCTION intake_page_steps();
{always("intake_registeredpage", "steps")}
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [
        append_only("intake_packet"),
        refuse("intake_transcript", "UPDATE OR TRUNCATE", name="bond_stands"),
        refuse("intake_registeredpage", "DELETE OR TRUNCATE", name="nothing_is_removed"),
        refuse("intake_registeredpage", f"UPDATE OF {_FACTS}", name="facts_stand"),
        migrations.RunSQL(_BOND, _NO_BOND),
        migrations.RunSQL(_ARRIVAL, "DROP FUNCTION intake_page_arrives CASCADE;"),
        migrations.RunSQL(_STEP, "DROP FUNCTION intake_page_steps CASCADE;"),
    ]
