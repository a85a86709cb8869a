"""The national provider as allauth knows it, held to what OpenID Connect asks of a client.

allauth carries the exchange (state, PKCE, code for token). What it leaves open is closed here:
the ID token's signature and nonce, the issuer in the discovery document, that the user info is
of the same subject – and nothing but personal ID and name is taken from the answer.
"""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from hocba.adapters import clock
from hocba.adapters.identity import read_id_token
from hocba.core.errors import HocbaError, InputError
from hocba.parties.accounts.actions import Identity, admit
from hocba.parties.accounts.models import Account

PROVIDER_ID = "dinh-danh"
WAY_BACK = "/dang-nhap/tro-ve"
"""Registered with the provider, so the same in every language."""

_NONCE = "hocba.public.signing_in.nonce"
ANOTHER_ISSUER = "Hệ thống định danh trả lời không đúng với cấu hình; hãy báo cho người quản trị."


class NationalIdProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """An OpenID provider with the exchange below, whoever begins it."""

    id = "national_id"

    def get_oauth2_adapter(self, request: HttpRequest) -> NationalIdAdapter:
        return NationalIdAdapter(request)


provider_classes = [NationalIdProvider]


def nonce_of(state: str) -> str:
    """The nonce that belongs to a state: whoever holds the one holds the session of the other."""
    digest: str = salted_hmac(_NONCE, state, algorithm="sha256").hexdigest()
    return digest


class NationalIdAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The exchange with the provider for one request."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, PROVIDER_ID)

    @property
    def openid_config(self) -> dict[str, Any]:
        """The discovery document; raises ProviderException when it speaks for another issuer."""
        config: dict[str, Any] = super().openid_config
        if config.get("issuer") != settings.HOCBA_OIDC_ISSUER:
            raise ProviderException(ANOTHER_ISSUER)
        return config

    def get_callback_url(self, request: HttpRequest, app: object) -> str:  # noqa: ARG002
        """The address that is registered with the provider, whatever name the request came by."""
        return f"{settings.HOCBA_PUBLIC_URL}{WAY_BACK}"

    def complete_login(
        self, request: HttpRequest, app: Any, token: SocialToken, **answer: Any
    ) -> SocialLogin:
        """Whom the provider's answer names. Raises ProviderException with a sentence to show."""
        state = request.GET.get("state", "")
        try:
            claims = self._claims(app.client_id, token.token, answer["response"], nonce_of(state))
            account = admit(_identity(claims), at=clock.now())
        except HocbaError as error:
            raise ProviderException(error.message) from error
        subject = SocialAccount(user=account, provider=PROVIDER_ID, uid=claims["sub"])
        return SocialLogin(user=Account(), account=subject, provider=self.get_provider())

    def _claims(
        self, client_id: str, access_token: str, answer: dict[str, str], nonce: str
    ) -> dict[str, Any]:
        claims = read_id_token(
            answer.get("id_token", ""),
            self._get(self.openid_config["jwks_uri"]),
            issuer=self.openid_config["issuer"],
            client_id=client_id,
            nonce=nonce,
        )
        more = self._fetch_user_info(access_token)
        if more.get("sub") != claims["sub"]:  # Core, 5.3.2: it may be another person's
            raise InputError(ANOTHER_ISSUER)
        return {**claims, **more}

    def _get(self, address: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
            answer.raise_for_status()
            keys: dict[str, Any] = answer.json()
        return keys


def _identity(claims: dict[str, Any]) -> Identity:
    return Identity(
        provider=PROVIDER_ID,
        subject=str(claims["sub"]),
        personal_id=str(claims.get(settings.HOCBA_OIDC_PERSONAL_ID_CLAIM, "")),
        full_name=str(claims.get("name", "")),
    )
