"""Who may hand a dispatch in, what is answered, and what is never said."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from hocba.adapters.node import Node
from hocba.core.packet import Standing, read_dispatch_receipt
from hocba.parties.access.models import Scope
from hocba.parties.access.tokens import NewToken, issue
from hocba.registry.api import dispatches
from hocba.registry.api.bodies import MAX_BODY
from hocba.registry.intake.models import Packet, RegisteredPage
from tests.registry.department import (
    BELIEVED,
    MINISTRY_KEYS,
    NOW,
    dispatch,
    open_department,
)
from tests.registry.school import page

pytestmark = pytest.mark.django_db

SECRET = "hocba_" + "a" * 43


@pytest.fixture(autouse=True)
def _ministry(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOCBA_NODE = Node.MINISTRY  # type: ignore[attr-defined]
    open_department()
    monkeypatch.setattr(dispatches.clock, "now", lambda: NOW)
    monkeypatch.setattr(dispatches, "own_believed", lambda: BELIEVED)
    monkeypatch.setattr(dispatches, "own_keys", lambda: MINISTRY_KEYS)


def token(*scopes: Scope, units: tuple[str, ...] = ("01",), days: int = 30) -> None:
    new = NewToken("Sở GDĐT", uuid4(), scopes, units, NOW - timedelta(2) + timedelta(days=days))
    issue(new, secret=SECRET, at=NOW - timedelta(2), actor="test")


def send(data: bytes, secret: str = SECRET) -> HttpResponse:
    return Client().post(
        "/api/v1/dispatches",
        data,
        content_type="application/xml",
        headers={"Authorization": f"Bearer {secret}"},
        secure=True,
    )


def refused(response: HttpResponse, status: HTTPStatus, code: str) -> None:
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert not Packet.objects.exists()


def test_the_answer_is_the_receipt() -> None:
    token(Scope.GATHER)
    response = send(dispatch(page(1), page(2)))
    assert response.status_code == HTTPStatus.OK
    receipt = read_dispatch_receipt(response.content)
    assert [outcome.standing for outcome in receipt.outcomes] == [Standing.HELD] * 2


def test_sending_again_gets_the_same_answer() -> None:
    token(Scope.GATHER)
    data = dispatch(page(1))
    assert send(data).content == send(data).content
    assert RegisteredPage.objects.count() == 1


def test_a_dispatch_larger_than_a_form_is_read() -> None:
    token(Scope.GATHER)
    response = send(dispatch(*(page(n) for n in range(1, 120))))
    assert response.status_code == HTTPStatus.OK


@pytest.mark.parametrize("scope", [scope for scope in Scope if scope is not Scope.GATHER])
def test_a_token_for_something_else_does_not_open(scope: Scope) -> None:
    token(scope)
    refused(send(dispatch(page(1))), HTTPStatus.FORBIDDEN, "NGOAI_PHAM_VI")


def test_nobody_without_a_token() -> None:
    response = Client().post("/api/v1/dispatches", dispatch(page(1)), "application/xml")
    refused(response, HTTPStatus.UNAUTHORIZED, "MA_TRUY_CAP")


def test_nobody_with_another_token() -> None:
    token(Scope.GATHER)
    response = send(dispatch(page(1)), "hocba_" + "b" * 43)
    refused(response, HTTPStatus.UNAUTHORIZED, "MA_TRUY_CAP")


def test_nobody_with_an_expired_token() -> None:
    token(Scope.GATHER, days=1)
    refused(send(dispatch(page(1))), HTTPStatus.UNAUTHORIZED, "MA_TRUY_CAP")


def test_a_token_of_another_department() -> None:
    token(Scope.GATHER, units=("79",))
    refused(send(dispatch(page(1))), HTTPStatus.UNPROCESSABLE_ENTITY, "SAI_SO")


def test_the_departments_node_has_no_such_address(settings: object) -> None:
    settings.HOCBA_NODE = Node.DEPARTMENT  # type: ignore[attr-defined]
    token(Scope.GATHER)
    assert send(dispatch(page(1))).status_code == HTTPStatus.NOT_FOUND
    assert not Packet.objects.exists()


def test_only_post() -> None:
    token(Scope.GATHER)
    response = Client().get("/api/v1/dispatches", headers={"Authorization": f"Bearer {SECRET}"})
    assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED


@pytest.mark.parametrize("data", [b"x", b"<x/>", b"<GoiTin/>"])
def test_what_is_no_dispatch_gets_a_reason(data: bytes) -> None:
    token(Scope.GATHER)
    response = send(data)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert response.json()["detail"]


def test_what_is_too_large_is_not_read() -> None:
    token(Scope.GATHER)
    response = send(b"<" + b" " * MAX_BODY)
    refused(response, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "VUOT_GIOI_HAN")


def test_an_answer_names_no_pupil() -> None:
    token(Scope.GATHER)
    response = send(dispatch(page(1)).replace("Học Sinh Mẫu".encode(), b"\xff"))
    assert "Học Sinh" not in response.content.decode()
