"""The registry asks the signers' issuers when a packet comes in, and keeps what they said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from hocba.core.errors import Unavailable
from hocba.core.lifecycle import Role
from hocba.core.packet import read_receipt
from hocba.core.signature import POLICY, POLICY_WITH_ANSWERS, Evidence, embed, verify_page
from hocba.core.signature.reasons import Revocation
from hocba.core.verdict import Status
from hocba.registry.evidence.exporting import long_term
from hocba.registry.evidence.models import Exhibit, Submission
from hocba.registry.evidence.queries import evidence_of
from hocba.registry.intake import queries
from hocba.registry.intake.examining import Conditions
from hocba.registry.intake.models import Packet, RegisteredPage
from tests.registry.certified import Certified, asking
from tests.registry.guards import assert_refused
from tests.registry.school import NOW, YEAR, code, employ, packet, page, receive, signed

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("schools"),
    pytest.mark.allow_hosts(["127.0.0.1"]),
]

LATER = datetime(2050, 1, 1, tzinfo=UTC)


@pytest.fixture
def staff(authorities):
    authorities.at(NOW)
    roles = {"gvcn": Role.HOMEROOM_TEACHER, "hieu-truong": Role.HEAD, "nha-truong": Role.SCHOOL}
    members = [Certified(name, role, authorities=authorities) for name, role in roles.items()]
    employ(members)
    return members


@pytest.fixture
def conditions(authorities):
    return asking(authorities)


def sent(staff, *numbers):
    return packet(*(signed(page(number), staff) for number in numbers), seal=staff[-1])


def accepted(receipt):
    return [outcome.accepted for outcome in read_receipt(receipt).outcomes]


def kept():
    return evidence_of(bytes(Packet.objects.get().sha256))


def test_what_the_issuers_say_is_kept_with_the_packet(staff, conditions):
    receipt = receive(sent(staff, 1, 2), conditions=conditions)
    assert accepted(receipt) == [True, True]
    found = kept()
    assert (len(found.ocsp), len(found.crls), len(found.tokens)) == (3, 1, 3)
    assert set(Submission.objects.values_list("at", flat=True)) == {NOW}


def test_the_same_packet_again_asks_nobody(authorities, staff, conditions):
    data = sent(staff, 1)
    first = receive(data, conditions=conditions)
    authorities.at(NOW)
    assert receive(data, conditions=conditions) == first
    assert not authorities.asked


def test_the_next_packet_of_the_same_people_asks_for_stamps_only(authorities, staff, conditions):
    receive(sent(staff, 1), conditions=conditions)
    authorities.at(NOW)
    exhibits = Exhibit.objects.count()
    receive(packet(signed(page(2), staff), seal=staff[-1], number=2), conditions=conditions)
    assert set(authorities.asked) == {"/thu-nghiem/tsa/dau-thoi-gian"}
    assert Exhibit.objects.count() == exhibits + 2


def test_when_issuers_are_silent_nothing_is_taken_and_the_packet_may_come_again(
    authorities, staff, conditions
):
    data = sent(staff, 1)
    authorities.refusing.update({"/ocsp/", "/crls/"})
    with pytest.raises(Unavailable, match="nộp lại sau"):
        receive(data, conditions=conditions)
    assert not Packet.objects.exists()
    authorities.refusing.clear()
    assert accepted(receive(data, conditions=asking(authorities))) == [True]


def test_when_only_the_issuer_of_the_stamps_is_silent_the_packet_may_come_again_too(
    authorities, staff
):
    data = sent(staff, 1)
    authorities.refusing.add("/crls/goc-luu-tru/")
    with pytest.raises(Unavailable, match="nộp lại sau"):
        receive(data, conditions=asking(authorities, authorities.archive_trust, "luu-tru-1"))
    assert not Packet.objects.exists()
    authorities.refusing.clear()
    patient = asking(authorities, authorities.archive_trust, "luu-tru-1")
    assert accepted(receive(data, conditions=patient)) == [True]


def test_a_packet_without_the_timestamps_that_are_wanted_is_not_taken(
    authorities, staff, conditions
):
    authorities.refusing.add("/tsa/")
    with pytest.raises(Unavailable, match="không trả lời"):
        receive(sent(staff, 1), conditions=conditions)
    assert not Packet.objects.exists()


def test_a_page_by_a_revoked_signer_is_returned_and_its_neighbour_is_not(
    authorities, staff, conditions
):
    revoked = Certified("thu-hoi-truoc", Role.HOMEROOM_TEACHER, authorities=authorities)
    employ([revoked])
    by_revoked = signed(page(1), [revoked, *staff[1:]])
    data = packet(by_revoked, signed(page(2), staff), seal=staff[-1])
    receipt = read_receipt(receive(data, conditions=conditions))
    assert [outcome.accepted for outcome in receipt.outcomes] == [False, True]
    assert [fault.code for fault in receipt.outcomes[0].faults] == ["CHUNG_THU_BI_THU_HOI"]


def test_a_signer_of_whom_nobody_can_be_asked_holds_only_his_page_back(
    authorities, staff, conditions
):
    nameless = Certified("khong-noi-hoi", Role.HOMEROOM_TEACHER, authorities=authorities)
    employ([nameless])
    by_nameless = signed(page(1), [nameless, *staff[1:]])
    data = packet(by_nameless, signed(page(2), staff), seal=staff[-1])
    receipt = read_receipt(receive(data, conditions=conditions))
    assert [outcome.accepted for outcome in receipt.outcomes] == [False, True]
    assert "Chưa kiểm tra được" in receipt.outcomes[0].faults[0].message


def test_a_page_out_of_the_register_proves_itself_decades_later(authorities, staff, conditions):
    receive(sent(staff, 1, 2), conditions=conditions)
    stored = queries.current_page(code(1), YEAR)
    content, digest = bytes(stored.content), bytes(stored.packet.sha256)
    exported = long_term(content, digest, trust=authorities.trust, at=NOW)
    report = verify_page(exported, trust=authorities.trust, policy=POLICY_WITH_ANSWERS, at=LATER)
    assert report.status is Status.PASSED, report.signatures
    assert {each.revocation for each in report.signatures} == {Revocation.GOOD}
    assert {each.proven_at for each in report.signatures} == {NOW}
    assert report.covered == content
    assert len(report.signatures[-1].read.unsigned.tokens) == 1


def test_a_timestamp_that_a_school_has_embedded_is_kept_apart_from_the_page(authorities, staff):
    content = signed(page(1), staff)
    at = NOW - timedelta(days=10)
    authorities.at(at)
    seal = verify_page(content, trust=authorities.trust, policy=POLICY, at=NOW).signatures[-1]
    token = authorities.timestamps().stamp(seal.imprint)
    stamped = embed(content, Evidence(tokens=(token,)))
    data = packet(stamped, seal=staff[-1])
    assert accepted(receive(data, conditions=Conditions(authorities.trust))) == [True]
    assert bytes(RegisteredPage.objects.get().content) == content
    assert kept().tokens == (token,)


def test_without_anybody_to_ask_nothing_is_kept_and_nobody_asked(authorities, staff):
    assert accepted(receive(sent(staff, 1), conditions=Conditions(authorities.trust))) == [True]
    assert not Exhibit.objects.exists()
    assert not authorities.asked


@pytest.mark.parametrize("table", ["evidence_exhibit", "evidence_submission"])
def test_evidence_is_never_changed_or_removed(staff, conditions, table):
    receive(sent(staff, 1), conditions=conditions)
    connection.check_constraints()
    column = "der = ''" if table == "evidence_exhibit" else "at = now()"
    for statement in (f"UPDATE {table} SET {column}", f"DELETE FROM {table}",
                      f"TRUNCATE {table} CASCADE"):  # fmt: skip
        assert_refused(statement)


def test_an_exhibit_is_the_bytes_of_its_digest():
    assert_refused("INSERT INTO evidence_exhibit VALUES ('x', 'ocsp', 'y')", word="exhibit_digest")
