import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_every_model_and_trigger_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
