"""What is asked of the tables for a packet is found by an index, however many pages there are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.registry.school import answer, packet, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schools")]

GROWING = ("intake_registeredpage", "intake_transcript", "intake_packet", "journal_journalentry")


def plan_of(statement: str) -> str:
    """How PostgreSQL would do it if it could not afford to read a table from end to end."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())


def plans_of_a_packet(*, again: bool) -> list[str]:
    """Of every read while two pages stand and another packet comes, or a newer version."""
    answer(packet(page(1), page(2)))
    with CaptureQueriesContext(connection) as asked:
        answer(packet(page(2, version=2), page(3), number=2) if again else packet(page(3)))
    return [plan_of(each["sql"]) for each in asked if each["sql"].startswith("SELECT")]


@pytest.mark.parametrize("again", [False, True])
def test_no_table_that_grows_is_read_from_end_to_end(again: bool) -> None:
    plans = plans_of_a_packet(again=again)
    assert any("intake_registeredpage" in plan for plan in plans)
    for plan in plans:
        assert not [name for name in GROWING if f"Seq Scan on {name}" in plan], plan


def test_a_pupils_other_page_is_found_by_the_pupil_and_a_version_by_its_code() -> None:
    (plan,) = (each for each in plans_of_a_packet(again=True) if "BitmapOr" in each
               and "on intake_registeredpage" in each)  # fmt: skip
    assert "one_live_page_a_pupil_and_year" in plan
    assert "version_once" in plan
