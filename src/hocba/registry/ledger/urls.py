"""The addresses of the ledger; those of tlog-tiles stand under one prefix, ``/so-cai``."""

from __future__ import annotations

from django.urls import path, re_path

from hocba.registry.ledger import views

urlpatterns = [
    path("so-cai/checkpoint", views.checkpoint),
    path("so-cai/tile/<path:path>", views.tile),
    re_path("^so-cai/inclusion/(?P<leaf_hash>[0-9a-f]{64})$", views.inclusion),
    path("so-cai/consistency/<int:old>/<int:new>", views.consistency),
    path("so-cai/key", views.key),
    path("so-cai/cosignature", views.cosignature),
]
