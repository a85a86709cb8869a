"""A page that breaks the schema is sent back, and its class is taken in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hocba.core.errors import PacketError
from hocba.registry.intake.models import Packet, RegisteredPage
from tests.core.signature.breaking import MADE_UP, Edit, unknown_element, wrong_score
from tests.core.signature.forging import resealed
from tests.registry.audits.tampering import cosign, found
from tests.registry.school import (
    SEAL,
    SIGNED_AT,
    TEACHER,
    Member,
    answer,
    code,
    faults,
    lock,
    packet,
    page,
    receive,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schools")]

BROKEN = {"SAI_LUOC_DO"}


def spoilt(edit: Edit, *, seal: Member = SEAL) -> bytes:
    """A class of three, spoilt, and then sealed."""
    whole = packet(page(1), page(2), page(3))
    return resealed(whole, edit, seal.key, signing_time=SIGNED_AT + timedelta(days=1))


def accepted() -> list[str]:
    return list(RegisteredPage.objects.order_by("pk").values_list("lookup_code", flat=True))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_broken_page_of_three_is_sent_back_and_two_are_accepted(place: int) -> None:
    receipt = answer(spoilt(wrong_score(place)))
    assert faults(receipt) == [BROKEN if n == place else set() for n in range(3)]
    outcome = receipt.outcomes[place]
    assert (outcome.lookup_code, outcome.version) == (code(place + 1), 1)
    assert outcome.faults[0].message == "Mục «DiemKTDK»: giá trị không hợp lệ."
    assert accepted() == [code(n + 1) for n in range(3) if n != place]


def test_an_unknown_element_is_sent_back_without_being_repeated() -> None:
    receipt = receive(spoilt(unknown_element(1)))
    assert MADE_UP.encode() not in receipt
    assert accepted() == [code(1), code(3)]


def test_of_two_broken_pages_both_are_sent_back() -> None:
    assert faults(answer(spoilt(wrong_score(0, 2)))) == [BROKEN, set(), BROKEN]
    assert accepted() == [code(2)]


def test_a_class_of_broken_pages_gets_a_receipt_that_sends_all_back() -> None:
    assert faults(answer(spoilt(wrong_score(0, 1, 2)))) == [BROKEN] * 3
    assert accepted() == []
    assert Packet.objects.count() == 1


def test_the_same_broken_packet_gets_the_same_receipt() -> None:
    data = spoilt(wrong_score(1))
    assert receive(data) == receive(data)
    assert Packet.objects.count() == 1


def test_the_page_that_was_mended_is_accepted_afterwards() -> None:
    receive(spoilt(wrong_score(1)))
    assert faults(answer(packet(page(2), number=2))) == [set()]
    assert accepted() == [code(1), code(3), code(2)]


def test_an_audit_finds_nothing_amiss_with_a_class_that_had_a_broken_page() -> None:
    receive(spoilt(wrong_score(1)))
    lock(1, 3)
    cosign()
    assert found() == set()


def test_a_broken_page_changed_after_sealing_sends_the_whole_class_back() -> None:
    data = spoilt(wrong_score(1)).replace(b">11.55<", b">11.56<")
    assert faults(answer(data)) == [{"NOI_DUNG_BI_SUA"}] * 3
    assert accepted() == []


def test_a_class_with_a_broken_page_is_not_taken_from_a_teachers_seal() -> None:
    assert faults(answer(spoilt(wrong_score(1), seal=TEACHER))) == [{"KHONG_CO_QUYEN_KY"}] * 3


def test_a_broken_page_that_names_a_good_one_is_no_packet() -> None:
    def share(root) -> None:
        wrong_score(0)(root)
        root[1][0].set("Id", root[1][1].get("Id"))

    with pytest.raises(PacketError) as error:
        receive(spoilt(share))
    assert error.value.code == "TRUNG_ID"
    assert accepted() == []


def test_a_page_without_a_name_refuses_the_packet_by_its_number() -> None:
    def unname(root) -> None:
        del root[1][2].attrib["Id"]

    with pytest.raises(PacketError, match="Học bạ thứ 3 sai lược đồ"):
        receive(spoilt(unname))
