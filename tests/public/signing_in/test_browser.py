"""Signing in with Chromium, at a provider on another site, as it will be."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import identity
from tests.public.signing_in.conftest import LAN, NOBODY, join

pytestmark = [
    pytest.mark.tools("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Playwright's loop runs in this thread; Django is told to bear it."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def tab(browser, live_server, tmp_path, settings, monkeypatch) -> Iterator[Page]:
    """The site at ``localhost`` and the provider at ``127.0.0.1`` are two sites to a browser."""
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    assert live_server.url.startswith("http://localhost:")
    with identity.provider(tmp_path, [LAN, NOBODY], at_home=live_server.url) as issuer:
        join(settings, issuer, live_server.url)
        context = browser.new_context(base_url=live_server.url, locale="vi-VN")
        yield context.new_page()
        context.close()


def sign_in(tab: Page, who: identity.Human) -> None:
    tab.goto("/dang-nhap")
    assert tab.context.cookies() == []
    tab.get_by_role("button", name="Đăng nhập bằng tài khoản định danh").click()
    tab.locator('input[name="login"]').fill(who.sub)
    tab.locator('input[name="password"]').fill("any")
    tab.get_by_role("button").click()
    tab.get_by_role("button", name="Continue").click()


def test_somebody_signs_in_at_another_site_and_comes_back_with_a_strict_cookie(tab, live_server):
    sign_in(tab, LAN)
    tab.wait_for_url(f"{live_server.url}/toi")
    ours = [cookie for cookie in tab.context.cookies() if cookie["domain"] == "localhost"]
    assert [(cookie["name"], cookie["sameSite"]) for cookie in ours] == [("sessionid", "Strict")]


def test_who_is_refused_reads_why(tab):
    sign_in(tab, NOBODY)
    tab.get_by_role("heading", name="Chưa đăng nhập được").wait_for()
    assert tab.get_by_text("tài khoản định danh mức độ 2").is_visible()
