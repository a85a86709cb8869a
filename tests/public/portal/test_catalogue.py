"""The English catalogue says all that the pages say, in English, and is compiled as it stands."""

from __future__ import annotations

import re

import polib
import pytest
from tools.translations import CATALOGUE, VIETNAMESE, Message, catalogue, messages

BRING_UP = "hãy chạy .venv/bin/python tools/translations.py rồi dịch"
ENTRIES = catalogue()


def test_it_has_every_sentence_and_no_other():
    kept = {Message(entry.msgid, entry.msgid_plural) for entry in ENTRIES}
    assert messages() - kept == set(), BRING_UP
    assert kept - messages() == set(), BRING_UP


def test_every_sentence_has_a_translation():
    assert [entry.msgid for entry in ENTRIES.untranslated_entries()] == []
    assert [entry.msgid for entry in ENTRIES.fuzzy_entries()] == []


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.msgid[:40])
def test_a_translation_is_english_and_fills_the_same_gaps(entry):
    gap = re.compile(r"%\(\w+\)[sd]")
    for form in forms(entry):
        # The marks of the record stay as they are in it: Đ, CĐ.
        assert not VIETNAMESE.search(re.sub(r"\bC?Đ\b", "", form)), form
        assert set(gap.findall(form)) == set(gap.findall(entry.msgid))


def test_what_is_compiled_is_this_catalogue():
    assert CATALOGUE.with_suffix(".mo").read_bytes() == ENTRIES.to_binary(), BRING_UP
