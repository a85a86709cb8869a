"""The addresses of the web application: the public pages, and those of schools and registry."""

from __future__ import annotations

from django.urls import include, path

from hocba.project import portal_urls
from hocba.project.portal_urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    *portal_urls.urlpatterns,
    path("api/v1/", include("hocba.registry.api.urls")),
    path("", include("hocba.public.progress.urls")),
    path("", include("hocba.registry.ledger.urls")),
    path("", include("hocba.school.sending.urls")),
    path("", include("hocba.school.signing.urls")),
    path("", include("hocba.school.withdrawing.urls")),
    path("", include("hocba.school.workbooks.urls")),
]
