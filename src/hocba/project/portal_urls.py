"""The addresses of the public pages: all that the portal has when it is served by itself."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from hocba.public.portal import errors

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hocba.public.portal.urls")),
    path("api/public/v1/", include("hocba.public.organisations.api")),
    path("", include("hocba.public.lookup.urls")),
    path("", include("hocba.public.organisations.urls")),
    path("", include("hocba.public.owners.urls")),
    path("", include("hocba.public.signing_in.urls")),
    path("", include("hocba.public.verifying.urls")),
]

handler400 = errors.bad_request
handler403 = errors.denied
handler404 = errors.not_found
handler500 = errors.server_error
