"""What the Ministry takes in, what it passes over, what it returns, and what it never answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import connection

from hocba.core.errors import PacketError
from hocba.core.ledger_entry import LedgerEntry
from hocba.core.lifecycle import State
from hocba.core.packet import Standing, write_page
from hocba.core.record import Event
from hocba.core.signature import POLICY, verify_dispatch_receipt
from hocba.core.signed_note import NoteError
from hocba.core.verdict import Status
from hocba.parties.actions import revoke
from hocba.registry.gathering.models import ReceivedDispatch
from hocba.registry.intake.models import Packet, RegisteredPage
from hocba.registry.journal.models import JournalEntry
from hocba.registry.ledger.models import Entry
from tests.core.signature import pki
from tests.registry.audit import LEDGER_KEY, audit
from tests.registry.department import (
    BELIEVED,
    LOCKED_AT,
    MINISTRY_KEY,
    NOW,
    OTHER_KEY,
    answer,
    content_of,
    dispatch,
    faults,
    gather,
    open_department,
    seal,
    told,
)
from tests.registry.school import RECEIPT_KEY, TRUST, code, page, pupil, signed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _department() -> None:
    open_department()


def assert_nothing_is_kept() -> None:
    for model in (Packet, RegisteredPage, ReceivedDispatch, Entry, JournalEntry):
        assert model.objects.count() == 0


def refused(data: bytes, code: str) -> None:
    """The dispatch gets no receipt, for this reason, and leaves nothing behind."""
    with pytest.raises(PacketError) as error:
        gather(data)
    assert error.value.code == code
    assert_nothing_is_kept()


def test_the_pages_are_held_locked_since_the_day_that_the_department_set() -> None:
    receipt = answer(dispatch(page(1), page(2, version=3)))
    assert [outcome.standing for outcome in receipt.outcomes] == [Standing.HELD] * 2
    held = RegisteredPage.objects.order_by("lookup_code")
    assert [(p.version, p.state, p.effective_date) for p in held] == [
        (1, State.LOCKED, LOCKED_AT),
        (3, State.LOCKED, LOCKED_AT),
    ]
    connection.check_constraints()


def test_the_pages_stay_to_the_byte_as_their_school_signed_them() -> None:
    own = told(page(1))
    gather(dispatch(own))
    assert bytes(RegisteredPage.objects.get().content) == own.content


def test_the_ministrys_ledger_has_the_departments_entries() -> None:
    pages = [told(page(1)), told(page(2))]
    gather(dispatch(*pages))
    assert audit() == 2
    entries = [LedgerEntry.parse(bytes(entry.leaf)) for entry in Entry.objects.all()]
    assert {entry.leaf for entry in entries} == {each.entry.leaf for each in pages}


def test_the_receipt_is_signed_by_the_ministry_and_names_the_very_bytes() -> None:
    data = dispatch(page(1))
    report = verify_dispatch_receipt(gather(data), trust=TRUST, policy=POLICY, at=NOW)
    assert report.status is Status.PASSED
    assert report.signature is not None
    assert report.signature.certificate == MINISTRY_KEY.certificate
    assert report.receipt is not None
    assert report.receipt.digest == bytes(Packet.objects.get().sha256).hex()


def test_the_same_bytes_get_the_same_receipt_and_change_nothing() -> None:
    data = dispatch(page(1))
    first = gather(data)
    assert gather(data, at=NOW + timedelta(days=9)) == first
    assert RegisteredPage.objects.count() == audit() == Packet.objects.count() == 1


def test_a_page_that_is_held_already_is_answered_alike_and_stored_no_second_time() -> None:
    own = told(page(1))
    gather(dispatch(own))
    receipt = answer(dispatch(own, page(2), number=2))
    assert [outcome.standing for outcome in receipt.outcomes] == [Standing.HELD] * 2
    assert RegisteredPage.objects.count() == audit() == 2


def test_a_stale_version_is_passed_over() -> None:
    gather(dispatch(page(1, version=4)))
    (outcome,) = answer(dispatch(page(1, version=2), number=2)).outcomes
    assert (outcome.standing, outcome.held_version) == (Standing.SUPERSEDED, 4)
    assert RegisteredPage.objects.get().version == 4


def test_a_larger_version_of_what_is_locked_is_returned() -> None:
    gather(dispatch(page(1)))
    receipt = answer(dispatch(told(page(1, version=2), event=Event.UPDATE), number=2))
    assert faults(receipt) == [{"DA_CHOT"}]
    assert RegisteredPage.objects.get().version == 1


def test_the_same_version_with_other_words_is_returned() -> None:
    gather(dispatch(page(1)))
    assert faults(answer(dispatch(page(1, score=8), number=2))) == [{"KHAC_BAN_DANG_GIU"}]


def test_a_cancellation_is_returned() -> None:
    assert faults(answer(dispatch(told(page(1), event=Event.CANCEL)))) == [{"DA_CHOT"}]


def test_one_bad_page_never_blocks_the_others() -> None:
    unsigned = replace(told(page(1)), content=write_page(page(1)))
    receipt = answer(dispatch(unsigned, page(2)))
    assert faults(receipt) == [{"THIEU_CHU_KY"}, set()]
    assert RegisteredPage.objects.get().lookup_code == code(2)
    assert audit() == 1


def test_a_page_that_the_departments_ledger_has_not() -> None:
    first, second = told(page(1)), told(page(2))
    receipt = answer(seal(content_of(first, second, missing=[second])))
    assert faults(receipt) == [set(), {"KHONG_CO_TRONG_SO_CAI"}]


def test_a_page_under_another_pages_proof() -> None:
    content = content_of(told(page(1)), told(page(2)))
    first, second = content.events
    swapped = (replace(first, index=second.index, path=second.path), second)
    receipt = answer(seal(replace(content, events=swapped)))
    assert faults(receipt) == [{"KHONG_CO_TRONG_SO_CAI"}, set()]


def test_another_effective_date_than_the_ledgers() -> None:
    content = content_of(told(page(1)))
    earlier = replace(content.events[0], updated_at=LOCKED_AT - timedelta(days=30))
    receipt = answer(seal(replace(content, events=(earlier,))))
    assert faults(receipt) == [{"KHONG_CO_TRONG_SO_CAI"}]


def test_an_event_that_speaks_of_another_version_than_its_page() -> None:
    receipt = answer(dispatch(told(page(1), version=2)))
    assert faults(receipt) == [{"KHAC_SU_KIEN", "KHONG_CO_TRONG_SO_CAI"}]


def test_an_event_that_speaks_of_another_pupil_than_its_page() -> None:
    content = content_of(told(page(1)))
    other = replace(content.events[0], page=signed(page(2)))
    receipt = answer(seal(replace(content, events=(other,))))
    assert "KHAC_SU_KIEN" in faults(receipt)[0]


def test_another_departments_pages() -> None:
    foreign = page(1)
    foreign = replace(foreign, class_year=replace(foreign.class_year, department_code="79"))
    assert faults(answer(dispatch(foreign, page(2)))) == [{"SAI_SO"}, set()]


def test_another_departments_dispatch_under_this_ones_name() -> None:
    refused(seal(content_of(told(page(1))), OTHER_KEY), "KHONG_PHAI_SO_NAY")


def test_a_sender_who_may_not_report_for_this_department() -> None:
    with pytest.raises(PacketError) as error:
        gather(dispatch(page(1)), departments=["79"])
    assert error.value.code == "SAI_SO"
    assert_nothing_is_kept()


def test_a_key_that_nobody_registered() -> None:
    stranger = pki.signer(pki.Wish("Người lạ", organization="Sở GDĐT Hà Nội"))
    refused(seal(content_of(told(page(1))), stranger), "KHONG_PHAI_SO_NAY")


def test_a_key_of_an_unknown_authority() -> None:
    stranger = pki.signer(
        pki.Wish("Sở GDĐT Hà Nội", organization="Sở GDĐT Hà Nội"), pki.issuing("CA giả", "Gốc giả")
    )
    refused(seal(content_of(told(page(1))), stranger), "KHONG_TOI_GOC_TIN_CAY")


def test_a_ledger_of_another_department() -> None:
    with pytest.raises(NoteError):
        gather(seal(content_of(told(page(1)), ledger=LEDGER_KEY)))
    assert_nothing_is_kept()


def test_a_department_whose_ledger_is_not_known_here() -> None:
    content = content_of(told(page(1)), department="79")
    with pytest.raises(NoteError):
        gather(seal(content, OTHER_KEY))
    assert_nothing_is_kept()


def test_a_dispatch_that_was_altered_on_the_way() -> None:
    data = dispatch(page(1))
    refused(data.replace(b"<PhienBan>1", b"<PhienBan>2", 1), "NOI_DUNG_BI_SUA")


def test_what_is_no_dispatch() -> None:
    refused(b"<x/>", "KHONG_PHAI_GOI_TIN")


def test_a_guid_that_comes_again_with_other_bytes() -> None:
    gather(dispatch(page(1)))
    with pytest.raises(PacketError) as error:
        gather(dispatch(page(2)))
    assert error.value.code == "TRUNG_MA_BAO_CAO"
    assert RegisteredPage.objects.count() == 1


def test_a_lookup_code_stays_with_its_pupil_here_too() -> None:
    gather(dispatch(page(1)))
    other_pupil = replace(page(1), pupil=pupil(7), version=2)
    same_pupil = replace(page(9), pupil=pupil(1))
    receipt = answer(dispatch(other_pupil, same_pupil, number=2))
    assert faults(receipt) == [
        {"MA_TRA_CUU_CUA_NGUOI_KHAC", "DA_CHOT"},
        {"DA_CO_MA_TRA_CUU", "DA_CO_TRANG_NAM_HOC"},
    ]


def test_two_pages_of_one_pupil_in_one_dispatch() -> None:
    receipt = answer(dispatch(page(1), replace(page(2), pupil=pupil(1))))
    assert faults(receipt) == [{"DA_CO_TRANG_NAM_HOC"}] * 2


def test_who_reported_what_is_in_the_journal() -> None:
    own = told(page(1))
    gather(dispatch(own))
    gather(dispatch(own, page(2), told(page(3), event=Event.CANCEL), number=2))
    entries = JournalEntry.objects.order_by("pk")
    counts = [{key: e.detail[key] for key in ("taken", "returned", "ignored")} for e in entries]
    assert counts == [
        {"taken": 1, "returned": 0, "ignored": 0},
        {"taken": 1, "returned": 1, "ignored": 1},
    ]
    assert {(entry.actor, entry.action) for entry in entries} == {("Sở GDĐT", "gather")}


def test_a_revoked_certificate_of_the_department() -> None:
    der = RECEIPT_KEY.certificate.public_bytes(Encoding.DER)
    revoke(sha256(der).digest(), at=LOCKED_AT)
    refused(dispatch(page(1)), "KHONG_PHAI_SO_NAY")


def test_nothing_is_believed_under_other_roots() -> None:
    other = replace(BELIEVED, trust=type(TRUST).of([pki.root("Gốc khác").certificate]))
    with pytest.raises(PacketError):
        gather(dispatch(page(1)), believed=other)
