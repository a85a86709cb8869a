"""``/co-quan``."""

from __future__ import annotations

from django.urls import path

from hocba.public.organisations import views

app_name = "organisations"
urlpatterns = [path("co-quan", views.batch, name="batch")]
