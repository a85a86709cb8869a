"""``GET …/tien-do``: how far a session has come."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from django.test import Client

from hocba.adapters import clock
from tests.school.pages.conftest import NOW
from tests.school.signing.desk import SESSION, UNKNOWN, Desk, post, signed_in, told

ADDRESS = f"/ky-so/phien/{SESSION}/tien-do"


def test_it_counts_what_is_signed_and_says_what_failed_and_how_long_is_left(desk: Desk) -> None:
    client = desk.open()
    values = desk.values(desk.items(client)[:3])
    spoilt = next(iter(values))
    body = {"certificate": desk.certificate, "values": {**values, spoilt: "AAAA"}}
    post(client, f"/ky-so/phien/{SESSION}/chu-ky", body)
    clock.start_at(NOW + timedelta(minutes=10))
    said = client.get(ADDRESS).json()
    assert (said["total"], said["signed"], said["failed"], said["left"]) == (6, 2, 1, 4)
    assert [fault["id"] for fault in said["faults"]] == [int(spoilt)]
    assert 19 * 60 < said["seconds_left"] <= 20 * 60


def test_what_happened_can_be_read_after_the_session_is_over(desk: Desk) -> None:
    client = desk.open()
    clock.start_at(NOW + timedelta(hours=2))
    assert client.get(ADDRESS).json()["seconds_left"] == 0


def test_who_may_not_learns_nothing(desk: Desk) -> None:
    unknown = told(desk.open().get(f"/ky-so/phien/{UNKNOWN}/tien-do"))
    colleague = {"a colleague in the same role": signed_in(f"{desk.school}-GV01")}
    for name, stranger in (desk.strangers() | colleague).items():
        assert told(stranger.get(ADDRESS)) == unknown, name
    assert Client().get(ADDRESS).status_code == HTTPStatus.UNAUTHORIZED
    assert desk.browser().post(ADDRESS).status_code == HTTPStatus.METHOD_NOT_ALLOWED
