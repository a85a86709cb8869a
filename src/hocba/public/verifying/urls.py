"""``/kiem-tra``."""

from __future__ import annotations

from django.urls import path

from hocba.public.verifying import views
from hocba.public.verifying.printed import printed

app_name = "verifying"
urlpatterns = [
    path("kiem-tra", views.verifying, name="verifying"),
    path("kiem-tra/ban-in", printed, name="printed"),
]
