"""``POST /nop-so/goi``: prepare the packet."""

from __future__ import annotations

from http import HTTPStatus

from django.test import Client

from hocba.core.lifecycle import State
from hocba.school.pages.models import Packing, SentPacket
from tests.school.sending.counter import PAGE, Counter
from tests.school.signing.desk import post, told

ADDRESS = "/nop-so/goi"


def test_a_packet_is_prepared_and_nothing_is_reported(counter: Counter) -> None:
    counter.open()
    assert len(Packing.objects.get().pages) == 6
    assert not SentPacket.objects.exists()
    assert len(counter.small_class.pages(state=State.ISSUED)) == 6


def test_asked_again_it_is_the_same_packet_even_when_it_is_sent(counter: Counter) -> None:
    client = counter.open()
    post(client, f"{PAGE}/chu-ky", counter.value(client))
    assert post(client, ADDRESS, counter.ask()).json() == {"address": PAGE}
    assert Packing.objects.count() == 1


def test_somebody_elses_packet_is_like_one_that_does_not_exist(counter: Counter) -> None:
    counter.open()
    for name, stranger in counter.strangers().items():
        assert told(post(stranger, ADDRESS, counter.ask()))[1] == "KHONG_CO_PHIEN", name


def test_who_may_not_opens_nothing(counter: Counter) -> None:
    unknown = told(post(counter.browser(), ADDRESS, counter.ask(truong="01X999")))
    for name, stranger in counter.strangers().items():
        assert told(post(stranger, ADDRESS, counter.ask())) == unknown, name
    assert post(Client(), ADDRESS, counter.ask()).status_code == HTTPStatus.UNAUTHORIZED
    foreign = counter.browser(enforce_csrf_checks=True)
    assert post(foreign, ADDRESS, counter.ask()).status_code == HTTPStatus.FORBIDDEN
    assert counter.browser().get(ADDRESS).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert not Packing.objects.exists()
