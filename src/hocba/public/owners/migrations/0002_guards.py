from django.db import migrations

from hocba.adapters.guards import always, append_only, refuse


_ENDED = """
CREATE OR REPLACE FUNCTION owners_has_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Bảng % không nhận lệnh %: việc này đã kết thúc.', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def once(table: str, column: str, name: str) -> migrations.RunSQL:
    """Refuse any change of a row whose ``column`` has been set: what has ended has ended.

    A function of its own: ``hocba_refuse`` says which columns nobody may change at all, and the
    application's role is granted the rest.
    """
    return migrations.RunSQL(
        f"{_ENDED}"
        f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW"
        f" WHEN (OLD.{column} IS NOT NULL) EXECUTE FUNCTION owners_has_ended();"
        f"{always(table, name)}",
        f"DROP TRIGGER {name} ON {table};",
    )


class Migration(migrations.Migration):
    dependencies = [("owners", "0001_initial")]

    operations = [
        append_only("owners_opening"),
        refuse("owners_parentlink", "DELETE OR TRUNCATE", name="keep_link"),
        refuse(
            "owners_parentlink",
            "UPDATE OF id, child, parent, relation, evidence, made_by, unit_id, made_at",
            name="link_stands",
        ),
        once("owners_parentlink", "ended_at", "link_ends_once"),
        refuse("owners_grant", "DELETE OR TRUNCATE", name="keep_grant"),
        refuse(
            "owners_grant",
            "UPDATE OF id, personal_id, given_by_id, organisation_id, secret, years, purpose,"
            " given_at, until",
            name="grant_stands",
        ),
        once("owners_grant", "revoked_at", "grant_is_revoked_once"),
    ]
