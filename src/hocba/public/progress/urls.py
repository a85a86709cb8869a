"""``/tien-do``."""

from __future__ import annotations

from django.urls import path

from hocba.public.progress import views

app_name = "progress"
urlpatterns = [
    path("tien-do", views.start, name="start"),
    path("tien-do/<str:code>", views.unit, name="unit"),
]
