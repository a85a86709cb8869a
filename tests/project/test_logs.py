import logging

import pytest
from django.core.exceptions import BadRequest
from django.test import Client, override_settings
from django.urls import path

from hocba.project.logs import DiscreetFormatter

PERSON = "Nguyễn Văn A 001207364747"


def fail(_request, code):
    raise ValueError(f"Key (personal_id)=({PERSON}) already exists, {code}")


def refuse(_request, code):
    raise BadRequest(code)


urlpatterns = [path("hong/<code>", fail), path("tu-choi/<code>", refuse)]


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.WARNING, "django.request")
    caplog.handler.setFormatter(DiscreetFormatter())
    return caplog


@override_settings(ROOT_URLCONF=__name__)
def test_a_failed_request_is_logged_by_its_kind_and_place_alone(log):
    response = Client(raise_request_exception=False).get("/hong/0f3c", HTTP_HOST="localhost")
    assert response.status_code == 500
    assert log.text.startswith("HTTP 500: GET /hong/<code>\nValueError\n")
    assert "test_logs.py:" in log.text
    assert PERSON not in log.text
    assert "0f3c" not in log.text


@override_settings(ROOT_URLCONF=__name__)
def test_a_request_that_was_refused_or_led_nowhere_leaves_no_address(log):
    Client().get("/tu-choi/0f3c", HTTP_HOST="localhost")
    Client().get("/khong-co/0f3c", HTTP_HOST="localhost")
    assert "HTTP 400: GET /tu-choi/<code>\nBadRequest\n" in log.text
    assert "HTTP 404: GET /?\n" in log.text
    assert "0f3c" not in log.text


def test_other_messages_are_logged_as_they_are(log):
    logging.getLogger("hocba").warning("đã nhận %d gói tin", 4)
    assert log.text == "đã nhận 4 gói tin\n"
