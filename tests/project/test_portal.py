"""The public pages served by themselves: every one of them, and no other."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.urls import Resolver404, resolve

from hocba.adapters.roles import PORTAL_ROLE, ROLE
from hocba.project import portal_urls, urls
from tests.project.test_settings import read_settings
from tests.public.transcripts import NOBODYS_CODE, PATH

OTHERS = ["/api/v1/packets", "/api/v1/openapi.json", "/ky-so", "/so-cai/checkpoint", "/so-cai/key"]
PUBLIC = [
    "/",
    "/tra-cuu",
    PATH + NOBODYS_CODE,
    "/kiem-tra",
    "/toi",
    "/dang-nhap",
    "/api/public/v1/openapi.json",
]


@pytest.fixture
def alone(settings):
    settings.ROOT_URLCONF = portal_urls.__name__


@pytest.mark.parametrize("path", OTHERS)
def test_by_itself_it_has_no_page_of_schools_and_registry(alone, client, path):
    assert client.get(path).status_code == HTTPStatus.NOT_FOUND
    with pytest.raises(Resolver404):
        resolve(path, portal_urls.__name__)


@pytest.mark.parametrize("path", PUBLIC)
def test_by_itself_it_has_every_public_page(path):
    assert resolve(path, portal_urls.__name__).route == resolve(path, urls.__name__).route


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/tra-cuu", "/kiem-tra", "/dang-nhap", PATH + NOBODYS_CODE])
def test_a_page_leads_nowhere_that_is_not_there(alone, client, path):
    response = client.get(path)
    assert response.status_code in {HTTPStatus.OK, HTTPStatus.NOT_FOUND}
    assert "Học bạ số" in response.content.decode()


@pytest.mark.parametrize(
    ("serves", "role", "addresses"),
    [("", ROLE, "urls"), ("all", ROLE, "urls"), ("portal", PORTAL_ROLE, "portal_urls")],
)
def test_the_setting_chooses_pages_and_role_together(tmp_path, serves, role, addresses):
    settings, _ = read_settings({"HOCBA_HOME": str(tmp_path), "HOCBA_SERVES": serves})
    assert settings["ROOT_URLCONF"] == f"hocba.project.{addresses}"
    assert settings["DATABASES"]["default"]["OPTIONS"]["options"] == f"-c role={role}"


def test_another_word_is_refused(tmp_path):
    _, errors = read_settings({"HOCBA_HOME": str(tmp_path), "HOCBA_SERVES": "everything"})
    assert "HOCBA_SERVES phải là một trong: all, portal" in errors
