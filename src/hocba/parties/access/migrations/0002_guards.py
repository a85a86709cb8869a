"""What a token was issued for stands; its life may only be shortened; the log only grows."""

from django.db import migrations

from hocba.adapters.guards import always, append_only, refuse

_FACTS = "id, sender_id, digest, scopes, issued_at, replaces_id"

_SHORTENED = f"""
CREATE FUNCTION access_token_is_shortened() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.expires_at > OLD.expires_at
        OR OLD.revoked_at IS DISTINCT FROM NEW.revoked_at AND OLD.revoked_at IS NOT NULL
    THEN
        RAISE EXCEPTION 'Thời hạn của mã truy cập chỉ được rút ngắn, không nhận lệnh này.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER is_shortened BEFORE UPDATE ON access_token
    FOR EACH ROW EXECUTE FUNCTION access_token_is_shortened();
{always("access_token", "is_shortened")}
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [
        append_only("access_accessentry"),
        append_only("access_grant"),
        append_only("access_sender"),
        refuse("access_token", "DELETE OR TRUNCATE", name="nothing_is_removed"),
        refuse("access_token", f"UPDATE OF {_FACTS}", name="facts_stand"),
        migrations.RunSQL(_SHORTENED, "DROP FUNCTION access_token_is_shortened CASCADE;"),
    ]
