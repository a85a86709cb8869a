"""A submission's way to its answer, and what happens when that breaks off."""

from __future__ import annotations

import gzip
import logging
from datetime import timedelta

import pytest
from django.db import connection

from hocba.core.errors import Unavailable
from hocba.core.packet import read_receipt
from hocba.parties.access.models import Sender
from hocba.registry.intake import queries
from hocba.registry.intake.models import Packet, RegisteredPage
from hocba.registry.queue import taking_up
from hocba.registry.queue.models import Standing
from hocba.registry.queue.taking_up import MOST_STARTS, process
from tests.core.signature.breaking import wrong_score
from tests.core.signature.forging import resealed
from tests.registry.guards import assert_refused
from tests.registry.queue.queueing import OFFICE, handed_in, taken_up
from tests.registry.school import (
    NOW,
    SEAL,
    SIGNED_AT,
    VAN_QUAN,
    code,
    faults,
    packet,
    page,
    signed,
)

pytestmark = pytest.mark.django_db


def breaking_with(error: BaseException):
    def receive(*_args: object, **_more: object) -> bytes:
        raise error

    return receive


def test_a_packet_is_taken_in_and_only_the_register_keeps_its_bytes(sender: Sender) -> None:
    data = gzip.compress(packet(page(1), page(2)))
    submission = taken_up(handed_in(data, sender))
    assert (submission.standing, submission.content) == (Standing.ANSWERED, None)
    assert bytes(Packet.objects.get().content) == data
    receipt = queries.receipt_of(bytes(submission.sha256))
    assert receipt is not None
    assert faults(read_receipt(receipt)) == [set(), set()]
    assert read_receipt(receipt).received_at == NOW


def test_one_bad_page_never_blocks_the_class(sender: Sender) -> None:
    spoilt = signed(page(2)).replace("Học Sinh Mẫu 2".encode(), "Học Sinh Mẫu 9".encode())
    submission = taken_up(handed_in(packet(page(1), spoilt, page(3)), sender))
    assert submission.standing == Standing.ANSWERED
    assert RegisteredPage.objects.count() == 2


def test_one_page_that_breaks_the_schema_never_blocks_the_class(sender: Sender) -> None:
    at = SIGNED_AT + timedelta(days=1)
    data = resealed(packet(page(1), page(2)), wrong_score(0), SEAL.key, signing_time=at)
    assert taken_up(handed_in(data, sender)).standing == Standing.ANSWERED
    assert RegisteredPage.objects.get().lookup_code == code(2)


@pytest.mark.parametrize("data", [b"", b"x", b"<GoiTin/>", b"\x1f\x8bx", packet(page(1))[:-9]])
def test_what_is_no_packet_is_refused_with_a_reason(sender: Sender, data: bytes) -> None:
    submission = taken_up(handed_in(data, sender))
    assert submission.standing == Standing.REFUSED
    assert submission.code
    assert submission.message
    assert submission.content is None


def test_a_packet_of_another_school_than_it_was_handed_in_for_is_refused(sender: Sender) -> None:
    data = packet(page(1))
    submission = taken_up(handed_in(data, sender, school=VAN_QUAN.school_code))
    assert (submission.standing, submission.code) == (Standing.REFUSED, "KHAC_TRUONG")
    assert not Packet.objects.exists()


def test_taking_up_again_changes_nothing(sender: Sender) -> None:
    submission = taken_up(handed_in(packet(page(1)), sender))
    process(submission.pk, OFFICE)
    assert Packet.objects.count() == 1


def test_whoever_dies_after_intake_and_before_it_is_noted_does_nothing_twice(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = handed_in(packet(page(1)), sender)
    with monkeypatch.context() as patch:
        patch.setattr(taking_up, "_finish", breaking_with(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            process(submission.pk, OFFICE)
    assert Packet.objects.count() == 1
    assert taken_up(submission).standing == Standing.ANSWERED
    assert (Packet.objects.count(), RegisteredPage.objects.count()) == (1, 1)


def test_what_is_away_is_tried_again_for_ever_and_nothing_is_set_aside(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = handed_in(packet(page(1)), sender)
    with monkeypatch.context() as patch:
        patch.setattr(taking_up, "receive", breaking_with(Unavailable("Hãy thử lại sau.")))
        for _ in range(3 * MOST_STARTS):
            with pytest.raises(Unavailable):
                process(submission.pk, OFFICE)
    assert taken_up(submission).standing == Standing.ANSWERED


@pytest.mark.parametrize("error", [ZeroDivisionError("001214000001"), MemoryError(), SystemExit()])
def test_a_poison_packet_is_set_aside_after_bounded_attempts_with_a_clear_answer(
    sender: Sender, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    submission = handed_in(packet(page(1)), sender)
    monkeypatch.setattr(taking_up, "receive", breaking_with(error))
    for _ in range(MOST_STARTS):
        with pytest.raises(type(error)):
            process(submission.pk, OFFICE)
    assert taken_up(submission).standing == Standing.SET_ASIDE
    assert submission.code == "DE_RIENG"
    assert "nộp lại" in submission.message
    assert submission.content is not None
    process(submission.pk, OFFICE)


def test_a_packet_that_was_set_aside_may_be_handed_in_again(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = packet(page(1))
    first = handed_in(data, sender)
    with monkeypatch.context() as patch:
        patch.setattr(taking_up, "receive", breaking_with(ZeroDivisionError()))
        for _ in range(MOST_STARTS):
            with pytest.raises(ZeroDivisionError):
                process(first.pk, OFFICE)
    assert taken_up(first).standing == Standing.SET_ASIDE
    assert taken_up(handed_in(data, sender)).standing == Standing.ANSWERED


def test_the_log_names_place_and_kind_and_no_pupil(
    sender: Sender, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    submission = handed_in(packet(page(1)), sender)
    monkeypatch.setattr(taking_up, "receive", breaking_with(ZeroDivisionError("001214000001")))
    with caplog.at_level(logging.ERROR), pytest.raises(ZeroDivisionError):
        process(submission.pk, OFFICE)
    assert "ZeroDivisionError, receive:" in caplog.text
    assert "001214000001" not in caplog.messages[0]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE queue_submission SET content = 'x'",
        "UPDATE queue_submission SET standing = 'waiting'",
        "UPDATE queue_submission SET sha256 = 'x'",
        "UPDATE queue_submission SET school_code = 'x'",
        "DELETE FROM queue_submission",
        "TRUNCATE queue_submission CASCADE",
    ],
)
def test_the_database_keeps_what_was_handed_in_and_answered(sender: Sender, statement: str) -> None:
    handed_in(packet(page(2)), sender)
    taken_up(handed_in(packet(page(1)), sender))
    connection.check_constraints()
    assert_refused(statement)


def test_the_lookup_codes_of_a_submission_are_those_in_the_receipt(sender: Sender) -> None:
    submission = taken_up(handed_in(packet(page(7)), sender))
    receipt = read_receipt(queries.receipt_of(bytes(submission.sha256)) or b"")
    assert [outcome.lookup_code for outcome in receipt.outcomes] == [code(7)]
