"""The front door says what Django would say: words, headers, limits, log. The rest is Django's."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from wsgiref.util import setup_testing_defaults

import psycopg
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hocba.public.limits.batching import Batch
from hocba.public.limits.models import Tally
from hocba.public.limits.tallies import add
from hocba.public.lookup import limits
from hocba.public.lookup.front import FrontDoor
from hocba.public.lookup.models import Look
from hocba.public.lookup.standing import fetch
from hocba.public.portal.visitor import visitor as digest
from tests.public.transcripts import NOBODYS_CODE, PATH, accept, lock_page
from tests.registry.school import page, secondary_page

pytestmark = pytest.mark.usefixtures("register")
HEADERS = {"HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": "192.0.2.1"}


class Answer:
    """What a WSGI application said."""

    def __init__(self, application, path: str, **environ: str) -> None:
        self.passed_on = False
        asked = {**HEADERS, "PATH_INFO": path, **environ}
        setup_testing_defaults(asked)
        chunks = application(asked, self._start)
        self.body = b"".join(chunks).decode()
        if hasattr(chunks, "close"):
            chunks.close()

    def _start(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        self.status = HTTPStatus(int(status.split(maxsplit=1)[0]))
        self.headers: Mapping[str, str] = dict(headers)


@pytest.fixture
def django():
    """Django as the server has it, but it leaves the connection of this test open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield WSGIHandler()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def door(django):
    return FrontDoor(django, fetch, Batch())


def no_django(_environ, _start_response):
    pytest.fail("this was for the front door")


@pytest.fixture(params=["in force", "secondary", "accepted", "unknown"])
def code(request):
    match request.param:
        case "in force":
            return lock_page(page(1))
        case "secondary":
            return lock_page(secondary_page(2))
        case "accepted":
            return accept(page(1))
        case _:
            return NOBODYS_CODE


@pytest.mark.parametrize("prefix", ["", "/vi", "/en"])
@pytest.mark.parametrize("accepted", ["", "en-GB,en;q=0.9", "vi,en"])
def test_it_says_what_django_says(door, django, code, prefix, accepted):
    told = {"HTTP_ACCEPT_LANGUAGE": accepted} if accepted else {}
    door_says, django_says = (Answer(each, prefix + PATH + code, **told) for each in (door, django))
    assert door_says.body == django_says.body
    assert door_says.status == django_says.status
    assert dict(sorted(door_says.headers.items())) == dict(sorted(django_says.headers.items()))
    assert "Set-Cookie" not in door_says.headers


def test_it_answers_without_django_once_it_knows_the_headers(door, code):
    Answer(door, PATH + code)
    door._django = no_django
    assert Answer(door, PATH + code).body


def test_a_look_is_one_statement_and_in_the_log(door, code, rf):
    Answer(door, PATH + code)
    with CaptureQueriesContext(connection) as queries:
        answer = Answer(door, PATH + code)
    assert len(queries) == 1
    first, second = Look.objects.order_by("id")
    assert (second.lookup_code, second.who) == (code, digest(rf.get("/", **HEADERS)))
    assert second.shown == first.shown == (answer.status == HTTPStatus.OK)


def test_markup_in_the_name_of_a_school_is_shown_as_text(django):
    hostile = "<img src=x onerror=alert(1)> & ngoặc \"kép\" 'đơn'"
    row = ("02", hostile, None)
    answer = Answer(FrontDoor(django, lambda *_: [row], Batch()), PATH + NOBODYS_CODE)
    assert hostile not in answer.body
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; ngoặc &quot;kép&quot;" in answer.body


