"""The addresses of the web application."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from hocba.public.portal import errors

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hocba.public.portal.urls")),
    path("api/public/v1/", include("hocba.public.organisations.api")),
    path("api/v1/", include("hocba.registry.api.urls")),
    path("", include("hocba.public.lookup.urls")),
    path("", include("hocba.public.organisations.urls")),
    path("", include("hocba.public.owners.urls")),
    path("", include("hocba.public.signing_in.urls")),
    path("", include("hocba.public.verifying.urls")),
    path("", include("hocba.registry.ledger.urls")),
    path("", include("hocba.school.sending.urls")),
    path("", include("hocba.school.signing.urls")),
]

handler400 = errors.bad_request
handler403 = errors.denied
handler404 = errors.not_found
handler500 = errors.server_error
