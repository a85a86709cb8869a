"""``GET …/can-ky``: the digests that wait, in parts."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus

from django.test import Client

from hocba.adapters import clock
from hocba.school.signing import api
from hocba.school.signing.models import SigningSession
from hocba.school.signing.queries import to_sign
from tests.school.pages.conftest import NOW
from tests.school.signing.desk import SESSION, UNKNOWN, Desk, post, signed_in, told

ADDRESS = f"/ky-so/phien/{SESSION}/can-ky"


def test_a_digest_is_that_of_signed_info(desk: Desk) -> None:
    client = desk.open()
    session = SigningSession.objects.get()
    answer = client.get(ADDRESS).json()
    assert answer["certificate"] == desk.certificate
    assert len({item["digest"] for item in answer["items"]}) == 6
    for item, known in zip(answer["items"], to_sign(session), strict=True):
        assert item["id"] == known.item_id
        assert known.data.startswith(b"<ds:SignedInfo ")
        assert sha256(known.data).digest() == known.digest


def test_digests_are_handed_out_in_parts_until_none_is_left(desk: Desk, monkeypatch) -> None:
    monkeypatch.setattr(api, "PART", 4)
    client = desk.open()
    first = client.get(ADDRESS).json()["items"]
    rest = client.get(ADDRESS, {"after": first[-1]["id"]}).json()["items"]
    assert (len(first), len(rest)) == (4, 2)
    assert client.get(ADDRESS, {"after": rest[-1]["id"]}).json()["items"] == []
    assert told(client.get(ADDRESS, {"after": "-1"}))[0] == HTTPStatus.BAD_REQUEST


def test_what_is_signed_is_not_handed_out_again(desk: Desk) -> None:
    client = desk.open()
    items = desk.items(client)
    body = {"certificate": desk.certificate, "values": desk.values(items[:2])}
    post(client, f"/ky-so/phien/{SESSION}/chu-ky", body)
    assert desk.items(client) == items[2:]


def test_nothing_is_handed_out_once_the_session_is_over(desk: Desk) -> None:
    client = desk.open()
    clock.start_at(NOW + timedelta(minutes=31))
    assert told(client.get(ADDRESS))[:2] == (HTTPStatus.GONE, "PHIEN_HET_HAN")


def test_who_may_not_sees_no_digest(desk: Desk) -> None:
    unknown = told(desk.open().get(f"/ky-so/phien/{UNKNOWN}/can-ky"))
    assert unknown[:2] == (HTTPStatus.NOT_FOUND, "KHONG_CO_PHIEN")
    colleague = {"a colleague in the same role": signed_in(f"{desk.school}-GV01")}
    for name, stranger in (desk.strangers() | colleague).items():
        assert told(stranger.get(ADDRESS)) == unknown, name
    assert Client().get(ADDRESS).status_code == HTTPStatus.UNAUTHORIZED
    assert desk.browser().post(ADDRESS).status_code == HTTPStatus.METHOD_NOT_ALLOWED
