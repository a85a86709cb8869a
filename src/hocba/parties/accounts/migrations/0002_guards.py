from django.db import migrations

from hocba.adapters.guards import refuse


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        refuse("accounts_account", "UPDATE OF personal_id", name="one_person_for_life"),
        refuse("accounts_account", "DELETE OR TRUNCATE", name="keep_account"),
    ]
