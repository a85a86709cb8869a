"""Makes Django ready for a command; a module of its own, so that others start without Django."""

from __future__ import annotations

import os

import django


def setup() -> None:
    """Load the settings and the apps. Raises InputError when the settings are incomplete."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hocba.project.settings")
    django.setup()
