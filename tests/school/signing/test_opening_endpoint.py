"""``POST /ky-so/phien``: prepare. The session is its opener's."""

from __future__ import annotations

from http import HTTPStatus

from django.test import Client

from hocba.core.lifecycle import State
from hocba.school.signing.models import SigningItem, SigningSession
from tests.school.signing.desk import SESSION, Desk, post, signed_in, told

ADDRESS = "/ky-so/phien"


def test_a_session_is_opened_and_nothing_is_signed(desk: Desk) -> None:
    answer = post(desk.browser(), ADDRESS, desk.ask())
    assert answer.json() == {"address": f"/ky-so/phien/{SESSION}"}
    session = SigningSession.objects.get()
    assert (session.opened_by, session.owner_code) == (desk.teacher, desk.teacher)
    assert SigningItem.objects.filter(state="waiting").count() == 6
    assert not desk.small_class.pages(state=State.SIGNED)


def test_asked_again_it_is_the_same_session_even_when_all_is_signed(desk: Desk) -> None:
    client = desk.open()
    values = desk.values(desk.items(client))
    post(client, f"{ADDRESS}/{SESSION}/chu-ky", {"certificate": desk.certificate, "values": values})
    again = post(client, ADDRESS, desk.ask())
    assert again.json() == {"address": f"/ky-so/phien/{SESSION}"}
    assert SigningSession.objects.count() == 1


def test_somebody_elses_session_is_like_one_that_does_not_exist(desk: Desk) -> None:
    desk.open()
    colleague = signed_in(f"{desk.school}-GV01")
    assert told(post(colleague, ADDRESS, desk.ask()))[:2] == (
        HTTPStatus.NOT_FOUND,
        "KHONG_CO_PHIEN",
    )


def test_who_may_not_opens_nothing(desk: Desk) -> None:
    unknown = told(post(desk.browser(), ADDRESS, desk.ask(truong="01X999")))
    for name, stranger in desk.strangers().items():
        assert told(post(stranger, ADDRESS, desk.ask())) == unknown, name
    assert post(Client(), ADDRESS, desk.ask()).status_code == HTTPStatus.UNAUTHORIZED
    foreign = desk.browser(enforce_csrf_checks=True)
    assert post(foreign, ADDRESS, desk.ask()).status_code == HTTPStatus.FORBIDDEN
    assert desk.browser().get(ADDRESS).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert told(post(desk.browser(), ADDRESS, desk.ask(session="x")))[0] == HTTPStatus.BAD_REQUEST
    assert not SigningSession.objects.exists()
