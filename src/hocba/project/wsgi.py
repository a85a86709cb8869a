"""The web application as WSGI servers know it: the front door, and Django behind it.

A server must load this in each of its processes, not before it forks them: a thread saves the
counts of limits.
"""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hocba.project.settings")
_django = get_wsgi_application()  # before anything that needs Django's applications

from hocba.adapters.pool import Pool  # noqa: E402
from hocba.public.limits.batching import Batch, keep_saving  # noqa: E402
from hocba.public.lookup.front import AT_ONCE, FrontDoor  # noqa: E402

_counts = Batch()
keep_saving(_counts)
application = FrontDoor(_django, Pool(AT_ONCE).fetch, _counts)
