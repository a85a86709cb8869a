"""What is asked of the tables for a packet is found by an index, however many pages there are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.registry.school import answer, packet, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schools")]

# Enough rows that reading them all costs more than two look-ups by an index.
_MANY = """
    INSERT INTO intake_transcript (lookup_code, personal_id, level)
    SELECT md5(n::text), (900000000000 + n)::text, '02' FROM generate_series(1, 5000) n;
    INSERT INTO intake_registeredpage (lookup_code, school_year, version, state, content, sha256,
        personal_id, level, grade, school_code, class_name, reassessed, packet_id, accepted_at)
    SELECT md5(n::text), '2023-2024', 1, 'accepted', n::text::bytea, sha256(n::text::bytea),
        (900000000000 + n)::text, '02', 4, 'X', '4A1', false, packet.id, now()
      FROM generate_series(1, 5000) n, (SELECT id FROM intake_packet LIMIT 1) packet;
    ANALYZE intake_transcript, intake_registeredpage;
"""

GROWING = ("intake_registeredpage", "intake_transcript")


def plan_of(statement: str) -> str:
    """How PostgreSQL would do it."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}")
        return "\n".join(line for (line,) in cursor.fetchall())


def plans_of_a_packet(*, again: bool) -> list[str]:
    """Of every read while many pages stand and another packet comes, or a newer version."""
    answer(packet(page(1), page(2)))
    with connection.cursor() as cursor:
        cursor.execute(_MANY)
    with CaptureQueriesContext(connection) as asked:
        answer(packet(page(2, version=2), page(3), number=2) if again else packet(page(3)))
    return [plan_of(each["sql"]) for each in asked if each["sql"].lstrip().startswith("SELECT")]


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
