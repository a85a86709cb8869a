"""Vietnamese names as schools write them, folded to one key each.

Two spellings share a key when they differ only in case, blanks, punctuation, composed or
decomposed accents, ``&`` for ``và``, ``y`` for ``i`` (Mỹ/Mĩ) or the vowel that carries the
tone (hóa/hoá). Another tone or another vowel is another name.
"""

from __future__ import annotations

import re
import unicodedata

_TONES = (
    "\N{COMBINING GRAVE ACCENT}\N{COMBINING ACUTE ACCENT}\N{COMBINING HOOK ABOVE}"
    "\N{COMBINING TILDE}\N{COMBINING DOT BELOW}"
)
_BETWEEN_WORDS = re.compile(r"[\s\-–—()/,.;:_]+")


def fold(text: str) -> str:
    """The key of a name."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("&", " và ")).replace("y", "i")
    return " ".join(_tone_last(word) for word in _BETWEEN_WORDS.split(plain) if word)


def _tone_last(word: str) -> str:
    letters = "".join(mark for mark in word if mark not in _TONES)
    return letters + "".join(mark for mark in word if mark in _TONES)
