"""Signing in against a real provider: who gets in, who does not, and the attacks by name."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from http import HTTPStatus

import pytest
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.test import Client

from hocba.parties.accounts import who_may
from hocba.parties.accounts.models import Account
from tests import identity
from tests.public.signing_in.conftest import LAN, LAN_AGAIN, MINH, NOBODY, SITE, join

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.usefixtures("joined")]


@pytest.fixture
def client():
    """A browser that sends what a real one would."""
    return Client(headers={"sec-fetch-site": "same-origin"})


def who(client):
    """The account of the client's session."""
    found = client.session.get("_auth_user_id")
    return found and Account.objects.get(pk=found)


def told(response):
    return " ".join(response.content.decode().split())


class TestSigningIn:
    def test_the_page_sets_no_cookie(self, client):
        response = client.get("/dang-nhap")
        assert "Đăng nhập bằng tài khoản định danh" in told(response)
        assert not response.cookies

    def test_the_way_out_carries_pkce_state_nonce_and_asks_anew(self, client):
        asked = identity.query_of(identity.start(client))
        assert asked["code_challenge_method"] == "S256"
        assert asked["redirect_uri"] == f"{SITE}{identity.BACK}"
        assert asked["response_type"] == "code"
        assert asked["prompt"] == "login"
        assert len(asked["state"]) >= 43
        assert len(asked["nonce"]) == 64

    def test_the_first_time_opens_an_account_with_number_and_name_and_nothing_else(self, client):
        response = identity.sign_in(client, LAN, following="/tra-cuu")
        assert response.status_code == HTTPStatus.FOUND
        assert response.url == "/tra-cuu"
        assert (who(client).personal_id, who(client).full_name) == (LAN.personal_id, LAN.name)
        assert SocialAccount.objects.get().extra_data == {}

    def test_who_was_sent_here_comes_back_to_the_whole_address(self, client):
        there = "/toi?tu-trang=%C4%90o%C3%A0n&trang=2"
        page = client.get(client.get(there).url).content.decode()
        following = unescape(re.search(r'name="tiep" value="([^"]*)"', page)[1])
        assert identity.sign_in(client, LAN, following=following).url == there

    def test_the_second_time_finds_the_same_account(self, client):
        identity.sign_in(client, LAN)
        other = Client(headers={"sec-fetch-site": "same-origin"})
        identity.sign_in(other, LAN)
        assert who(other) == who(client)
        assert Account.objects.count() == 1

    def test_the_session_cookie_is_strict_and_hidden_from_scripts(self, client):
        cookie = identity.sign_in(client, LAN).cookies["sessionid"]
        assert cookie["samesite"] == "Strict"
        assert cookie["httponly"] is True

    def test_signing_out_ends_the_session_on_the_server(self, client):
        identity.sign_in(client, LAN)
        kept = client.cookies["sessionid"].value
        client.post("/dang-xuat")
        assert who(client) is None
        assert not Session.objects.filter(session_key=kept).exists()

    def test_whoever_comes_without_a_session_is_asked_to_come_again_by_our_own_page(self, client):
        """A Strict cookie is not sent along the way back from another site."""
        address = identity.answer(identity.start(client), LAN)
        session = client.cookies.pop("sessionid")
        response = identity.come_back(client, address)
        assert 'http-equiv="refresh"' in response.content.decode()
        assert not response.cookies
        client.cookies["sessionid"] = session.value
        again = identity.with_query(address, _redir="1")
        assert identity.come_back(client, again).status_code == HTTPStatus.FOUND


class TestRefusals:
    def refused(self, response, client, words):
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert words in told(response)
        assert who(client) is None

    def test_an_account_without_a_personal_id(self, client):
        self.refused(identity.sign_in(client, NOBODY), client, "tài khoản định danh mức độ 2")
        assert not Account.objects.exists()

    def test_another_subject_with_a_personal_id_that_is_taken(self, client):
        identity.sign_in(Client(), LAN)
        self.refused(identity.sign_in(client, LAN_AGAIN), client, "số định danh cá nhân khác")

    def test_a_known_subject_with_another_personal_id(self, client):
        identity.sign_in(Client(), LAN)
        SocialAccount.objects.update(uid=MINH.sub)
        self.refused(identity.sign_in(client, MINH), client, "số định danh cá nhân khác")

    def test_who_cancels_at_the_provider(self, client):
        state = identity.query_of(identity.start(client))["state"]
        response = client.get(identity.BACK, {"state": state, "error": "access_denied"})
        self.refused(response, client, "đã được huỷ")

    def test_a_provider_that_is_away(self, client, settings):
        join(settings, "http://127.0.0.1:1", SITE)
        response = client.post("/dang-nhap")
        assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert "không trả lời" in told(response)

    def test_without_a_provider_the_page_says_so_and_opens_nothing(self, client, settings):
        settings.HOCBA_OIDC_ISSUER = ""
        assert "chưa nối với hệ thống định danh" in told(client.get("/dang-nhap"))
        response = client.post("/dang-nhap")
        assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert client.get(identity.BACK, {"code": "x", "state": "y"}).url == "/dang-nhap"


