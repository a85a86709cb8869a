"""``/toi`` and ``/xem``."""

from __future__ import annotations

from django.urls import path, re_path

from hocba.public.lookup.codes import CODE
from hocba.public.owners import links, views

_SECRET = "(?P<secret>[A-Za-z0-9_-]{43})"  # noqa: S105 - a pattern

app_name = "owners"
urlpatterns = [
    path("toi", views.home, name="home"),
    re_path(f"^toi/hoc-ba/(?P<code>{CODE})$", views.transcript, name="transcript"),
    re_path(f"^toi/hoc-ba/(?P<code>{CODE})/ban-in$", views.pdf, name="pdf"),
    re_path(f"^toi/hoc-ba/(?P<code>{CODE})/da-xem$", views.seen, name="seen"),
    re_path(f"^toi/hoc-ba/(?P<code>{CODE})/cho-phep$", views.grants, name="grants"),
    path("toi/cho-phep/<uuid:grant>/thu-hoi", views.end_grant, name="end_grant"),
    re_path(f"^xem/{_SECRET}$", links.link, name="link"),
    re_path(f"^xem/{_SECRET}/(?P<code>{CODE})/ban-in$", links.link_pdf, name="link_pdf"),
]
