"""What is signed in the browser is stamped by the workers, as soon as the authority answers."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from hocba.adapters import clock
from hocba.core.errors import Unavailable
from hocba.core.lifecycle import State
from hocba.core.signature import POLICY, PageReport, TrustStore, verify_page
from hocba.school.pages.packing import prepare as prepare_packet
from hocba.school.signing import tasks
from hocba.school.signing.preparing import prepare
from hocba.school.signing.turns import waiting_for
from tests.authorities import Authorities
from tests.school.pages.conftest import NOW
from tests.school.signing.desk import SESSION, Desk, post

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def authority(authorities: Authorities, settings) -> Authorities:
    settings.HOCBA_TIMESTAMPS = authorities.timestamps().url
    authorities.at(LATER)
    return authorities


def sign_in_the_browser(desk: Desk) -> None:
    client = desk.open()
    body = {"certificate": desk.certificate, "values": desk.values(desk.items(client))}
    post(client, f"/ky-so/phien/{SESSION}/chu-ky", body)
    clock.start_at(LATER)


def stamped(desk: Desk) -> list[int]:
    """How many timestamps the last signature of each page has; all else about it must be good."""
    issuing = desk.small_class.keys.key("issuing-ca")
    trust = TrustStore.of(issuing.chain, [issuing.certificate])
    found = []
    for page in desk.small_class.pages(finished=True):
        report = verify_page(bytes(page.content), trust=trust, policy=POLICY, at=clock.now())
        assert isinstance(report, PageReport)
        assert report.signatures[-1].read is not None
        found.append(len(report.signatures[-1].read.unsigned.tokens))
    return found


def run_the_queue() -> None:
    """The jobs that wait, done as a worker does them."""
    for job in ProcrastinateJob.objects.filter(queue_name=tasks.QUEUE).order_by("id"):
        assert job.task_name == "stamp-signatures"
        tasks.stamp(**job.args)


def test_signed_in_the_browser_a_page_gets_its_timestamp_by_itself(desk, authority):
    sign_in_the_browser(desk)
    assert stamped(desk) == [0] * 6
    run_the_queue()
    assert stamped(desk) == [1] * 6


def test_a_job_done_twice_asks_for_nothing(desk, authority):
    sign_in_the_browser(desk)
    run_the_queue()
    authority.asked.clear()
    run_the_queue()
    assert not authority.asked
    assert stamped(desk) == [1] * 6


def test_an_authority_that_is_away_is_asked_again(desk, authority):
    sign_in_the_browser(desk)
    authority.refusing.add("tsa")
    with pytest.raises(Unavailable):
        run_the_queue()
    assert stamped(desk) == [0] * 6
    authority.refusing.clear()
    run_the_queue()
    assert stamped(desk) == [1] * 6


def test_without_an_authority_nothing_is_queued(desk, settings):
    settings.HOCBA_TIMESTAMPS = ""
    sign_in_the_browser(desk)
    assert not ProcrastinateJob.objects.filter(queue_name=tasks.QUEUE).exists()


def test_pages_in_the_next_signers_hands_are_left_alone_until_they_have_signed(desk, authority):
    sign_in_the_browser(desk)
    head = desk.small_class.signers[-2]
    waiting = waiting_for(head, desk.small_class.class_year)
    session = prepare(waiting[:2], head, session_id=uuid4(), at=LATER)
    with pytest.raises(Unavailable):
        run_the_queue()
    assert sorted(stamped(desk)) == [0, 0, 1, 1, 1, 1]
    clock.start_at(session.expires_at)
    run_the_queue()
    assert stamped(desk) == [1] * 6


def test_a_packet_that_waits_for_its_seal_keeps_its_pages_as_they_are(desk, authority):
    small_class = desk.small_class
    small_class.sign(small_class.signers)
    seal = small_class.desk.seal(small_class.keys)
    prepare_packet(small_class.class_year, seal, packet_id=uuid4(), at=LATER)
    pages = small_class.pages(state=State.ISSUED)
    assert tasks.stamp_pages(pages, authority.timestamps().stamp, at=LATER) == 0
    assert stamped(desk) == [0] * 6
