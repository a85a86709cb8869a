from pathlib import Path

import psycopg
import pytest
from django.db import connection

from hocba.adapters.database import databases
from hocba.core.errors import InputError


def test_without_an_address_the_embedded_server_is_used():
    settings = databases("", Path("/srv/hocba"))["default"]
    assert settings["ENGINE"] == "hocba.adapters.embedded"
    assert settings["HOME"] == "/srv/hocba/database"
    assert settings["NAME"] == "hocba"


def test_an_address_of_a_server_is_taken_apart():
    settings = databases("postgresql://an:b%C3%AD@db.example:5433/hb", Path("x"))["default"]
    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db.example", 5433, "hb")
    assert (settings["USER"], settings["PASSWORD"]) == ("an", "bí")


@pytest.mark.parametrize(
    "url",
    ["mysql://a@b/c", "sqlite:///x.db", "postgresql://a@b", "postgresql://a@b:cổng/c", "hocba"],
)
def test_an_address_of_anything_else_is_refused(url):
    with pytest.raises(InputError, match="DATABASE_URL phải có dạng postgresql://"):
        databases(url, Path("x"))


@pytest.mark.django_db
def test_the_tests_run_on_a_real_postgresql():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        (version,) = cursor.fetchone()
    assert version >= 15_00_00
    assert isinstance(connection.connection, psycopg.Connection)
