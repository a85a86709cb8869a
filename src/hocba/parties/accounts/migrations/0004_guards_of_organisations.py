from django.db import migrations

from hocba.adapters.guards import refuse


class Migration(migrations.Migration):
    """A membership is ended by its last day; who acted for whom in the past stays known."""

    dependencies = [("accounts", "0003_organisations")]

    operations = [
        refuse("accounts_organisation", "DELETE OR TRUNCATE", name="keep_organisation"),
        refuse(
            "accounts_membership",
            "UPDATE OF organisation_id, personal_id, valid_from",
            name="membership_stands",
        ),
        refuse("accounts_membership", "DELETE OR TRUNCATE", name="keep_membership"),
    ]
