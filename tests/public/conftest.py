"""A register with schools in it, and a browser that begins with a clean slate."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.client import ClientHandler
from playwright.sync_api import Browser, sync_playwright

from hocba.adapters import clock
from hocba.adapters.pades import Seal
from hocba.public.lookup import views as lookup_views
from hocba.public.organisations import api as organisations_api
from hocba.public.organisations import views as organisations_views
from hocba.public.owners import links as owners_links
from hocba.public.owners import views as owners_views
from hocba.public.verifying import views as verifying_views
from tests.adapters.pades.examples import office
from tests.core.signature import pki
from tests.public.browsing import OLDER, PUPIL
from tests.public.in_role import portals_role
from tests.public.transcripts import lock_page
from tests.registry.audit import LEDGER_KEY
from tests.registry.school import NOW, TRUST, open_schools


@pytest.fixture
def register(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Schools, the trust store of the tests, and the clock at 24 June 2024."""
    open_schools()
    monkeypatch.setattr(lookup_views, "trusted", lambda: TRUST)
    monkeypatch.setattr(lookup_views, "registry_seal", lambda: Seal(pki.signer(office())))
    monkeypatch.setattr(organisations_api, "trusted", lambda: TRUST)
    monkeypatch.setattr(organisations_views, "trusted", lambda: TRUST)
    monkeypatch.setattr(owners_views, "trusted", lambda: TRUST)
    monkeypatch.setattr(owners_views, "registry_seal", lambda: Seal(pki.signer(office())))
    monkeypatch.setattr(owners_links, "trusted", lambda: TRUST)
    monkeypatch.setattr(verifying_views, "trusted", lambda: TRUST)
    monkeypatch.setattr(verifying_views, "trusted_ledgers", lambda: (LEDGER_KEY.verifier,))
    clock.start_at(NOW)
    yield
    clock.start_at(None)


@pytest.fixture(autouse=True)
def _in_the_role_of_the_portal(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a test asks of a page is answered in the role that the portal has by itself."""
    if not {"db", "transactional_db"} & set(request.fixturenames):
        return
    answer = ClientHandler.__call__

    def in_role(handler: ClientHandler, environ: dict[str, object]) -> HttpResponseBase:
        with portals_role():
            return answer(handler, environ)

    monkeypatch.setattr(ClientHandler, "__call__", in_role)


@pytest.fixture
def visitor() -> Client:
    """Somebody without cookies, on a network of their own."""
    return Client(REMOTE_ADDR="192.0.2.1")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all. Playwright's loop runs in this thread; Django is told to bear it."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def codes(register: None) -> tuple[str, str]:
    """A primary and a secondary transcript."""
    return lock_page(PUPIL), lock_page(OLDER)
