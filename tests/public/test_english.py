"""An English page is English: what is Vietnamese on it is a name, or marked as Vietnamese."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.public.browsing import OLDER, PUPIL
from tests.public.english import vietnamese
from tests.public.transcripts import NOBODYS_CODE, PATH, accept, lock_page, second_fact, wrong_fact
from tests.registry.school import packet, page, signed

pytestmark = pytest.mark.usefixtures("register")


@pytest.fixture
def visitor():
    return Client(headers={"Accept-Language": "en"})


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/tra-cuu", "/tra-cuu?ma=x", "/kiem-tra", "/kiem-tra/ban-in", "/dang-nhap", "/-"),
        PATH + NOBODYS_CODE,
        PATH + NOBODYS_CODE + "/ban-in/-",
    ],
)
def test_a_page_that_anybody_may_see(visitor, address):
    assert vietnamese(visitor.get(address)) == []


@pytest.mark.parametrize("wanted", [PUPIL, OLDER], ids=["primary", "secondary"])
def test_standing_refusal_and_transcript(visitor, wanted):
    code = lock_page(wanted)
    for response in (
        visitor.get(PATH + code),
        visitor.post(PATH + code, wrong_fact(wanted)),
        visitor.post(PATH + code, {}),
        visitor.post(PATH + code, second_fact(wanted)),
    ):
        assert vietnamese(response) == []


def test_days_are_written_so_that_nobody_takes_the_month_for_the_day(visitor):
    code = lock_page(PUPIL)
    assert "08:00 on 24 June 2024" in visitor.get(PATH + code).content.decode()


def test_a_page_that_is_accepted_only(visitor):
    assert vietnamese(visitor.get(PATH + accept(PUPIL))) == []


@pytest.mark.parametrize(
    "content",
    [
        packet(page(3), page(4)),
        signed(page(3)),
        signed(page(3)).replace(b">9<", b">10<", 1),
        b"this is no file of ours",
        b"",
    ],
    ids=["packet", "page", "altered", "strange", "empty"],
)
def test_the_verdict_on_a_file(visitor, content):
    response = visitor.post("/kiem-tra", {"tep": SimpleUploadedFile("tep.xml", content)})
    assert response.status_code in {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}
    assert vietnamese(response) == []


def test_a_verdict_without_translation_is_marked_as_vietnamese(visitor):
    response = visitor.post("/kiem-tra", {"tep": SimpleUploadedFile("tep.xml", b"<a/>")})
    assert vietnamese(response) == []
