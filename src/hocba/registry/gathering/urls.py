"""The address at which the Ministry takes dispatches in."""

from __future__ import annotations

from django.urls import path

from hocba.registry.gathering.views import dispatches

app_name = "gathering"
urlpatterns = [path("api/v1/dispatches", dispatches, name="dispatches")]
