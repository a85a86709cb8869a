"""``/nop-so…``: pages for the clerk, and under them what their script calls."""

from __future__ import annotations

from django.urls import path

from hocba.school.sending import api, views

app_name = "sending"
urlpatterns = [
    path("nop-so", views.start, name="start"),
    path("nop-so/lop", views.class_page, name="class"),
    path("nop-so/chung-thu", api.card, name="card"),
    path("nop-so/goi", api.opening, name="opening"),
    path("nop-so/goi/<uuid:packet_id>", views.packet_page, name="packet"),
    path("nop-so/goi/<uuid:packet_id>/tep", views.packet_file, name="file"),
    path("nop-so/goi/<uuid:packet_id>/can-ky", api.part, name="part"),
    path("nop-so/goi/<uuid:packet_id>/chu-ky", api.value, name="value"),
]