class TestAttacks:
    def test_session_fixation(self, client):
        """The cookie that an attacker planted before the sign-in is worth nothing after it."""
        identity.start(client)
        planted = client.cookies["sessionid"].value
        identity.sign_in(client, LAN)
        assert client.cookies["sessionid"].value != planted
        assert not Session.objects.filter(session_key=planted).exists()

    def test_login_csrf_with_somebody_elses_answer(self, client):
        """An attacker's code and state in the victim's browser, which began no such sign-in."""
        attacker = Client(headers={"sec-fetch-site": "same-origin"})
        address = identity.answer(identity.start(attacker), MINH)
        identity.start(client)
        response = identity.come_back(client, identity.with_query(address, _redir="1"))
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert who(client) is None

    def test_login_started_by_another_site(self):
        foreign = Client(headers={"sec-fetch-site": "cross-site"})
        assert foreign.post("/dang-nhap").status_code == HTTPStatus.FORBIDDEN

    def test_replayed_answer(self, client):
        address = identity.answer(identity.start(client), LAN)
        identity.come_back(client, address)
        client.post("/dang-xuat")
        identity.start(client)
        response = identity.come_back(client, identity.with_query(address, _redir="1"))
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert who(client) is None

    def test_code_injection(self, client):
        """A stolen code under a state of the thief's own: PKCE and nonce do not fit."""
        stolen = identity.query_of(identity.answer(identity.start(Client()), LAN))["code"]
        mine = identity.answer(identity.start(client), MINH)
        response = identity.come_back(client, identity.with_query(mine, code=stolen))
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert who(client) is None

    def test_replayed_code_under_a_new_state(self, client):
        spent = identity.query_of(used := identity.answer(identity.start(client), LAN))["code"]
        identity.come_back(client, used)
        thief = Client(headers={"sec-fetch-site": "same-origin"})
        mine = identity.answer(identity.start(thief), MINH)
        response = identity.come_back(thief, identity.with_query(mine, code=spent))
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert who(thief) is None

    def test_expired_state(self, client, monkeypatch):
        address = identity.answer(identity.start(client), LAN)
        monkeypatch.setattr(statekit, "STATE_TTL", -1)
        response = identity.come_back(client, identity.with_query(address, _redir="1"))
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert "quá mười phút" in told(response)

    def test_wrong_nonce(self, client):
        """The provider signs a token in answer to a nonce that is not this session's."""
        address = identity.with_query(identity.start(client), nonce="0" * 64)
        response = identity.come_back(client, identity.answer(address, LAN))
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert "không kiểm tra được" in told(response)

    def test_another_issuer_behind_the_configured_address(self, client, settings):
        settings.HOCBA_OIDC_ISSUER = "https://dinh-danh.example"
        response = client.post("/dang-nhap")
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert "không đúng với cấu hình" in told(response)

    def test_mix_up_with_an_answer_of_another_issuer(self, client, joined):
        """RFC 9207: the answer says which issuer it is from."""
        address = identity.answer(identity.start(client), LAN)
        assert identity.query_of(address)["iss"] == joined
        mixed = identity.with_query(address, iss="https://dinh-danh.example")
        response = identity.come_back(client, mixed)
        assert response.status_code == HTTPStatus.FORBIDDEN
        assert who(client) is None

    @pytest.mark.parametrize(
        "away",
        [
            "https://evil.example/",
            "//evil.example",
            "/\\evil.example",
            "//evil.example/toi?trang=2",
            "/\t/evil.example/?trang=2",
            "https:/evil.example?tiep=/toi",
            "javascript:alert(1)//?trang=2",
        ],
    )
    def test_open_redirect(self, client, away):
        assert identity.sign_in(client, LAN, following=away).url == "/toi"

    def test_open_redirect_in_the_query_of_the_way_back(self, client):
        """A query is carried along, and nothing in it is an address to go to."""
        following = "/toi?tiep=https://evil.example/&next=//evil.example"
        assert identity.sign_in(client, LAN, following=following).url == following

    def test_csrf_on_signing_out(self):
        strict = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})
        identity.sign_in(strict, LAN)
        assert strict.post("/dang-xuat").status_code == HTTPStatus.FORBIDDEN
        assert who(strict) is not None

    def test_a_session_that_never_ends(self, client, monkeypatch):
        identity.sign_in(client, LAN)
        monkeypatch.setattr(who_may, "LONGEST_SESSION", timedelta(seconds=-1))
        assert client.post("/dang-xuat").url == "/dang-nhap?tiep=%2Fdang-xuat"
        assert who(client) is None


@pytest.mark.parametrize("path", ["login", "signup", "password/reset", "email", "3rdparty/"])
def test_there_is_no_other_way_in(client, path):
    for prefix in ("/", "/accounts/", "/tai-khoan/"):
        assert client.get(f"{prefix}{path}").status_code == HTTPStatus.NOT_FOUND
