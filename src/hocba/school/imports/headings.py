"""What a column is, told from the words above it.

A heading is a path of one or more texts, from the group down to the column (``Tiếng Việt`` /
``Điểm KTĐK``), and names a field of the record. Words are compared without accents, case
and punctuation; among headings nothing else is meant by the same letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hocba.core.codes import QUALITIES, find_subject, find_trait
from hocba.core.finding import Field
from hocba.school.imports.text import key
from hocba.school.imports.vocabulary import BANNERS, FIELDS, GROUPS, IGNORED, PARTS, RATINGS, TERMS

_WORD = re.compile(r"[^\W_]+")
_JOINTS = " -–—_:/.,(["
_LONGEST_PART = max(len(part.split()) for part in PARTS)


def is_heading_word(text: str) -> bool:
    """Whether a text alone is one that stands in heading rows."""
    return key(text) in BANNERS or field_of((text,)) is not None or key(text) in PARTS


def is_part_or_group(text: str) -> bool:
    """Whether a text says only which part of a subject, or which group, a column belongs to."""
    return any(key(text) in words for words in (PARTS, GROUPS, BANNERS))


def plain_field(text: str) -> Field | None:
    """The field that a text names by itself, such as ``Mã học sinh``."""
    return FIELDS.get(key(text))


def field_of(path: Sequence[str]) -> Field | None:
    """The field of the record that a heading names, or None.

    A subject, or a group of traits, that stands without a part (level, term, comment) gives
    its bare path ``("subject", CODE)`` or ``("quality",)``: what such a column holds depends
    on the sheet. A rating without a term is not known.
    """
    texts = [piece for text in path if key(text) not in BANNERS for piece in _pieces(text)]
    known = FIELDS.get(key(" ".join(texts)))
    if known is not None and known[0] not in RATINGS:
        return known
    for rest, part in _splits(texts):
        field = _field(rest, part)
        if field is not None:
            return field
    return None


def _pieces(text: str) -> list[str]:
    """A text that begins with a group's name, as that name and what follows it."""
    spans = [match.span() for match in _WORD.finditer(text)]
    for count in range(len(spans) - 1, 0, -1):
        end = spans[count - 1][1]
        if key(text[:end]) in GROUPS:
            return [text[:end], *_rest(text[end:])]
    return [text]


def _splits(texts: list[str]) -> Iterator[tuple[list[str], str]]:
    """Each way to see a heading as what it is about and which part of it; longest part first."""
    if not texts:
        return
    *above, last = texts
    spans = [match.span() for match in _WORD.finditer(last)]
    for count in range(min(_LONGEST_PART, len(spans)), 0, -1):
        start, end = spans[-count][0], spans[count - 1][1]
        if part := PARTS.get(key(last[start:])):
            yield [*above, *_rest(last[:start])], part
        if part := PARTS.get(key(last[:end])):
            yield [*above, *_rest(last[end:])], part
    for index, text in enumerate(above):
        if part := PARTS.get(key(text)):
            yield [*above[:index], *above[index + 1 :], last], part
    yield texts, ""


def _rest(text: str) -> list[str]:
    rest = text.strip(_JOINTS + ")]")
    if text.count("(") and rest.count("(") > rest.count(")"):
        rest += ")"
    return [rest] if rest else []


def _field(texts: list[str], part: str) -> Field | None:
    groups = [GROUPS[key(text)] for text in texts if key(text) in GROUPS]
    if groups:
        return _trait_field(groups[0], [t for t in texts if key(t) not in GROUPS], part)
    if not texts:
        return ("comment", "homeroom") if part == "comment" else None
    name = " ".join(texts)
    known = FIELDS.get(key(name))
    if known is not None:
        return _part_of_known(known, part)
    subject = find_subject(name) or find_subject(re.sub(r"(?i)^môn\s+", "", name))
    if subject is not None:
        return ("subject", subject.code, part) if part else ("subject", subject.code)
    return _trait_field("", texts, part)


def _part_of_known(known: Field, part: str) -> Field | None:
    if known[0] in RATINGS:
        return (known[0], part) if part in TERMS else None
    if known == ("absences",) and part in ("term1", "term2"):
        return IGNORED
    return known if part in ("", "year") else None


def _trait_field(group: str, texts: list[str], part: str) -> Field | None:
    """A trait of ``group``, of either group if that is empty, or the comment on the group."""
    if not texts:
        return ("comment", group) if part == "comment" else ((group,) if not part else None)
    trait = find_trait(texts[-1])
    if trait is None or part not in ("", "level"):
        return None
    kind = "quality" if trait in QUALITIES.values() else "competence"
    return (kind, trait.code) if group in ("", kind) else None
