"""What became of a copy: nothing here is ever called invalid, only older than what is there now."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hocba.adapters.pades import Seal
from hocba.core.record import Event
from hocba.public.copies.issuing import issue
from hocba.public.copies.models import IssuedCopy
from hocba.public.copies.serials import draw
from hocba.public.copies.standing import Fate, copies_of, copy_standing, standings
from hocba.public.lookup.transcripts import transcripts
from hocba.registry.intake.models import RegisteredPage
from tests.adapters.pades.examples import office
from tests.core.signature import pki
from tests.public.transcripts import accept, lock_page
from tests.registry.school import NOW, TRUST, answer, faults, packet, page

pytestmark = pytest.mark.usefixtures("register")
SEAL = Seal(pki.signer(office()))
PAGE = page(1)


def given(code):
    """A copy of whatever stands in the register now, as its serial number."""
    pages = RegisteredPage.objects.filter(live_code=code).order_by("school_year")
    found = transcripts(pages, trust=TRUST, at=NOW)[code]
    serial = draw()
    issue([found], seal=SEAL, to="operator:văn-thư", at=NOW, new_serial=lambda: serial)
    return serial


def fates(serial):
    return [(each.version, each.fate, each.newer) for each in copy_standing(serial).pages]


def test_a_copy_of_a_locked_page_stays_current():
    serial = given(lock_page(PAGE))
    assert copy_standing(serial).current
    assert fates(serial) == [(1, Fate.CURRENT, None)]


def test_a_draft_is_a_draft_while_its_page_waits():
    serial = given(accept(PAGE))
    assert copy_standing(serial).current
    assert fates(serial) == [(1, Fate.DRAFT, None)]


def test_a_draft_whose_page_has_been_locked_since():
    serial = given(accept(PAGE))
    RegisteredPage.objects.update(state="locked", effective_date=NOW)
    assert not copy_standing(serial).current
    assert fates(serial) == [(1, Fate.LOCKED_SINCE, None)]


def replaced():
    serial = given(accept(PAGE))
    newer = replace(page(1, version=2), event=Event.UPDATE)
    assert faults(answer(packet(newer, number=2))) == [set()]
    return serial


def test_a_draft_whose_page_has_been_replaced():
    serial = replaced()
    assert fates(serial) == [(1, Fate.REPLACED, 2)]
    assert "thay bằng phiên bản mới hơn (2)" in copy_standing(serial).pages[0].words


def test_a_draft_whose_page_has_been_recalled():
    serial = given(accept(PAGE))
    RegisteredPage.objects.update(state="recalled", ended_at=NOW)
    assert fates(serial) == [(1, Fate.RECALLED, None)]


def test_a_copy_that_has_no_page_of_a_year_locked_since():
    serial = given(lock_page(PAGE))
    IssuedCopy.objects.create(
        serial="0000-0000-0000",
        lookup_code=PAGE.lookup_code,
        issued_at=NOW,
        given_to="operator:văn-thư",
        pages=[],
        sha256=b"",
    )
    assert copy_standing("0000-0000-0000").years_since == ("2023-2024",)
    assert copy_standing(serial).years_since == ()


def test_a_page_that_the_register_does_not_know_is_left_open():
    serial = given(lock_page(PAGE))
    (copy,) = IssuedCopy.objects.filter(serial=serial)
    copy.pages = [{"school_year": "1999-2000", "version": 1, "locked": True}]
    assert standings([copy])[0].pages[0].fate is Fate.UNKNOWN


def test_a_number_that_was_never_given_has_no_copy():
    assert copy_standing("0000-0000-0000") is None


def test_all_copies_of_a_transcript_are_told_by_two_queries():
    code = lock_page(PAGE)
    serials = {given(code) for _ in range(3)}
    with CaptureQueriesContext(connection) as queries:
        found = copies_of(code)
    assert {each.copy.serial for each in found} == serials
    assert len(queries) == 2


def test_no_word_of_any_fate_calls_a_copy_invalid():
    for fate in Fate:
        assert "không hợp lệ" not in fate.words(2)