@pytest.mark.parametrize(
    ("path", "environ"),
    [
        ("/", {}),
        (PATH.rstrip("/"), {}),
        (PATH + NOBODYS_CODE.upper(), {}),
        (PATH + NOBODYS_CODE + "/", {}),
        (PATH + NOBODYS_CODE + "\n", {}),
        ("/fr" + PATH + NOBODYS_CODE, {}),
        (PATH + NOBODYS_CODE, {"REQUEST_METHOD": "POST"}),
        (PATH + NOBODYS_CODE, {"REQUEST_METHOD": "HEAD"}),
        (PATH + NOBODYS_CODE, {"HTTP_HOST": "kẻ-khác.example"}),
    ],
)
def test_everything_else_is_djangos(path, environ):
    asked: list[str] = []

    def django(environ, _start_response):
        asked.append(environ["PATH_INFO"])
        return []

    asked_for = {**HEADERS, "PATH_INFO": path, **environ}
    setup_testing_defaults(asked_for)
    door = FrontDoor(django, lambda *_: pytest.fail("looked up"), Batch())
    door(asked_for, lambda *_: None)
    assert asked == [path]


def test_plain_http_is_djangos_to_redirect(django, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Answer(FrontDoor(WSGIHandler(), no_django, Batch()), PATH + NOBODYS_CODE)
    assert answer.status == HTTPStatus.MOVED_PERMANENTLY
    assert not Look.objects.exists()


def test_where_its_own_connection_fails_django_answers(django, code):
    def away(*_):
        raise psycopg.OperationalError("the connection is lost")

    answer = Answer(FrontDoor(django, away, Batch()), PATH + code)
    assert answer.status in {HTTPStatus.OK, HTTPStatus.NOT_FOUND}
    assert Look.objects.filter(lookup_code=code).count() == 1


class TestLimits:
    @pytest.fixture(autouse=True)
    def _tight(self, monkeypatch):
        monkeypatch.setattr(limits, "LOOKS", replace(limits.LOOKS, free=2, most=4))

    def test_free_then_for_work_then_closed(self, door):
        answers = [Answer(door, PATH + NOBODYS_CODE) for _ in range(6)]
        assert [each.status for each in answers[:3]] == [HTTPStatus.NOT_FOUND] * 2 + [
            HTTPStatus.TOO_MANY_REQUESTS
        ]
        assert ["data-task" in each.body for each in answers[2:]] == [True, True, False, False]
        assert all(int(each.headers["Retry-After"]) > 0 for each in answers[2:])

    @pytest.mark.parametrize("counted", [3, 9])
    def test_it_refuses_as_django_does(self, door, django, counted):
        for _ in range(counted):
            door_says, django_says = (Answer(each, PATH + NOBODYS_CODE) for each in (door, django))
        task = re.compile(r'data-task="[^"]*"')
        assert task.sub("", door_says.body) == task.sub("", django_says.body)
        assert (
            door_says.headers["Content-Security-Policy"]
            == (django_says.headers["Content-Security-Policy"])
        )
        assert door_says.headers.keys() == django_says.headers.keys()

    def test_the_task_is_for_this_code(self, door):
        for _ in range(3):
            answer = Answer(door, PATH + NOBODYS_CODE)
        task = re.search(r'data-task="([^"]*)"', answer.body)[1].replace("&quot;", '"')
        assert json.loads(task)["parameters"]["algorithm"] == "SHA-256"
        assert f'action="{PATH}{NOBODYS_CODE}/tinh-trang"' in answer.body

    def test_what_is_refused_is_neither_looked_up_nor_written_down(self, django):
        counts = Batch()
        door = FrontDoor(django, fetch, counts)
        for _ in range(5):
            Answer(door, PATH + NOBODYS_CODE)
        looks = Look.objects.count()
        counts.save(add)
        with CaptureQueriesContext(connection) as queries:
            for _ in range(100):
                Answer(door, PATH + NOBODYS_CODE)
            counts.save(add)
        assert len(queries) == 0
        assert Look.objects.count() == looks == 2

    def test_django_and_the_door_count_together(self, django):
        counts = Batch()
        door = FrontDoor(django, fetch, counts)
        Answer(door, PATH + NOBODYS_CODE)
        counts.save(add)
        client = Client(REMOTE_ADDR=HEADERS["REMOTE_ADDR"])
        client.get(PATH + NOBODYS_CODE)
        assert client.get(PATH + NOBODYS_CODE).status_code == HTTPStatus.TOO_MANY_REQUESTS
        assert Tally.objects.get(limit="looks").count == 3
