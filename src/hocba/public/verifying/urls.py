"""``/kiem-tra``."""

from __future__ import annotations

from django.urls import path

from hocba.public.verifying import views

app_name = "verifying"
urlpatterns = [path("kiem-tra", views.verifying, name="verifying")]
