"""Signing starts from the class that the pages' tests draft."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from hocba.adapters import clock
from tests.school.pages.conftest import NOW, SmallClass, _home, small_class
from tests.school.signing.desk import Desk, signed_in
from tests.school.signing.sign_service import SignService, serving

__all__ = ["_home", "small_class"]


@pytest.fixture
def desk(small_class: SmallClass) -> Iterator[Desk]:
    """The homeroom teacher of the class, in June 2024, with drafts that wait."""
    small_class.draft()
    clock.start_at(NOW)
    yield Desk(small_class)
    clock.start_at(None)


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
def service(desk: Desk, settings) -> Iterator[SignService]:
    """The teacher's token in the service, whose address the pages are told."""
    with serving(desk.key) as service:
        settings.HOCBA_SIGN_SERVICE = service.address
        settings.HOCBA_SIGN_SERVICE_PATIENCE = 20
        yield service


@pytest.fixture
def open_tab(browser: Browser, live_server) -> Callable[[str], AbstractContextManager[Page]]:
    """A tab of somebody who is signed in; what the Content Security Policy blocks is a failure."""

    @contextmanager
    def opened(person: str) -> Iterator[Page]:
        context = browser.new_context(base_url=live_server.url, locale="vi-VN")
        cookie = signed_in(person).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        tab = context.new_page()
        tab.set_default_timeout(20_000)
        blocked: list[str] = []
        tab.on("console", lambda said: "Security" in said.text and blocked.append(said.text))
        yield tab
        context.close()
        assert blocked == []

    return opened
