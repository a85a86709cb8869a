"""A packet whose seal is somewhere else: prepared, signed outside, completed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from django.db import DatabaseError, connection, transaction

from hocba.adapters.trust import load_trust
from hocba.core.errors import LifecycleError, SigningError
from hocba.core.lifecycle import State
from hocba.core.packet import parse, split
from hocba.core.signature import POLICY, verify_packet
from hocba.parties.models import Certificate
from hocba.school.pages.models import Packing, PageVersion, SentPacket
from hocba.school.pages.packing import complete, open_packings, prepare, to_sign
from tests.school.pages.conftest import NOW, SmallClass

PACKET_ID = UUID(int=7, version=4)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def sealed(small_class: SmallClass) -> SmallClass:
    small_class.draft()
    small_class.sign(small_class.signers)
    return small_class


def prepared(sealed: SmallClass) -> Packing:
    seal = sealed.desk.seal(sealed.keys)
    packing = prepare(sealed.class_year, seal, packet_id=PACKET_ID, at=NOW)
    assert packing is not None
    return packing


def value_of(sealed: SmallClass, packing: Packing) -> bytes:
    return sealed.desk.seal(sealed.keys).sign(to_sign(packing))


def states(small_class: SmallClass) -> set[str]:
    return {page.state for page in small_class.pages(finished=True)}


def test_nothing_is_reported_before_the_value_comes(sealed: SmallClass) -> None:
    prepared(sealed)
    assert states(sealed) == {State.ISSUED}
    assert not SentPacket.objects.exists()


def test_the_value_makes_a_packet_that_verifies(sealed: SmallClass) -> None:
    issued = [bytes(page.content) for page in sealed.pages(state=State.ISSUED)]
    packing = prepared(sealed)
    packet = complete(PACKET_ID, value_of(sealed, packing), at=LATER)
    assert states(sealed) == {State.REPORTED}
    assert list(split(parse(bytes(packet.content)))) == issued
    report = verify_packet(
        bytes(packet.content), trust=load_trust(sealed.keys.trust), policy=POLICY, at=LATER
    )
    assert report.header is not None
    assert report.header.packet_id == PACKET_ID.hex


def test_preparing_again_gives_the_same_packet_to_sign(sealed: SmallClass) -> None:
    assert to_sign(prepared(sealed)) == to_sign(prepared(sealed))
    assert Packing.objects.count() == 1


def test_a_packet_that_waits_is_found_again_after_a_break(sealed: SmallClass) -> None:
    packing = prepared(sealed)
    (found,) = open_packings(packing.school_code, at=LATER)
    assert to_sign(found) == to_sign(packing)
    complete(PACKET_ID, value_of(sealed, found), at=LATER)
    assert open_packings(packing.school_code, at=LATER) == []


def test_completing_again_gives_the_same_packet(sealed: SmallClass) -> None:
    value = value_of(sealed, prepared(sealed))
    first = complete(PACKET_ID, value, at=LATER)
    again = complete(PACKET_ID, value, at=LATER + timedelta(hours=1))
    assert bytes(again.content) == bytes(first.content)
    assert again.sent_at == first.sent_at


def test_a_value_of_another_key_changes_nothing_and_the_right_one_may_follow(
    sealed: SmallClass,
) -> None:
    packing = prepared(sealed)
    teacher = sealed.signers[0].key
    with pytest.raises(SigningError, match="không đúng với chứng thư số"):
        complete(PACKET_ID, teacher.sign(to_sign(packing)), at=LATER)
    assert states(sealed) == {State.ISSUED}
    assert complete(PACKET_ID, value_of(sealed, packing), at=LATER)


def test_a_certificate_that_is_not_the_schools_is_refused_before_anything_is_kept(
    sealed: SmallClass,
) -> None:
    with pytest.raises(SigningError) as refused:
        prepare(sealed.class_year, sealed.signers[0].key, packet_id=PACKET_ID, at=NOW)
    assert refused.value.code == "SAI_CHUNG_THU"
    assert not Packing.objects.exists()


def test_a_certificate_that_was_revoked_meanwhile_seals_nothing(sealed: SmallClass) -> None:
    packing = prepared(sealed)
    value = value_of(sealed, packing)
    seal = sealed.desk.seal(sealed.keys).certificate.fingerprint(SHA256())
    minute = timedelta(minutes=1)
    Certificate.objects.filter(sha256=seal).update(revoked_at=NOW + minute)
    with pytest.raises(SigningError) as refused:
        complete(PACKET_ID, value, at=LATER)
    assert refused.value.code == "SAI_CHUNG_THU"
    assert states(sealed) == {State.ISSUED}
    assert not SentPacket.objects.exists()


def test_a_value_that_comes_too_late_is_refused(sealed: SmallClass) -> None:
    packing = prepared(sealed)
    with pytest.raises(SigningError) as refused:
        complete(PACKET_ID, value_of(sealed, packing), at=packing.expires_at)
    assert refused.value.code == "PHIEN_HET_HAN"
    assert states(sealed) == {State.ISSUED}


def test_a_packet_that_nobody_prepared_is_refused(sealed: SmallClass) -> None:
    with pytest.raises(SigningError) as refused:
        complete(PACKET_ID, b"", at=LATER)
    assert refused.value.code == "KHONG_CO_PHIEN"


def test_a_page_that_was_changed_meanwhile_keeps_the_whole_packet_back(sealed: SmallClass) -> None:
    packing = prepared(sealed)
    value = value_of(sealed, packing)
    page = sealed.pages(state=State.ISSUED)[0]
    PageVersion.objects.filter(pk=page.pk).update(revision=page.revision + 1)
    with pytest.raises(LifecycleError, match="đóng gói lại"):
        complete(PACKET_ID, value, at=LATER)
    assert states(sealed) == {State.ISSUED}


def test_of_two_packets_of_the_same_pages_one_is_sent(sealed: SmallClass) -> None:
    seal, other = sealed.desk.seal(sealed.keys), UUID(int=8, version=4)
    first = prepared(sealed)
    second = prepare(sealed.class_year, seal, packet_id=other, at=NOW)
    assert second is not None
    complete(PACKET_ID, value_of(sealed, first), at=LATER)
    with pytest.raises(LifecycleError):
        complete(other, value_of(sealed, second), at=LATER)
    assert SentPacket.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        """UPDATE pages_packing SET "references" = '[]'""",
        "UPDATE pages_packing SET expires_at = expires_at + interval '1 day'",
        "DELETE FROM pages_packing",
        "TRUNCATE pages_packing",
    ],
)
def test_what_was_prepared_stands(sealed: SmallClass, statement: str) -> None:
    prepared(sealed)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
