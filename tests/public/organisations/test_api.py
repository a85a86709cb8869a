"""``POST /api/public/v1/transcripts``: who may take what over, and what comes."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings

from hocba.adapters import clock
from hocba.core.signature import POLICY, verify_page
from hocba.parties.access.models import Scope
from hocba.parties.access.tokens import revoke
from hocba.public.owners.models import Form, Grant, Ground, Opening
from hocba.registry.api import callers
from tests.parties.access.examples import LIFE, issued, new_secret
from tests.public.organisations.conftest import (
    APPLICANT,
    OTHERS_ID,
    give_leave,
    legal_basis,
    organisation,
)
from tests.public.owners.conftest import GROWN
from tests.public.transcripts import NOBODYS_CODE, lock_page
from tests.registry.school import NOW, TRUST, page

ADDRESS = "/api/public/v1/transcripts"


def program(office, *, scopes=(Scope.TAKE_OVER,)) -> Client:
    """The organisation's program, with a token of its own."""
    secret = new_secret()
    token = issued(secret, sender=f"Phần mềm {office.code}", scopes=scopes, life=3 * LIFE)
    office.sender = token.sender
    office.save()
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})


def item(wanted, *, fact=True, ending="") -> dict[str, str]:
    said = {"lookup_code": wanted.lookup_code}
    if fact:
        said["birth_date"] = wanted.pupil.birth_date.isoformat()
        said["id_ending"] = ending or wanted.pupil.personal_id[-4:]
    return said


def take(client, *items) -> Any:
    return client.post(ADDRESS, {"wanted": list(items)}, content_type="application/json")


def test_leave_gives_the_facts_with_the_signed_page_beside_them(office, grown_up):
    give_leave(grown_up, office)
    answer = take(program(office), item(GROWN, fact=False)).json()
    assert answer["not_opened"] == []
    (taken,) = answer["transcripts"]
    assert taken["pupil"]["full_name"] == GROWN.pupil.full_name
    assert (taken["ground"], taken["purpose"]) == ("grant", "Xét tuyển")
    (year,) = taken["years"]
    assert year["results"]["subjects"][0]["year"] == "8.5"
    signed = verify_page(year["signed_xml"].encode(), trust=TRUST, policy=POLICY, at=NOW)
    assert signed.page is not None
    assert signed.page.pupil == GROWN.pupil
    line = Opening.objects.get()
    assert (line.organisation, line.form, line.ground) == (office, Form.DATA, Ground.GRANT)


def test_a_legal_basis_asks_for_the_second_fact(office, applicant):
    legal_basis(office)
    client = program(office)
    assert take(client, item(APPLICANT, fact=False)).json()["not_opened"] == [applicant]
    assert take(client, item(APPLICANT, ending="9999")).json()["not_opened"] == [applicant]
    (taken,) = take(client, item(APPLICANT)).json()["transcripts"]
    assert taken["purpose"] == "Tuyển sinh 2024 (Điều 12 Quy chế tuyển sinh)"


def test_unknown_not_granted_expired_and_revoked_look_alike(office, grown_up):
    client, wanted = program(office), item(GROWN, fact=False)
    nothing = {"transcripts": [], "not_opened": [GROWN.lookup_code]}
    nobody = take(client, {"lookup_code": NOBODYS_CODE}).json()
    assert nobody == {"transcripts": [], "not_opened": [NOBODYS_CODE]}
    assert take(client, wanted).json() == nothing
    grant = give_leave(grown_up, office)
    clock.start_at(grant.until)
    assert take(program(office), wanted).json() == nothing
    clock.start_at(NOW)
    Grant.objects.update(revoked_at=NOW)
    assert take(client, wanted).json() == nothing
    assert not Opening.objects.exists()


def test_many_cost_as_many_queries_as_few(office):
    legal_basis(office)
    pages = [page(number) for number in range(30, 40)]
    for each in pages:
        lock_page(each)
    client = program(office)
    take(client, *map(item, pages))  # the first call of a minute clears the counts of old ones

    def queries(wanted):
        with CaptureQueriesContext(connection) as asked:
            assert len(take(client, *map(item, wanted)).json()["transcripts"]) == len(wanted)
        return len(asked)

    assert queries(pages) == queries(pages[:2])


class TestWhoMayNot:
    def refused(self, client, status):
        response = take(client, item(GROWN, fact=False))
        assert response.status_code == status
        assert response["Content-Type"] == "application/problem+json"
        assert GROWN.pupil.full_name not in response.content.decode()
        assert not Opening.objects.exists()

    def test_without_a_token(self, office, grown_up):
        give_leave(grown_up, office)
        self.refused(Client(), HTTPStatus.UNAUTHORIZED)

    def test_with_a_token_for_something_else(self, office, grown_up):
        give_leave(grown_up, office)
        self.refused(program(office, scopes=(Scope.REPORT,)), HTTPStatus.FORBIDDEN)

    def test_with_a_token_that_was_revoked_or_has_expired(self, office, grown_up):
        give_leave(grown_up, office)
        client = program(office)
        token = office.sender.tokens.get()
        clock.start_at(NOW + 3 * LIFE)
        self.refused(client, HTTPStatus.UNAUTHORIZED)
        clock.start_at(NOW)
        revoke(token.pk, at=NOW, actor="operator:mẫu", reason="lộ mã")
        self.refused(client, HTTPStatus.UNAUTHORIZED)

    def test_with_the_token_of_no_organisation(self, office, grown_up):
        give_leave(grown_up, office)
        client = program(office)
        office.sender = None
        office.save()
        self.refused(client, HTTPStatus.FORBIDDEN)

    def test_another_organisation_has_no_use_of_the_leave(self, office, grown_up):
        give_leave(grown_up, office)
        others = program(organisation("KHAC", OTHERS_ID))
        answer = take(others, item(GROWN, fact=False)).json()
        assert answer == {"transcripts": [], "not_opened": [GROWN.lookup_code]}

    @pytest.mark.parametrize(
        "wish",
        [
            {"wanted": []},
            {"wanted": [{"lookup_code": "x"}]},
            {"wanted": [{"lookup_code": NOBODYS_CODE}] * 101},
            {"wanted": [{"lookup_code": NOBODYS_CODE, "birth_date": "31/02/2014"}]},
        ],
    )
    def test_what_is_no_wish_is_told(self, office, wish):
        response = program(office).post(ADDRESS, wish, content_type="application/json")
        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert response.json()["code"] == "THAM_SO"


def test_the_description_is_for_everybody(db):
    paths = Client().get("/api/public/v1/openapi.json").json()["paths"]
    assert set(paths) == {ADDRESS}
    assert paths[ADDRESS]["post"]["security"] == [{"TokenAuthentication": []}]


@pytest.fixture
def _connection_stays():
    """As Django's own client does it: a request ends, and the test's transaction goes on."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("_connection_stays")
def test_every_answer_is_as_described_and_nothing_breaks(office, monkeypatch):
    monkeypatch.setattr(callers, "CALLS_A_MINUTE", 1_000_000)
    headers = {"Authorization": program(office).defaults["HTTP_AUTHORIZATION"]}
    wsgi = get_wsgi_application()
    described = schemathesis.openapi.from_wsgi("/api/public/v1/openapi.json", wsgi)

    @settings(max_examples=30)
    @given(case=described[ADDRESS]["post"].as_strategy())
    def is_as_described(case):
        case.call_and_validate(headers=headers)

    is_as_described()
