"""``POST …/huy``: call off what is not signed yet."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from hocba.core.lifecycle import State
from hocba.school.signing.models import SigningSession
from hocba.school.signing.queries import open_sessions
from tests.school.pages.conftest import NOW
from tests.school.signing.desk import SESSION, UNKNOWN, Desk, post, signed_in, told

ADDRESS = f"/ky-so/phien/{SESSION}/huy"


def test_what_is_signed_stays_and_the_rest_is_signed_by_nobody(desk: Desk) -> None:
    client = desk.open()
    values = desk.values(desk.items(client))
    first = dict(list(values.items())[:2])
    body = {"certificate": desk.certificate, "values": first}
    post(client, f"/ky-so/phien/{SESSION}/chu-ky", body)
    assert post(client, ADDRESS, {}).json()["left"] == 4
    assert post(client, ADDRESS, {}).status_code == HTTPStatus.OK
    late = post(client, f"/ky-so/phien/{SESSION}/chu-ky", {**body, "values": values})
    assert told(late)[:2] == (HTTPStatus.GONE, "PHIEN_DA_HUY")
    assert len(desk.small_class.pages(state=State.SIGNED)) == 2
    assert open_sessions(opened_by=desk.teacher, at=NOW) == []


def test_a_session_that_is_closed_is_not_opened_again(desk: Desk) -> None:
    post(desk.open(), ADDRESS, {})
    with pytest.raises(DatabaseError), transaction.atomic():
        SigningSession.objects.update(closed_at=None)


def test_who_may_not_closes_nothing(desk: Desk) -> None:
    unknown = told(post(desk.open(), f"/ky-so/phien/{UNKNOWN}/huy", {}))
    colleague = {"a colleague in the same role": signed_in(f"{desk.school}-GV01")}
    for name, stranger in (desk.strangers() | colleague).items():
        assert told(post(stranger, ADDRESS, {})) == unknown, name
    assert post(Client(), ADDRESS, {}).status_code == HTTPStatus.UNAUTHORIZED
    foreign = desk.browser(enforce_csrf_checks=True)
    assert post(foreign, ADDRESS, {}).status_code == HTTPStatus.FORBIDDEN
    assert desk.browser().get(ADDRESS).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert SigningSession.objects.get().closed_at is None
