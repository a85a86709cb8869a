"""Two clerks at once: of one packet's twin completions, and of two packets, one is sent."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest

from hocba.core.errors import HocbaError, LifecycleError
from hocba.core.lifecycle import Action, State
from hocba.school.pages.models import JournalEntry, Packing, SentPacket
from hocba.school.pages.packing import complete, prepare, to_sign
from tests.registry.rivals import in_own_connection
from tests.school.pages.conftest import NOW, SmallClass

pytestmark = pytest.mark.django_db(transaction=True)
IDS = UUID(int=7, version=4), UUID(int=8, version=4)
LATER = NOW + timedelta(minutes=5)


def prepared(sealed: SmallClass, packet_id: UUID) -> tuple[Packing, bytes]:
    seal = sealed.desk.seal(sealed.keys)
    packing = prepare(sealed.class_year, seal, packet_id=packet_id, at=NOW)
    assert packing is not None
    return packing, seal.sign(to_sign(packing))


def at_once(values: Sequence[tuple[Packing, bytes]]) -> list[bytes | HocbaError]:
    """What each of the completions, begun together, gave or raised."""
    barrier = Barrier(len(values))

    def run(packing: Packing, value: bytes) -> bytes | HocbaError:
        barrier.wait(30)
        try:
            return bytes(complete(packing.packet_id, value, at=LATER).content)
        except HocbaError as error:
            return error

    with ThreadPoolExecutor(len(values)) as pool:
        work = [in_own_connection(lambda each=each: run(*each)) for each in values]
        return [done.result(60) for done in [pool.submit(each) for each in work]]


@pytest.fixture
def sealed(small_class: SmallClass) -> SmallClass:
    small_class.draft()
    small_class.sign(small_class.signers)
    return small_class


def reported_once(sealed: SmallClass) -> bool:
    return (
        SentPacket.objects.count() == 1
        and len(sealed.pages(state=State.REPORTED)) == 6
        and JournalEntry.objects.filter(action=Action.REPORT).count() == 1
    )


def test_two_completions_of_one_packet_give_the_same_packet(sealed: SmallClass) -> None:
    value = prepared(sealed, IDS[0])
    first, second = at_once([value, value])
    assert isinstance(first, bytes)
    assert first == second
    assert reported_once(sealed)


def test_of_two_packets_of_the_same_pages_completed_at_once_one_is_sent(sealed: SmallClass) -> None:
    answers = at_once([prepared(sealed, packet_id) for packet_id in IDS])
    assert {type(answer) for answer in answers} == {bytes, LifecycleError}
    assert reported_once(sealed)
