"""``/dang-nhap`` and ``/dang-xuat``."""

from __future__ import annotations

from django.urls import path

from hocba.public.signing_in import views

app_name = "signing_in"
urlpatterns = [
    path("dang-nhap", views.start, name="start"),
    path("dang-nhap/tro-ve", views.back, name="back"),
    path("dang-xuat", views.end, name="end"),
]
