"""What is Vietnamese on an English page, but for names and what is marked as Vietnamese."""

from __future__ import annotations

import re

from lxml import html
from tools.translations import VIETNAMESE

from tests.public.browsing import OLDER, PUPIL
from tests.registry.school import page

NAMES = (
    *(each.pupil.full_name for each in (PUPIL, OLDER, page(3), page(4))),
    "Trường Tiểu học Kim Đồng",
)

MARKS = re.compile(r"\bC?Đ\b")
"""Achieved and not achieved: they stand as in the record, with a legend."""


def vietnamese(response, *names: str) -> list[str]:
    """Texts, labels and titles with Vietnamese letters that are neither names nor marked."""
    tree = html.fromstring(response.content)
    assert tree.get("lang") == "en"
    for each in tree.xpath("//*[@lang='vi']"):
        each.drop_tree()
    texts = tree.xpath("//text() | //@aria-label | //@data-label | //@placeholder | //@title")
    plain = (without_names(str(text), *names) for text in texts)
    return [text.strip() for text in plain if VIETNAMESE.search(text)]


def without_names(text: str, *names: str) -> str:
    for name in (*NAMES, *names):
        text = text.replace(name, "")
    return MARKS.sub("", text)
