"""To the national provider, back from it, and out.

The session's cookie is Strict: a browser sends it with no request that another site began, so
nothing that another site does ever acts for somebody who is signed in. The way back from the
provider is such a request. Instead of weakening the cookie, the page that answers it asks the
browser to come again by itself: that second request is begun by our own page and brings the
cookie, with the state that the code must fit (allauth does so when it finds no state). In the
same way the way out is a page of ours and not a redirect, which ``form-action 'self'`` forbids.
"""

from __future__ import annotations

import secrets
from http import HTTPStatus

from allauth.socialaccount.providers.base import AuthProcess, ProviderException
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from hocba.core.errors import Unavailable
from hocba.parties.accounts.models import Account
from hocba.parties.accounts.who_may import NEXT, anybody, who_may
from hocba.public.portal.errors import wrong_method
from hocba.public.portal.same_site import without_cookies
from hocba.public.signing_in.adapters import refuse
from hocba.public.signing_in.provider import ANOTHER_ISSUER, NationalIdAdapter, nonce_of


@without_cookies
def start(request: HttpRequest) -> HttpResponse:
    """``/dang-nhap``: what signing in is for; by POST, to the provider. No cookie before that."""
    if request.method == "POST" and settings.HOCBA_OIDC_ISSUER:
        return _to_the_provider(request)
    if request.method in {"GET", "HEAD", "POST"}:
        context = {
            "open": bool(settings.HOCBA_OIDC_ISSUER),
            "demonstration": settings.HOCBA_STAGE == "demonstration",
            "next": _next(request.GET),
        }
        status = HTTPStatus.SERVICE_UNAVAILABLE if request.method == "POST" else HTTPStatus.OK
        return render(request, "signing_in/start.html", context, status=status)
    return wrong_method(request, "GET, HEAD, POST")


def _to_the_provider(request: HttpRequest) -> HttpResponse:
    state = secrets.token_urlsafe(32)
    provider = NationalIdAdapter(request).get_provider()
    try:
        there: HttpResponseRedirect = provider.redirect(
            request,
            process=AuthProcess.LOGIN,
            next_url=_next(request.POST),
            state_id=state,
            auth_params={"nonce": nonce_of(state), "prompt": "login"},
        )
    except ProviderException as error:
        refuse(request, str(error), error)
    except RequestException as error:
        raise Unavailable(
            _("Hệ thống định danh hiện không trả lời; hãy thử lại sau ít phút.")
        ) from error
    return render(request, "signing_in/leave.html", {"address": there.url})


@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """``/dang-nhap/tro-ve``: the provider's answer; a new session, or a page that says why not."""
    if not settings.HOCBA_OIDC_ISSUER:
        return redirect("signing_in:start")
    if request.GET.get("iss", settings.HOCBA_OIDC_ISSUER) != settings.HOCBA_OIDC_ISSUER:
        refuse(request, ANOTHER_ISSUER)
    response: HttpResponse = OAuth2CallbackView.adapter_view(NationalIdAdapter(request))(request)
    return response


@require_POST
@who_may(anybody)
def end(request: HttpRequest, account: Account) -> HttpResponse:  # noqa: ARG001
    """``/dang-xuat``: the session and all that it holds is gone."""
    logout(request)
    return redirect("signing_in:start")


def _next(fields: object) -> str:
    """The page to go to afterwards: an address of our own, else the owner's first page."""
    wanted = str(fields.get(NEXT, "")) if hasattr(fields, "get") else ""
    own = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if own else settings.LOGIN_REDIRECT_URL
