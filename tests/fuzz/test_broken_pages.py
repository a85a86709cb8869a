"""One page of three is mutated, and the school seals what has become of it."""

from __future__ import annotations

from random import Random

from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.packet import canonical, take_apart
from hocba.core.packet.parse import well_formed
from hocba.core.verdict import Status
from tests.core.signature import pki, signing
from tests.core.signature.forging import resealed
from tests.fuzz.mutations import mutated

SEED = 20240603
INPUTS = 300


def test_whatever_becomes_of_a_page_its_neighbours_are_judged_as_if_it_were_not_there() -> None:
    good = signing.check_packet(signing.packet())
    isolated = 0
    for number in range(INPUTS):
        chance = Random(f"{SEED}/{number}")
        place = chance.randrange(3)
        data = _with_mutated(place, chance)
        if data is None:
            continue
        report = signing.check_packet(data)
        others = [each for each in range(3) if each != place]
        told = [(report.pages[n].status, report.pages[n].covered) for n in others]
        assert told == [(Status.PASSED, good.pages[n].covered) for n in others], number
        assert report.pages[place].covered in (b"", good.pages[place].covered), number
        isolated += place in take_apart(data).broken
    assert isolated > INPUTS // 10


def _with_mutated(place: int, chance: Random) -> bytes | None:
    """The sealed packet; None when it is refused whole, as no XML, by its limits or its Ids."""
    page, _ = mutated(good_page(place), chance)

    def put(root: etree._Element) -> None:
        root[1][place] = well_formed(page)

    try:
        data = resealed(signing.packet(), put, pki.signer(signing.SEAL))
        take_apart(data)
    except PacketError:
        return None
    return data


def good_page(place: int) -> bytes:
    return canonical(etree.fromstring(signing.packet())[1][place])
