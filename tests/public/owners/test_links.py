"""``/xem/<secret>``: what a link opens, and that every dead one looks alike."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from http import HTTPStatus

import pytest

from hocba.adapters import clock
from hocba.public.copies.models import IssuedCopy
from hocba.public.owners import links
from hocba.public.owners.models import Form, Grant, Ground, Opening
from tests.public.owners.conftest import CHILD, OTHER_CHILD
from tests.public.owners.test_grants import WISH, address
from tests.public.transcripts import lock_page, move_on
from tests.registry.school import NOW


@pytest.fixture
def path(mother, code):
    html = mother.post(address(code), WISH).content.decode()
    return re.search(r"/xem/[A-Za-z0-9_-]{43}", html)[0]


def nobodys_path():
    return f"/xem/{secrets.token_urlsafe(32)}"


def test_opening_the_address_shows_nothing_and_is_no_look(visitor, path):
    """Mail programs open links to scan them."""
    response = visitor.get(path)
    assert response.status_code == HTTPStatus.OK
    assert CHILD.pupil.full_name not in response.content.decode()
    assert not Opening.objects.exists()


def test_the_address_of_no_grant_shows_the_same(visitor, path):
    nobodys = nobodys_path()
    there, nowhere = (visitor.get(each).content.decode() for each in (path, nobodys))
    assert there.replace(path, "") == nowhere.replace(nobodys, "")


def test_the_button_opens_the_granted_years_and_the_owner_reads_of_it(visitor, path, mother, code):
    html = visitor.post(path).content.decode()
    assert CHILD.pupil.full_name in html
    assert "Bạn được xem cho mục đích: Chuyển trường." in html
    (line,) = Opening.objects.all()
    assert (line.ground, line.purpose, line.grant) == (
        *(Ground.LINK, "Chuyển trường"),
        Grant.objects.get(),
    )
    seen = mother.get(f"/toi/hoc-ba/{code}/da-xem").content.decode()
    assert 'Mở bằng đường dẫn được cấp; <span lang="vi">Chuyển trường' in seen


def test_a_copy_can_be_taken_home(visitor, path, code):
    assert visitor.post(f"{path}/{code}/ban-in").content.startswith(b"%PDF")
    assert IssuedCopy.objects.get().given_to == f"grant:{Grant.objects.get().pk}"
    assert Opening.objects.get().form == Form.PDF


def test_years_that_were_not_granted_stay_shut(visitor, path):
    move_on(1)
    html = visitor.post(path).content.decode()
    assert "NĂM HỌC 2023-2024" in html
    assert "2024-2025" not in html


def test_no_address_goes_on_to_anybody(visitor, path):
    for response in (visitor.get(path), visitor.post(path), visitor.post(nobodys_path())):
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "no-store"
        assert not response.cookies


class TestWhatIsDeadLooksAlike:
    def dead(self, visitor, path):
        response = visitor.post(path)
        assert response.status_code == HTTPStatus.NOT_FOUND
        html = response.content.decode()
        assert CHILD.pupil.full_name not in html
        return html.replace(path, "")

    def test_unknown_expired_and_revoked(self, visitor, path, mother):
        unknown = self.dead(visitor, nobodys_path())
        clock.start_at(Grant.objects.get().until)
        assert self.dead(visitor, path) == unknown
        clock.start_at(NOW)
        mother.post(f"/toi/cho-phep/{Grant.objects.get().pk}/thu-hoi")
        assert self.dead(visitor, path) == unknown

    def test_until_the_last_moment_it_opens(self, visitor, path):
        clock.start_at(Grant.objects.get().until - timedelta(seconds=1))
        assert visitor.post(path).status_code == HTTPStatus.OK

    def test_another_pupils_code_under_a_good_link(self, visitor, path):
        others = lock_page(OTHER_CHILD)
        response = visitor.post(f"{path}/{others}/ban-in")
        assert response.status_code == HTTPStatus.NOT_FOUND
        assert (
            OTHER_CHILD.pupil.full_name not in visitor.post(path, {"ma": others}).content.decode()
        )

    @pytest.mark.usefixtures("register")
    def test_guessing_is_limited(self, visitor, monkeypatch):
        monkeypatch.setattr(links, "LINKS", links.Limit("links", 3, timedelta(minutes=10)))
        statuses = [visitor.post(nobodys_path()).status_code for _ in range(4)]
        assert statuses == [HTTPStatus.NOT_FOUND] * 3 + [HTTPStatus.TOO_MANY_REQUESTS]

    def test_another_site_cannot_spend_a_look(self, visitor, path):
        response = visitor.post(path, headers={"sec-fetch-site": "cross-site"})
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert not Opening.objects.exists()
