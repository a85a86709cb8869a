"""Run a bench module's ``main`` once Django is ready: ``python -m bench.with_django MODULE …``."""

from __future__ import annotations

import sys
from importlib import import_module

from hocba.project.django_setup import setup

if __name__ == "__main__":
    setup()
    import_module(sys.argv[1]).main(*sys.argv[2:])
