"""``/tra-cuu``."""

from __future__ import annotations

from django.urls import path, register_converter

from hocba.public.lookup import views
from hocba.public.lookup.codes import CODE


class LookupCode:
    """32 hexadecimal digits in the one spelling that every address has."""

    regex = CODE

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(LookupCode, "lookup_code")

app_name = "lookup"
urlpatterns = [
    path("tra-cuu", views.search, name="search"),
    path("tra-cuu/<lookup_code:code>", views.transcript, name="transcript"),
    path("tra-cuu/<lookup_code:code>/tinh-trang", views.standing_by_work, name="standing"),
    path("tra-cuu/<lookup_code:code>/ban-in", views.pdf, name="pdf"),
    path("tra-cuu/<str:text>", views.other_spelling, name="other_spelling"),
]
