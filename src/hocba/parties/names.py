"""Names of units as people write them, made comparable."""

from __future__ import annotations

import re
import unicodedata

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_LONG_FORMS = (
    ("giáo dục và đào tạo", "gdđt"),
    ("giáo dục đào tạo", "gdđt"),
    ("gd&đt", "gdđt"),
    ("gd và đt", "gdđt"),
    ("trung học phổ thông", "thpt"),
    ("trung học cơ sở", "thcs"),
    ("tiểu học", "th"),
)
_SILENT = frozenset({"trường", "và"})


def name_key(name: str) -> str:
    """What two spellings of one unit's name have in common.

    Indifferent to case, blanks, dashes, "&" or "và", "Trường" or not, long or short forms
    (Trung học phổ thông, THPT) and where the tone stands (Hoà, Hòa).
    """
    text = " ".join(unicodedata.normalize("NFC", name).casefold().split())
    for long, short in _LONG_FORMS:
        text = text.replace(long, short)
    return " ".join(_tone_last(word) for word in re.findall(r"\w+", text) if word not in _SILENT)


def _tone_last(word: str) -> str:
    """A syllable has one tone, but two schools of where to write it."""
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(letter for letter in letters if letter in _TONES)
    return "".join(letter for letter in letters if letter not in _TONES) + tones
