"""The database keeps the outbox by itself: tried through SQL, superuser included."""

from __future__ import annotations

import pytest
from django.db import connection

from hocba.registry.reporting.outbox import Bounds
from tests.registry.guards import assert_refused
from tests.registry.reporting.ministry import Road, Time, ids, reporter
from tests.registry.school import code

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_batch_answered_and_one_not(locked: None, time: Time) -> None:
    road = Road(refuses=lambda data: code(3).encode() in data)
    reporter(road, time, ids(), Bounds(pages=2)).report()
    connection.check_constraints()


@pytest.mark.parametrize(
    "statement",
    [
        f"{verb} {table}{rest}"
        for table in (
            "reporting_batch",
            "reporting_ministryreceipt",
            "reporting_attempt",
            "reporting_seenhead",
        )
        for verb, rest in (("DELETE FROM", ""), ("TRUNCATE", " CASCADE"))
    ]
    + [
        "UPDATE reporting_batch SET content = content",
        "UPDATE reporting_ministryreceipt SET content = 'x'",
        "UPDATE reporting_attempt SET retry_at = at",
        "DELETE FROM reporting_reportedpage",
        "TRUNCATE reporting_reportedpage",
        "UPDATE reporting_reportedpage SET page_id = page_id",
        "UPDATE reporting_reportedpage SET batch_id = batch_id",
    ],
)
def test_nothing_that_was_sent_or_answered_can_be_changed(statement: str) -> None:
    assert_refused(statement)


WRITE = "INSERT INTO reporting_reportedpage (page_id, batch_id, standing)"
ANSWERED_AT_ONCE = f"{WRITE} SELECT page_id, batch_id, 'TIEP_NHAN' FROM reporting_reportedpage"
NOT_LOCKED = (
    f"{WRITE} SELECT page.id, batch.id, '' FROM intake_registeredpage page, reporting_batch batch"
    " WHERE page.state = 'accepted'"
)
TWICE = (
    f"{WRITE} SELECT page_id, (SELECT id FROM reporting_batch ORDER BY id LIMIT 1), ''"
    " FROM reporting_reportedpage"
)
OTHER_BYTES = (
    "INSERT INTO reporting_batch SELECT gen_random_uuid(), school_year, 'x', sha256('y'), made_at"
    " FROM reporting_batch LIMIT 1"
)
CHANGED_ANSWER = (
    "UPDATE reporting_reportedpage SET standing = 'TRA_LAI' WHERE standing = 'TIEP_NHAN'"
)
NO_RECEIPT = "UPDATE reporting_reportedpage SET standing = 'TIEP_NHAN' WHERE standing = ''"


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        (CHANGED_ANSWER, "chỉ được ghi một lần"),
        (NO_RECEIPT, "phải có biên nhận"),
        (ANSWERED_AT_ONCE, "chưa thể có kết quả"),
        (NOT_LOCKED, "học bạ đã chốt"),
        (TWICE, "one_batch_a_page|a_page_once_in_a_batch"),
        (OTHER_BYTES, "batch_digest_is_of_these_bytes"),
    ],
)
def test_nothing_false_can_be_written(statement: str, word: str) -> None:
    assert_refused(statement, word=word)
