"""The same words written in different ways: what may be made equal without guessing."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile(r"\s+")
_EXCEL_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_WORDS = re.compile(r"[\W_]+")
_STROKES = str.maketrans("đ", "d")

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode categories without a shape: controls, zero-width marks, surrogates, unassigned."""

_LOOKALIKES = str.maketrans("ÐðƉ", "ĐđĐ")
"""Icelandic eth and African d, which old Vietnamese fonts left in place of Đ."""


def clean(text: str) -> str:
    """The text in NFC on one line: no outer, doubled, no-break or zero-width blanks."""
    spaced = _BLANKS.sub(" ", unicodedata.normalize("NFC", text).translate(_LOOKALIKES))
    visible = "".join(c for c in spaced if unicodedata.category(c) not in _INVISIBLE)
    return _BLANKS.sub(" ", visible).strip()


def key(text: str) -> str:
    """What headings are compared by: small ASCII words, without accents or punctuation."""
    small = unicodedata.normalize("NFD", clean(text).casefold()).translate(_STROKES)
    return _NOT_WORDS.sub(" ", "".join(c for c in small if not unicodedata.combining(c))).strip()


def unescape(text: str) -> str:
    """Undo Excel's ``_x000D_`` notation for characters that XML cannot hold."""
    return _EXCEL_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
