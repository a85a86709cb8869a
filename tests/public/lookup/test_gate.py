"""Who comes too often brings work, for this code and by this visitor, or waits."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from http import HTTPStatus

import pytest
from altcha import Challenge, Payload, solve_challenge
from django.test import Client

from hocba.public.limits import tasks
from hocba.public.lookup import limits
from hocba.public.lookup.models import Look
from tests.public.transcripts import NOBODYS_CODE, PATH, lock_page, second_fact, wrong_fact
from tests.registry.school import page

pytestmark = pytest.mark.usefixtures("register")
PAGE, OTHER = page(1), page(2)


@pytest.fixture(autouse=True)
def _nothing_is_free(monkeypatch):
    monkeypatch.setattr(tasks, "NUMBERS", range(20, 40))
    for name in ("LOOKS", "TRIES"):
        monkeypatch.setattr(limits, name, replace(getattr(limits, name), free=0, most=6))


@pytest.fixture
def code():
    return lock_page(PAGE)


def work(response) -> str:
    """What a browser does with the task of the page."""
    task = unescape(re.search(r'data-task="([^"]*)"', response.content.decode())[1])
    challenge = Challenge.from_dict(json.loads(task))
    return Payload(challenge, solve_challenge(challenge)).to_base64()


def test_the_page_asks_for_work_and_lets_in_our_script_alone(visitor, code):
    response = visitor.get(PATH + code)
    assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert int(response.headers["Retry-After"]) > 0
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self'; worker-src 'self'" in policy
    assert "unsafe" not in policy
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", response.content.decode(), re.DOTALL)
    assert scripts == [""]
    assert not Look.objects.exists()


def test_work_brings_the_standing(visitor, code):
    solution = work(visitor.get(PATH + code))
    response = visitor.post(f"{PATH}{code}/tinh-trang", {"bai_giai": solution})
    assert response.status_code == HTTPStatus.OK
    assert "đang có hiệu lực" in response.content.decode()
    assert Look.objects.get().lookup_code == code


def test_the_second_fact_is_sent_along_with_the_work(visitor, code):
    asked = visitor.post(PATH + code, second_fact(PAGE))
    assert PAGE.pupil.full_name not in asked.content.decode()
    kept = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.content.decode()))
    assert kept == second_fact(PAGE)
    response = visitor.post(PATH + code, {**kept, "bai_giai": work(asked)})
    assert PAGE.pupil.full_name in response.content.decode()


def test_attack_one_solution_for_many_tries(visitor, code):
    solution = work(visitor.post(PATH + code, wrong_fact(PAGE)))
    statuses = [
        visitor.post(PATH + code, {**wrong_fact(PAGE), "bai_giai": solution}).status_code
        for _ in range(2)
    ]
    assert statuses == [HTTPStatus.NOT_FOUND, HTTPStatus.TOO_MANY_REQUESTS]


def test_attack_solution_for_another_code(visitor, code):
    solution = work(visitor.post(PATH + lock_page(OTHER), wrong_fact(OTHER)))
    response = visitor.post(PATH + code, {**second_fact(PAGE), "bai_giai": solution})
    assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert PAGE.pupil.full_name not in response.content.decode()


def test_attack_solution_of_another_visitor(visitor, code):
    solution = work(visitor.post(PATH + code, wrong_fact(PAGE)))
    stranger = Client(REMOTE_ADDR="198.51.100.7")
    response = stranger.post(PATH + code, {**second_fact(PAGE), "bai_giai": solution})
    assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_an_unknown_code_asks_for_the_same_work(visitor, code):
    pages = [visitor.post(PATH + each, wrong_fact(PAGE)) for each in (code, NOBODYS_CODE)]
    plain = [
        re.sub(rb'data-task="[^"]*"', b"", each.content).replace(asked.encode(), b"")
        for each, asked in zip(pages, (code, NOBODYS_CODE), strict=True)
    ]
    assert plain[0] == plain[1]


def test_beyond_the_limit_work_does_not_help(visitor, code):
    asked = visitor.get(PATH + code)
    for _ in range(5):
        visitor.get(PATH + code)
    response = visitor.post(f"{PATH}{code}/tinh-trang", {"bai_giai": work(asked)})
    assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "data-task" not in response.content.decode()


def test_a_neighbour_in_the_network_counts_towards_its_limit(code, monkeypatch):
    tight = replace(limits.TRIES_OF_A_NETWORK, free=0, most=2)
    monkeypatch.setattr(limits, "TRIES_OF_A_NETWORK", tight)
    pages = [
        Client(REMOTE_ADDR=f"192.0.2.{host}").post(PATH + code, wrong_fact(PAGE))
        for host in range(3)
    ]
    assert ["data-task" in each.content.decode() for each in pages] == [True, True, False]
    stranger = Client(REMOTE_ADDR="198.51.100.7").post(PATH + code, wrong_fact(PAGE))
    assert "data-task" in stranger.content.decode()


def test_the_address_of_the_work_leads_back_when_it_is_opened(visitor, code):
    assert visitor.get(f"{PATH}{code}/tinh-trang").url == PATH + code


def test_a_foreign_page_cannot_send_work(visitor, code):
    headers = {"Sec-Fetch-Site": "cross-site"}
    response = visitor.post(f"{PATH}{code}/tinh-trang", {"bai_giai": ""}, headers=headers)
    assert response.status_code == HTTPStatus.FORBIDDEN
