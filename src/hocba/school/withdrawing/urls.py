"""``/rut-chu-ky…``: pages for the head."""

from __future__ import annotations

from django.urls import path

from hocba.school.withdrawing import views

app_name = "withdrawing"
urlpatterns = [
    path("rut-chu-ky", views.start, name="start"),
    path("rut-chu-ky/lop", views.class_page, name="class"),
]
