"""The Ministry's answer, written and read back."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.packet import (
    DispatchReceipt,
    EventOutcome,
    Fault,
    Standing,
    canonical,
    parse,
    read_dispatch_receipt,
    read_receipt,
    write_dispatch_receipt,
)
from tests import strategies
from tests.core.packet.dispatches import RECEIPT

versions = st.integers(1, 999_999)
faults = st.builds(Fault, code=strategies.codes, message=strategies.comments().filter(bool))


@st.composite
def outcomes(draw: st.DrawFn) -> EventOutcome:
    standing, version = draw(st.sampled_from(Standing)), draw(versions)
    return EventOutcome(
        lookup_code=draw(strategies.lookup_codes),
        school_year=draw(strategies.school_years),
        version=version,
        standing=standing,
        held_version=version + draw(versions) if standing is Standing.SUPERSEDED else None,
        faults=tuple(draw(st.lists(faults, min_size=1, max_size=3)))
        if standing is Standing.RETURNED
        else (),
    )


receipts = st.builds(
    DispatchReceipt,
    receipt_id=strategies.lookup_codes,
    dispatch_id=strategies.lookup_codes,
    digest=st.binary(max_size=8).map(lambda data: sha256(data).hexdigest()),
    department_code=strategies.unit_codes,
    received_at=strategies.moments,
    outcomes=st.lists(outcomes(), min_size=1, max_size=4).map(tuple),
)


@given(receipts)
def test_every_receipt_comes_back_exactly(receipt: DispatchReceipt) -> None:
    assert read_dispatch_receipt(write_dispatch_receipt(receipt)) == receipt


@given(receipts)
def test_a_receipt_is_its_own_exclusive_canonical_form(receipt: DispatchReceipt) -> None:
    written = write_dispatch_receipt(receipt)
    assert canonical(etree.fromstring(written)) == written


def test_the_receipt_of_the_ministry_is_no_other_document() -> None:
    written = write_dispatch_receipt(RECEIPT)
    with pytest.raises(PacketError):
        parse(written)
    with pytest.raises(PacketError):
        read_receipt(written)


HELD, SUPERSEDED, RETURNED = RECEIPT.outcomes


@pytest.mark.parametrize(
    "outcome",
    [
        replace(HELD, faults=RETURNED.faults),
        replace(HELD, held_version=2),
        replace(HELD, version=0),
        replace(HELD, school_year="2023-2026"),
        replace(SUPERSEDED, held_version=None),
        replace(SUPERSEDED, held_version=1),
        replace(RETURNED, faults=()),
        replace(RETURNED, held_version=2),
    ],
)
def test_a_receipt_never_contradicts_itself(outcome: EventOutcome) -> None:
    with pytest.raises(PacketError):
        write_dispatch_receipt(replace(RECEIPT, outcomes=(outcome,)))


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("TIEP_NHAN", "TRA_LAI"),
        ("TIEP_NHAN", "DA_XEM"),
        ("BO_QUA", "TIEP_NHAN"),
        ("<ThoiGianTiepNhan>", "<ThoiGianTiepNhan> "),
        (RECEIPT.digest, RECEIPT.digest.upper()),
    ],
)
def test_a_receipt_that_was_altered_into_nonsense_is_refused(good: str, bad: str) -> None:
    written = write_dispatch_receipt(RECEIPT).decode()
    assert good in written
    with pytest.raises(PacketError):
        read_dispatch_receipt(written.replace(good, bad, 1).encode())
