"""The number of a copy: 60 random bits as people can read them out and type them.

Twelve characters of Crockford's base 32, in groups of four: 7F3K-9QW2-MX5T. A number that can
be guessed would tell a stranger how many copies there are, and let them try one after another.
"""

from __future__ import annotations

import re
import secrets

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 12
_MISREAD = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s\-‐‑–—.]+")


def draw() -> str:
    """A serial number that nobody has had before."""
    return _spelled("".join(secrets.choice(_DIGITS) for _ in range(_LENGTH)))


def read_serial(text: str) -> str | None:
    """The serial number that ``text`` means, or None when it is none."""
    found = _BETWEEN.sub("", text).upper().translate(_MISREAD)
    return _spelled(found) if re.fullmatch(f"[{_DIGITS}]{{{_LENGTH}}}", found) else None


def _spelled(digits: str) -> str:
    return "-".join(digits[start : start + 4] for start in range(0, _LENGTH, 4))
