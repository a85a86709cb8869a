"""How long to wait, as people say it."""

from __future__ import annotations

from django.utils.translation import ngettext

_LONG = 90
"""Minutes beyond which hours are said."""


def about(seconds: int) -> str:
    """Whole minutes, or hours if it is long; rounded up, so that nobody comes back too early."""
    minutes = -(-seconds // 60)
    if minutes <= _LONG:
        return ngettext("%(count)d phút", "%(count)d phút", minutes) % {"count": minutes}
    hours = -(-minutes // 60)
    return ngettext("%(count)d giờ", "%(count)d giờ", hours) % {"count": hours}
