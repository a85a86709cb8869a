"""Pages of a packet that break the schema, and the seal put on them as they are."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from tests.core.signature.forging import HOCBA

Edit = Callable[[etree._Element], None]

MADE_UP = "NguyenVanAn001214649896"
"""A name of an element that tells of a person."""


def wrong_score(*places: int) -> Edit:
    """An edit of a packet that gives the pages at ``places`` a score that there is not."""

    def edit(root: etree._Element) -> None:
        for place in places:
            root[1][place].find(f".//{HOCBA}DiemKTDK").text = "11.55"

    return edit


def unknown_element(place: int) -> Edit:
    """An edit that puts an element into the data that the schema does not know."""

    def edit(root: etree._Element) -> None:
        root[1][place][0].insert(3, etree.Element(f"{HOCBA}{MADE_UP}"))

    return edit


def then(*edits: Edit) -> Edit:
    """All of these, one after the other."""

    def edit(root: etree._Element) -> None:
        for each in edits:
            each(root)

    return edit
