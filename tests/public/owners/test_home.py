"""``/toi``: to whom which transcripts belong today."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

import pytest
from django.test import Client

from hocba.adapters import clock
from hocba.adapters.clock import ZONE
from hocba.public.owners.linking import end_link
from hocba.public.owners.models import ParentLink
from tests.public.owners.conftest import CHILD, GROWN
from tests.public.people import MOTHER_ID, MOTHER_NAME, account, browser_of
from tests.registry.school import KIM_DONG

NOTHING = "Chưa có học bạ nào gắn với tài khoản này"


def home(browser):
    return browser.get("/toi").content.decode()


def test_without_signing_in_one_is_sent_to_do_so(register):
    response = Client().get("/toi")
    assert response.status_code == HTTPStatus.FOUND
    assert response.url == "/dang-nhap?tiep=%2Ftoi"


def test_a_mother_sees_her_child(mother):
    assert CHILD.pupil.full_name in home(mother)


def test_a_pupil_of_age_sees_what_is_theirs(grown_up):
    browser, code = grown_up
    assert GROWN.pupil.full_name in home(browser)
    assert f"/toi/hoc-ba/{code}" in home(browser)


def test_a_pupil_under_age_does_not_yet(code):
    browser = browser_of(account(CHILD.pupil.personal_id, CHILD.pupil.full_name))
    assert NOTHING in home(browser)


@pytest.mark.usefixtures("code")
def test_somebody_with_the_mothers_name_and_no_link_sees_nothing():
    assert NOTHING in home(browser_of(account(MOTHER_ID, MOTHER_NAME)))


def test_a_stranger_sees_nothing(stranger, mother):
    assert NOTHING in home(stranger)


def test_a_revoked_link_ends_with_the_next_request(mother):
    found = ParentLink.objects.get()
    end_link(found.pk, by="GV01", unit=KIM_DONG.school_code, reason="Toà án", at=clock.now())
    assert NOTHING in home(mother)


def test_on_the_eighteenth_birthday_the_right_passes_from_the_parents_to_the_pupil(mother):
    pupil = browser_of(account(CHILD.pupil.personal_id, CHILD.pupil.full_name))
    clock.start_at(datetime(2032, 3, 11, 23, 50, tzinfo=ZONE))
    assert CHILD.pupil.full_name in home(mother)
    assert NOTHING in home(pupil)
    clock.start_at(datetime(2032, 3, 12, 0, 0, 1, tzinfo=ZONE))
    assert NOTHING in home(mother)
    assert CHILD.pupil.full_name in home(pupil)
