"""``/ky-so…``: pages for people, and under them what the signing page's script calls."""

from __future__ import annotations

from django.urls import path

from hocba.school.signing import api, views

app_name = "signing"
urlpatterns = [
    path("ky-so", views.start, name="start"),
    path("ky-so/lop", views.class_page, name="class"),
    path("ky-so/chung-thu", api.card, name="card"),
    path("ky-so/phien", api.opening, name="opening"),
    path("ky-so/phien/<uuid:session_id>", views.session_page, name="session"),
    path("ky-so/phien/<uuid:session_id>/tien-do", api.state, name="state"),
    path("ky-so/phien/<uuid:session_id>/can-ky", api.part, name="part"),
    path("ky-so/phien/<uuid:session_id>/chu-ky", api.values, name="values"),
    path("ky-so/phien/<uuid:session_id>/huy", api.closing, name="closing"),
]
