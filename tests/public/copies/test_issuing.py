"""A copy is written down before it is given; what could not be written down is not given."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from hocba.adapters.pades import Seal
from hocba.public.copies.issuing import issue
from hocba.public.copies.models import IssuedCopy
from hocba.public.copies.serials import draw
from tests.adapters.pades.examples import SEALED_AT, check, office
from tests.core.signature import pki
from tests.public.printing.examples import PRIMARY, SECONDARY, SECONDARY_PAGE, draft, transcript
from tests.public.printing.paper import pages_of
from tests.registry.guards import assert_refused

pytestmark = pytest.mark.django_db
SEAL = Seal(pki.signer(office()))
TO = "operator:văn-thư"


def issued(*transcripts, **options):
    return issue(transcripts, seal=SEAL, to=TO, at=SEALED_AT, **options)


def test_the_log_knows_what_was_given_to_whom_and_when():
    (pdf,) = issued(SECONDARY)
    row = IssuedCopy.objects.get()
    assert (row.given_to, row.issued_at) == (TO, SEALED_AT)
    assert row.lookup_code == SECONDARY_PAGE.lookup_code
    assert row.pages == [{"school_year": "2023-2024", "version": 1, "locked": True}]
    assert bytes(row.sha256) == sha256(pdf).digest()


def test_a_draft_is_logged_as_a_draft():
    issued(transcript(draft(SECONDARY_PAGE)))
    assert IssuedCopy.objects.get().pages[0]["locked"] is False


def test_the_serial_number_stands_on_every_page_and_in_the_metadata():
    (pdf,) = issued(SECONDARY, new_serial=lambda: "7F3K-9QW2-MX5T")
    for page in pages_of(pdf):
        assert "Số bản in: 7F3K-9QW2-MX5T, cấp lúc 08:30 01/07/2024" in page
    assert b"7F3K-9QW2-MX5T" in check(pdf).files["ban-in.json"]


def test_two_copies_of_one_transcript_have_two_numbers():
    issued(PRIMARY, PRIMARY)
    assert len(set(IssuedCopy.objects.values_list("serial", flat=True))) == 2


def test_a_set_is_logged_by_one_statement():
    with CaptureQueriesContext(
        connection,
    ) as queries:
        issued(PRIMARY, SECONDARY, PRIMARY)
    assert sum("INSERT" in query["sql"] for query in queries) == 1


def test_a_copy_that_could_not_be_logged_is_not_given(monkeypatch):
    def broken(*_, **__):
        raise DatabaseError("the log is full")

    monkeypatch.setattr(IssuedCopy.objects, "bulk_create", broken)
    with pytest.raises(DatabaseError):
        issued(PRIMARY)


def test_a_number_is_never_given_twice():
    number = draw()
    issued(PRIMARY, new_serial=lambda: number)
    with pytest.raises(DatabaseError):
        issued(PRIMARY, new_serial=lambda: number)


def test_somebody_must_have_got_it():
    with pytest.raises(DatabaseError, match="copies_name_their_receiver"):
        issue([PRIMARY], seal=SEAL, to="", at=SEALED_AT)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE copies_issuedcopy SET given_to = 'operator:khác'",
        "DELETE FROM copies_issuedcopy",
        "TRUNCATE copies_issuedcopy",
    ],
)
def test_the_log_only_grows(statement):
    issued(PRIMARY)
    assert_refused(statement)
