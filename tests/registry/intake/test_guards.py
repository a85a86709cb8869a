"""The root database guards itself: tried through SQL as any session could, superuser included."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from hocba.core.lifecycle import TRANSITIONS, Action, State
from hocba.registry.intake.actions import recall
from hocba.registry.intake.models import RegisteredPage
from tests.registry.guards import assert_refused
from tests.registry.school import KIM_DONG, NOW, YEAR, code, lock, packet, page, receive

pytestmark = pytest.mark.django_db

PAGE = "intake_registeredpage"
COPY = (
    "INSERT INTO intake_registeredpage (lookup_code, school_year, version, state, content, sha256,"
    " personal_id, level, grade, school_code, class_name, reassessed, packet_id, accepted_at,"
    " effective_date) SELECT {lookup_code}, {school_year}, {version}, {state}, {content}, sha256,"
    " {personal_id}, level, grade, school_code, class_name, reassessed, packet_id, accepted_at,"
    " effective_date FROM intake_registeredpage WHERE {where}"
)
COLUMNS = ("lookup_code", "school_year", "version", "state", "content", "personal_id")


@pytest.fixture(autouse=True)
def _one_page_in_each_state(schools: None) -> None:
    """Page 1 accepted, 2 locked, 3 recalled, 4 replaced and then accepted."""
    receive(packet(page(1), page(2), page(3), page(4)))
    receive(packet(page(4, version=2), number=2))
    lock(2)
    recall(
        school_code=KIM_DONG.school_code,
        school_year=YEAR,
        lookup_codes=[code(3)],
        reason="sai",
        actor="van-thu",
        at=NOW,
    )
    connection.check_constraints()


def copied(where: str, **changes: str) -> str:
    return COPY.format(where=where, **{column: changes.get(column, column) for column in COLUMNS})


def of(number: int, version: int = 1) -> str:
    return f"lookup_code = '{code(number)}' AND version = {version}"


@pytest.mark.parametrize(
    "statement",
    [
        f"DELETE FROM {PAGE}",
        f"DELETE FROM {PAGE} WHERE {of(2)}",
        f"TRUNCATE {PAGE} CASCADE",
        f"TRUNCATE {PAGE}, intake_packet, intake_transcript CASCADE",
        "UPDATE intake_packet SET content = content",
        "UPDATE intake_packet SET receipt = 'x'",
        "DELETE FROM intake_packet",
        "TRUNCATE intake_packet CASCADE",
        "UPDATE intake_transcript SET personal_id = '001214999999'",
        "TRUNCATE intake_transcript CASCADE",
        *(
            f"UPDATE {PAGE} SET {column} = {column}"
            for column in (
                "id", "lookup_code", "school_year", "version", "content", "sha256", "personal_id",
                "level", "grade", "school_code", "class_name", "reassessed", "packet_id",
                "accepted_at",
            )
        ),
    ],
)  # fmt: skip
def test_what_has_been_received_is_never_changed_or_removed(statement: str) -> None:
    before = list(RegisteredPage.objects.order_by("pk").values())
    assert_refused(statement)
    assert list(RegisteredPage.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("number", [2, 3, 4], ids=["locked", "recalled", "replaced"])
@pytest.mark.parametrize("state", ["accepted", "replaced", "recalled", "locked", "draft"])
def test_a_page_that_has_come_to_its_end_moves_no_further(number: int, state: str) -> None:
    assert_refused(f"UPDATE {PAGE} SET state = '{state}' WHERE {of(number)}", word="được chuyển")


@pytest.mark.parametrize("column", ["effective_date", "ended_at"])
def test_the_dates_of_a_locked_page_stand(column: str) -> None:
    assert_refused(f"UPDATE {PAGE} SET {column} = now() WHERE {of(2)}", word="được chuyển")


def test_an_accepted_page_moves_only_as_its_life_allows() -> None:
    targets = {step.target for step in TRANSITIONS.values() if State.ACCEPTED in step.sources}
    assert targets == {State.REPLACED, State.RECALLED, State.LOCKED}
    for state in set(State) - targets:
        statement = f"UPDATE {PAGE} SET state = '{state}' WHERE {of(1)}"
        assert_refused(statement, word="được chuyển")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("state = 'locked'", "locked_pages_are_effective"),
        ("state = 'recalled', effective_date = now()", "locked_pages_are_effective"),
        ("state = 'recalled'", "pages_end_when_recalled_or_replaced"),
        ("state = 'locked', effective_date = now(), ended_at = now()", "pages_end_when"),
    ],
)
def test_a_step_brings_its_date_and_no_other(change: str, constraint: str) -> None:
    assert_refused(f"UPDATE {PAGE} SET {change} WHERE {of(1)}", word=constraint)


def test_a_new_page_comes_in_as_accepted_and_not_otherwise() -> None:
    statement = copied(of(1), version="9", state="'locked'")
    assert_refused(statement, word="trạng thái «accepted»")


def test_a_version_below_the_highest_is_not_taken_in() -> None:
    assert_refused(copied(of(4, 2), version="1", school_year="school_year"), word="chỉ được tăng")


def test_a_version_comes_in_once() -> None:
    assert_refused(copied(of(3), version="1", state="'accepted'"), word="version_once")


def test_a_pupil_has_one_live_page_a_year() -> None:
    assert_refused(copied(of(1), version="9"), word="one_live_page_a_year")


def test_a_locked_page_gets_no_successor() -> None:
    statement = copied(of(2), version="9", state="'accepted'").replace(
        " effective_date FROM", " NULL FROM"
    )
    assert_refused(statement, word="one_live_page_a_year")


def test_a_person_has_one_live_page_a_year_under_any_code() -> None:
    statement = copied(of(1), lookup_code=f"'{code(77)}'")
    assert_refused(statement, word="one_live_page_a_pupil_and_year")


def test_a_page_belongs_to_the_person_of_its_transcript() -> None:
    statement = copied(of(1), school_year="'2024-2025'", personal_id="'001214999999'")
    assert_refused(statement, word="page_is_of_its_transcript", roles=(False,))


def test_a_transcript_is_not_taken_from_its_page() -> None:
    statement = f"DELETE FROM intake_transcript WHERE lookup_code = '{code(2)}'"
    assert_refused(statement, word="page_is_of_its_transcript", roles=(False,))


def test_a_pupil_has_one_transcript_a_level() -> None:
    statement = (
        f"INSERT INTO intake_transcript SELECT '{code(77)}', personal_id, level"
        " FROM intake_transcript LIMIT 1"
    )
    assert_refused(statement, word="one_transcript_a_pupil_and_level")


def test_the_digest_of_a_page_is_of_its_bytes() -> None:
    statement = copied(of(1), school_year="'2024-2025'", content="'other'::bytea")
    assert_refused(statement, word="không phải của nội dung")


def test_the_application_meets_the_same_guards_as_anyone() -> None:
    locked = RegisteredPage.objects.get(lookup_code=code(2))
    with pytest.raises(IntegrityError), transaction.atomic():
        locked.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        locked.delete()
    update = RegisteredPage.objects.filter(pk=locked.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        update.update(state=TRANSITIONS[Action.RECALL].target, ended_at=NOW)
