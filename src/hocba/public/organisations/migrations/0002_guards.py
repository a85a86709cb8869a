from datetime import date
from typing import Any

from django.db import migrations

from hocba.adapters.guards import always, refuse

_FACTS = (
    "id, organisation_id, article, purpose, levels, years, lookup_codes, valid_from, set_by, set_at"
)
_SHORTER = """
CREATE FUNCTION organisations_only_shorter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.valid_to > OLD.valid_to THEN
        RAISE EXCEPTION 'Bảng % không nhận lệnh %: căn cứ chỉ được rút ngắn.', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_shorter BEFORE UPDATE ON organisations_legalbasis
    FOR EACH ROW EXECUTE FUNCTION organisations_only_shorter();
ALTER TABLE organisations_legalbasis ENABLE ALWAYS TRIGGER only_shorter;
"""

# By row, so that writing a period down again as it stands is no change.
_STANDS = f"""
CREATE TRIGGER period_stands BEFORE UPDATE ON organisations_custodyperiod FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION hocba_refuse();
{always("organisations_custodyperiod", "period_stands")}
"""


def first_period(apps: Any, _editor: Any) -> None:
    """What holds until the Department sets something else: a quarter to finish what was begun."""
    apps.get_model("organisations", "CustodyPeriod").objects.create(
        valid_from=date(2020, 9, 1), days=90, article="Trường cũ, trong 90 ngày sau khi chuyển"
    )


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [
        migrations.RunPython(first_period, migrations.RunPython.noop),
        refuse("organisations_custodyperiod", "DELETE OR TRUNCATE", name="keep_period"),
        migrations.RunSQL(_STANDS, "DROP TRIGGER period_stands ON organisations_custodyperiod;"),
        refuse("organisations_legalbasis", "DELETE OR TRUNCATE", name="keep_legal_basis"),
        refuse("organisations_legalbasis", f"UPDATE OF {_FACTS}", name="legal_basis_stands"),
        migrations.RunSQL(_SHORTER, "DROP FUNCTION organisations_only_shorter CASCADE;"),
    ]
