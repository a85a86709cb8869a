"""A timestamp in each signature as soon as there is one, and no harm where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from hocba.adapters.trust import load_trust
from hocba.core.errors import Unavailable
from hocba.core.lifecycle import State
from hocba.core.packet import parse, split
from hocba.core.signature import POLICY, PageReport, verify_page
from hocba.school.pages.models import PageVersion
from hocba.school.pages.packing import pack_class
from hocba.school.signing.stamping import AT_ONCE, stamp_pages
from tests.authorities import Authorities
from tests.school.pages.conftest import NOW, SmallClass
from tests.school.pages.test_packing import PACKET_ID

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
LATER = NOW + timedelta(minutes=10)


def stamp_all(small_class: SmallClass, authorities: Authorities, state: State) -> int:
    authorities.at(LATER)
    return stamp_pages(small_class.pages(state=state), authorities.timestamps().stamp, at=LATER)


def tokens(small_class: SmallClass, page: PageVersion) -> Sequence[int]:
    """How many timestamps each signature of the page has; the page must be good."""
    trust = load_trust(small_class.keys.trust)
    report = verify_page(bytes(page.content), trust=trust, policy=POLICY, at=LATER)
    assert isinstance(report, PageReport)
    return [len(each.read.unsigned.tokens) for each in report.signatures if each.read]


@pytest.fixture
def sealed(small_class: SmallClass) -> SmallClass:
    small_class.draft()
    small_class.sign(small_class.signers)
    return small_class


def test_every_seal_gets_one_and_the_packet_carries_it(
    sealed: SmallClass, authorities: Authorities
) -> None:
    assert stamp_all(sealed, authorities, State.ISSUED) == 6
    pages = sealed.pages(state=State.ISSUED)
    assert all(tokens(sealed, page)[-1] == 1 for page in pages)
    seal = sealed.desk.seal(sealed.keys)
    packet = pack_class(sealed.class_year, seal, packet_id=PACKET_ID, at=LATER)
    assert packet is not None
    assert list(split(parse(bytes(packet.content)))) == [bytes(page.content) for page in pages]


def test_a_teachers_signature_is_stamped_before_the_next_signer_covers_it(
    small_class: SmallClass, authorities: Authorities
) -> None:
    small_class.draft()
    *before, seal = small_class.signers
    small_class.sign(before)
    assert stamp_all(small_class, authorities, State.SIGNED) == 6
    small_class.sign([seal])
    assert all(tokens(small_class, p)[-2:] == [1, 0] for p in small_class.pages(state=State.ISSUED))


def test_stamping_again_asks_for_nothing(sealed: SmallClass, authorities: Authorities) -> None:
    stamp_all(sealed, authorities, State.ISSUED)
    assert stamp_all(sealed, authorities, State.ISSUED) == 0
    assert not authorities.asked


def test_an_authority_that_is_away_leaves_the_pages_as_they_are(
    sealed: SmallClass, authorities: Authorities
) -> None:
    asked = []

    def away(imprint: bytes) -> bytes:
        asked.append(imprint)
        raise Unavailable("Dịch vụ dấu thời gian không trả lời.")

    before = [bytes(page.content) for page in sealed.pages(state=State.ISSUED)]
    assert stamp_pages(sealed.pages(state=State.ISSUED), away, at=LATER) == 0
    assert [bytes(page.content) for page in sealed.pages(state=State.ISSUED)] == before
    assert 1 <= len(asked) <= AT_ONCE, "those that were on their way, and none after"
    assert stamp_all(sealed, authorities, State.ISSUED) == 6


def test_a_page_that_was_changed_or_packed_meanwhile_is_left_alone(
    sealed: SmallClass, authorities: Authorities
) -> None:
    old = sealed.pages(state=State.ISSUED)
    seal = sealed.desk.seal(sealed.keys)
    pack_class(sealed.class_year, seal, packet_id=PACKET_ID, at=NOW)
    authorities.at(LATER)
    assert stamp_pages(old, authorities.timestamps().stamp, at=LATER) == 0
