"""A lookup code as people have it: typed, pasted, or as the whole address out of a QR code."""

from __future__ import annotations

import re

PATH = "/tra-cuu/"

CODE = "[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}"
"""A UUID v4 in hexadecimal digits."""

_BETWEEN = re.compile(r"[\s\-‐‑–—.]+")
_MISREAD = str.maketrans("oil", "011")
"""Letters that no code has, for the digits that they look like on paper."""


def read_code(text: str) -> str | None:
    """The 32 hexadecimal digits that ``text`` means, or None when it is no lookup code."""
    last = text.strip().rpartition(PATH)[2].partition("?")[0].partition("#")[0]
    code = _BETWEEN.sub("", last.strip("/")).lower().translate(_MISREAD)
    return code if re.fullmatch(CODE, code) else None
