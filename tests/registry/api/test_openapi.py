"""The API against its own description: whatever the description allows is answered as it says."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from schemathesis.specs.openapi.schemas import OpenApiSchema

from hocba.registry.api import callers
from tests.registry.api.vendor import ORDERS, PACKETS, Vendor

DESCRIPTION = "/api/v1/openapi.json"
DISPATCHES = "/api/v1/dispatches"
ENDPOINTS = {
    DISPATCHES: {"post"},
    "/api/v1/packets": {"post"},
    "/api/v1/packets/{guid}": {"get"},
    "/api/v1/packets/{guid}/receipt": {"get"},
    "/api/v1/schools/{school_code}/pages": {"get"},
    "/api/v1/schools/{school_code}/late-cases": {"get"},
    "/api/v1/schools/{school_code}/transfers": {"get"},
    "/api/v1/schools/{school_code}/transcripts": {"post"},
    "/api/v1/calendar": {"get"},
    ORDERS: {"post"},
}


@pytest.fixture
def _connection_stays() -> Iterator[None]:
    """As Django's own client does it: a request ends, and the test's transaction goes on."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


@pytest.fixture
def description(
    _connection_stays: None, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> OpenApiSchema:
    monkeypatch.setattr(callers, "CALLS_A_MINUTE", 1_000_000)
    return schemathesis.openapi.from_wsgi(DESCRIPTION, get_wsgi_application())


@pytest.mark.parametrize(("path", "method"), [(p, m) for p, ms in ENDPOINTS.items() for m in ms])
def test_every_answer_is_as_described_and_nothing_breaks(
    description: OpenApiSchema, vendor: Vendor, path: str, method: str
) -> None:
    @settings(max_examples=40)
    @given(case=description[path][method].as_strategy())
    def is_as_described(case: schemathesis.Case) -> None:
        # A packet is more than bytes of its media type, which is all that OpenAPI can say of it.
        case.call_and_validate(
            headers={"Authorization": f"Bearer {vendor.secret}"},
            excluded_checks=[positive_data_acceptance]
            if path in {PACKETS, DISPATCHES, ORDERS}
            else [],
        )

    is_as_described()


def test_the_description_is_for_everybody_and_names_every_endpoint_and_its_guard(db: None) -> None:
    response = Client().get(DESCRIPTION)
    assert response.status_code == HTTPStatus.OK
    paths = response.json()["paths"]
    assert {path: set(methods) for path, methods in paths.items()} == ENDPOINTS
    for methods in paths.values():
        for operation in methods.values():
            assert operation["security"] == [{"TokenAuthentication": []}]
            assert str(HTTPStatus.UNAUTHORIZED.value) in operation["responses"]


def test_there_is_no_page_that_loads_scripts_from_elsewhere(db: None) -> None:
    assert Client().get("/api/v1/docs").status_code == HTTPStatus.NOT_FOUND
