"""What allauth asks of us while somebody signs in. Everything but the sign-in itself is closed."""

from __future__ import annotations

import logging
from http import HTTPStatus
from time import time
from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthError, ProviderException
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext as _

from hocba.parties.accounts.models import Account
from hocba.parties.accounts.who_may import SIGNED_IN_AT

_log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sessions begin here; accounts are opened by the provider's answer and in no other way."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def login(self, request: HttpRequest, user: Account) -> None:
        super().login(request, user)
        request.session[SIGNED_IN_AT] = int(time())


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Refusals, in our own words."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:  # noqa: ARG002
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: object,  # noqa: ARG002
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> NoReturn:
        refuse(request, _sentence(error, exception), exception)


def refuse(request: HttpRequest, sentence: str, cause: Exception | None = None) -> NoReturn:
    """End the sign-in with a page that says why. The log is told no more than the kind."""
    _log.warning("a sign-in was refused (%s)", type(cause).__name__)
    page = render(
        request, "signing_in/refused.html", {"sentence": sentence}, status=HTTPStatus.FORBIDDEN
    )
    raise ImmediateHttpResponse(page)


def _sentence(error: str | None, exception: Exception | None) -> str:
    if isinstance(exception, ProviderException):
        return str(exception)
    if error == AuthError.CANCELLED:
        return _("Việc đăng nhập đã được huỷ ở hệ thống định danh. Chưa có gì được ghi lại.")
    return _(
        "Lượt đăng nhập này không còn dùng được: đã quá mười phút, đã dùng một lần, hoặc bắt đầu "
        "ở trình duyệt khác. Hãy đăng nhập lại từ đầu."
    )
