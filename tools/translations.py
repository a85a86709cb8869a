"""Brings the English catalogue up to what the pages say, and compiles it.

    .venv/bin/python tools/translations.py

A sentence is found where a template or a module of the public pages marks it for translation, and
as a Vietnamese string in the modules of sentences that know nothing of translation. New ones are
added without a translation, which a test then asks for; those that nobody says any more go.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

from hocba.core.signature.reasons import Revocation, valid

SOURCE = Path(__file__).resolve().parents[1] / "src" / "hocba"
CATALOGUE = SOURCE / "public" / "locale" / "en" / "LC_MESSAGES" / "django.po"
PLACES = (
    "public",
    "parties/accounts",
    "school/sending",
    "school/signing",
    "school/withdrawing",
    "school/workbooks",
)
SENTENCES = (
    "core/signature/reasons.py",
    "core/codes/words.py",
    "core/lifecycle.py",
    "core/packet/order.py",
    "adapters/pades/reasons.py",
    "parties/accounts/actions.py",
    "public/copies/standing.py",
    "public/lookup/transcripts.py",
    "public/printing/reprint.py",
    "public/owners/granting.py",
    "public/owners/queries.py",
    "public/signing_in/adapters.py",
    "public/signing_in/provider.py",
    "school/signing/listing.py",
    "school/signing/rights.py",
)
VIETNAMESE = re.compile(r"[À-ỹĐđ]")

_MARKS = {"_", "gettext", "gettext_lazy"}
_PLURAL_MARKS = {"ngettext", "ngettext_lazy"}
_QUOTED = r"""[ur]*('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_IN_TEMPLATES = re.compile(rf"\b(?:_|gettext)\({_QUOTED}\)|\bngettext\({_QUOTED}, {_QUOTED},")


class Message(NamedTuple):
    """``plural`` is empty where there is one form."""

    text: str
    plural: str = ""


def messages() -> set[Message]:
    """Everything that a public page may say."""
    found = {
        Message(valid(each, stamped=so).message) for each in Revocation for so in (True, False)
    }
    for place in PLACES:
        for template in (SOURCE / place).rglob("*.html"):
            found |= set(_of_template(template.read_text(encoding="utf-8")))
        for module in (SOURCE / place).rglob("*.py"):
            found |= set(_marked(ast.parse(module.read_text(encoding="utf-8"))))
    for name in SENTENCES:
        found |= set(_sentences(ast.parse((SOURCE / name).read_text(encoding="utf-8"))))
    return found


def _of_template(text: str) -> Iterator[Message]:
    for one, singular, plural in _IN_TEMPLATES.findall(templatize(text)):
        if one:
            yield Message(ast.literal_eval(one))
        else:
            yield Message(ast.literal_eval(singular), ast.literal_eval(plural))


def _marked(tree: ast.AST) -> Iterator[Message]:
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        texts = [each.value for each in call.args if isinstance(each, ast.Constant)]
        if call.func.id in _MARKS and texts:
            yield Message(texts[0])
        elif call.func.id in _PLURAL_MARKS and len(texts) >= 2:
            yield Message(texts[0], texts[1])


def _sentences(tree: ast.AST) -> Iterator[Message]:
    """Strings of a module that are neither docstrings nor pieces of a longer sentence."""
    aside = {
        id(piece)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr | ast.Expr)
        for piece in ast.walk(node)
    }
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in aside else None
        if isinstance(text, str) and VIETNAMESE.search(text) and "{" not in text:
            yield Message(text)


def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE), wrapwidth=98)


def bring_up(book: polib.POFile) -> None:
    """Add what is new and drop what nobody says; order by what is said, so that changes show."""
    known = {Message(entry.msgid, entry.msgid_plural): entry for entry in book}
    book.clear()
    for message in sorted(messages()):
        book.append(known.get(message) or _new(message))


def _new(message: Message) -> polib.POEntry:
    if message.plural:
        forms = {0: "", 1: ""}
        return polib.POEntry(msgid=message.text, msgid_plural=message.plural, msgstr_plural=forms)
    return polib.POEntry(msgid=message.text)


def main() -> int:
    """Exit code 1 while something has no translation."""
    book = catalogue()
    bring_up(book)
    book.save(str(CATALOGUE))
    book.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    missing = book.untranslated_entries()
    sys.stderr.writelines(f"chưa dịch: {entry.msgid}\n" for entry in missing)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
