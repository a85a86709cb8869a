"""The application connects in its role; only a migration is done as the owner."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.utils import OperationalError

from hocba.adapters.database import databases
from hocba.adapters.roles import ROLE
from hocba.adapters.roles.owner import as_owner


@pytest.fixture
def application(transactional_db):
    """A second connection to the test's database, as the running program makes it."""
    settings = deepcopy(connection.settings_dict)
    settings["OPTIONS"] = {"options": f"-c role={ROLE}"}
    other = connections.create_connection("default")
    other.settings_dict = settings
    yield other
    other.close()


def users(connection) -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        return cursor.fetchone()


def test_a_connection_is_in_its_role_from_the_first_word(application) -> None:
    assert users(application)[0] == ROLE


def test_leaving_the_role_leads_back_to_it(application) -> None:
    with application.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert users(application)[0] == ROLE


def test_a_migration_is_done_as_the_owner_and_the_role_taken_again(application) -> None:
    owner = users(connection)[0]
    with as_owner(application):
        assert users(application) == (owner, owner)
    assert users(application)[0] == ROLE


def test_a_role_that_is_not_there_lets_nobody_in(application) -> None:
    application.settings_dict["OPTIONS"] = {"options": "-c role=hocba_khong_co"}
    with pytest.raises(OperationalError, match="hocba_khong_co"):
        users(application)


def test_the_owner_may_have_a_login_of_its_own() -> None:
    settings = databases(
        "postgresql://web:a@db/hocba?sslmode=require", Path("x"), "postgresql://chu:b@db/hocba"
    )["default"]
    assert settings["USER"] == "web"
    assert settings["OPTIONS"] == {"sslmode": "require", "options": f"-c role={ROLE}"}
    assert settings["OWNER"] == {"USER": "chu", "PASSWORD": "b"}
    assert settings["OWNER_OPTIONS"] == {"sslmode": "require"}
