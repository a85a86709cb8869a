"""The Ministry's database is its own, wherever the Department's is."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from hocba.core.errors import Unavailable
from hocba.project.demonstration.second_database import VARIABLE, second_database
from tests.project.installation import database_url

GIVEN = "postgresql://bo@may-chu/bo"


def test_without_a_server_each_node_has_its_own_cluster() -> None:
    assert second_database({}) == {"DATABASE_URL": "", "DATABASE_OWNER_URL": ""}


def test_the_one_that_is_named_is_taken_as_it_is() -> None:
    found = second_database({VARIABLE: GIVEN, "DATABASE_URL": "postgresql://so@may-chu/so"})
    assert found == {"DATABASE_URL": GIVEN, "DATABASE_OWNER_URL": ""}


@pytest.mark.django_db
def test_on_a_server_it_is_made_beside_the_departments() -> None:
    ours = database_url()
    name = f"{connection.settings_dict['NAME']}_ministry"
    try:
        for _ in range(2):  # the second finds it made
            found = second_database({"DATABASE_URL": ours, "DATABASE_OWNER_URL": ours})
            assert found == {
                "DATABASE_URL": f"{ours}_ministry",
                "DATABASE_OWNER_URL": f"{ours}_ministry",
            }
        with psycopg.connect(found["DATABASE_URL"]) as made:
            assert made.info.dbname == name
    finally:
        with psycopg.connect(ours, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def test_a_server_that_is_away_is_told_of_with_what_to_set(tmp_path) -> None:
    nobody = f"postgresql://{str(tmp_path).replace('/', '%2F')}/so"
    with pytest.raises(Unavailable, match=VARIABLE):
        second_database({"DATABASE_URL": f"postgresql://@{nobody.rpartition('//')[2]}"})
