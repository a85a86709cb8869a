"""Ways to damage a document, by its bytes and by its structure; chance comes in as ``Random``."""

from __future__ import annotations

import copy
import re
from base64 import b64encode
from collections.abc import Callable
from random import Random

from lxml import etree

from hocba.core.packet import canonical

Mutation = Callable[[bytes, Random], bytes]
Edit = Callable[[etree._Element, Random], object]

_TOKENS = (
    *b"""< > / " & &#0; &lt; &#x41; <!-- --> <?a?> <![CDATA[ ]]> xmlns </ds:Signature>""".split(),
    *b"<DuLieu> </DuLieu> <ChuKySo> </ChuKySo> <ds:Object></ds:Object> <a/> \xff".split(),
    *(b" ", b"\n", b"\r", b"\0", b"<!-- -->", b"<!DOCTYPE a>", b"<xades:UnsignedProperties>"),
    *(b' Id="x"', b' xmlns="urn:x"', b' xmlns:x="x"', "\u0301".encode(), "\u200b".encode()),
)
_BASE64 = re.compile(rb">([A-Za-z0-9+/]{40,}={0,2})<")
_TEXT = re.compile(rb">([^<>]+)<")
_VALUE = re.compile(rb'="([^"<>]*)"')


def _span(document: bytes, chance: Random) -> tuple[int, int]:
    begin = chance.randrange(len(document) + 1)
    length = chance.randrange(40) if chance.random() < 0.8 else chance.randrange(len(document) + 1)
    return begin, min(len(document), begin + length)


# ---- bytes ------------------------------------------------------------------------------------


def flip_a_bit(document: bytes, chance: Random) -> bytes:
    changed = bytearray(document)
    changed[chance.randrange(len(document))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(document: bytes, chance: Random) -> bytes:
    begin, end = _span(document, chance)
    return document[:begin] + document[end:]


def repeat(document: bytes, chance: Random) -> bytes:
    begin, end = _span(document, chance)
    return document[:end] + document[begin:end] + document[end:]


def carry_elsewhere(document: bytes, chance: Random) -> bytes:
    begin, end = _span(document, chance)
    rest = document[:begin] + document[end:]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + document[begin:end] + rest[at:]


def insert_a_token(document: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(document) + 1)
    return document[:at] + chance.choice(_TOKENS) + document[at:]


def _within(pattern: re.Pattern[bytes], edit: Mutation) -> Mutation:
    """A mutation of one of the places that match."""

    def mutate(document: bytes, chance: Random) -> bytes:
        found = list(pattern.finditer(document))
        if not found:
            return document
        begin, end = chance.choice(found).span(1)
        return document[:begin] + edit(document[begin:end], chance) + document[end:]

    return mutate


def _other_base64(text: bytes, chance: Random) -> bytes:
    """Another letter, other padding, a line break, or other bytes altogether."""
    at = chance.randrange(len(text))
    return chance.choice(
        (
            text[:at] + chance.choice(b"ABCDwxyz0189+/").to_bytes() + text[at + 1 :],
            text[:at] + b"\n" + text[at:],
            text.rstrip(b"="),
            text + b"=",
            text[: len(text) // 8 * 4],
            b64encode(chance.randbytes(len(text) * 3 // 4)),
        )
    )


def _other_text(text: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(text))
    return chance.choice(
        (
            text[:at] + chance.choice(b"0123456789TDHCK ").to_bytes() + text[at + 1 :],
            text[::-1],
            b" " + text,
            text + b"\n",
            b"&#%d;" % text[0] + text[1:],
            b"",
        )
    )


edit_base64 = _within(_BASE64, _other_base64)
edit_text = _within(_TEXT, _other_text)
edit_a_value = _within(_VALUE, lambda text, chance: _other_text(text or b"x", chance))


# ---- structure --------------------------------------------------------------------------------


def _elements(root: etree._Element) -> list[etree._Element]:
    return list(root.iter("*"))[1:]


def _inserted(element: etree._Element, root: etree._Element, chance: Random) -> None:
    """Put ``element`` somewhere, but not into itself."""
    places = [each for each in root.iter("*") if element not in (each, *each.iterancestors())]
    if places:
        place = chance.choice(places)
        place.insert(chance.randrange(len(place) + 1), element)


def delete_an_element(root: etree._Element, chance: Random) -> None:
    element = chance.choice(_elements(root))
    element.getparent().remove(element)


def move_an_element(root: etree._Element, chance: Random) -> None:
    _inserted(chance.choice(_elements(root)), root, chance)


def copy_an_element(root: etree._Element, chance: Random) -> None:
    _inserted(copy.deepcopy(chance.choice(_elements(root))), root, chance)


def copy_under_other_ids(root: etree._Element, chance: Random) -> None:
    twin = copy.deepcopy(chance.choice(_elements(root)))
    for each in twin.iter("*"):
        if "Id" in each.attrib:
            each.set("Id", each.get("Id") + "-2")
    _inserted(twin, root, chance)


def swap_two_elements(root: etree._Element, chance: Random) -> None:
    one, other = chance.choice(_elements(root)), chance.choice(_elements(root))
    if one in (other, *other.iterancestors()) or other in one.iterancestors():
        return
    mark = etree.Element("mark")
    one.getparent().replace(one, mark)
    other.getparent().replace(other, one)
    mark.getparent().replace(mark, other)


def swap_two_texts(root: etree._Element, chance: Random) -> None:
    leaves = [each for each in _elements(root) if len(each) == 0]
    one, other = chance.choice(leaves), chance.choice(leaves)
    one.text, other.text = other.text, one.text


def wrap_an_element(root: etree._Element, chance: Random) -> None:
    element = chance.choice(_elements(root))
    wrapper = etree.Element(chance.choice(_elements(root)).tag)
    element.getparent().replace(element, wrapper)
    wrapper.append(element)


def rename_an_element(root: etree._Element, chance: Random) -> None:
    chance.choice(_elements(root)).tag = chance.choice(_elements(root)).tag


def change_an_attribute(root: etree._Element, chance: Random) -> None:
    bearing = [each for each in root.iter("*") if each.attrib]
    one, other = chance.choice(bearing), chance.choice(bearing)
    one.set(chance.choice(list(one.attrib)), chance.choice(list(other.attrib.values())))


def add_an_attribute(root: etree._Element, chance: Random) -> None:
    names = ("Id", "URI", "Type", "Algorithm", "{http://www.w3.org/XML/1998/namespace}base")
    chance.choice(_elements(root)).set(chance.choice(names), chance.choice(("", "x", "#x", "dl-x")))


def drop_an_attribute(root: etree._Element, chance: Random) -> None:
    bearing = chance.choice([each for each in root.iter("*") if each.attrib])
    del bearing.attrib[chance.choice(list(bearing.attrib))]


def change_an_id_and_all_references(root: etree._Element, chance: Random) -> None:
    bearing = chance.choice([each for each in root.iter("*") if "Id" in each.attrib])
    old = bearing.get("Id")
    new = old[:-1] + chance.choice("0123456789abcdef")
    for each in root.iter("*"):
        for name, value in each.attrib.items():
            if value.lstrip("#") == old:
                each.set(name, value.replace(old, new))


def _written(root: etree._Element, chance: Random) -> bytes:
    """Canonical most of the time, since signers write so; some documents have no such form."""
    try:
        if chance.random() < 0.8:
            return canonical(root)
    except etree.C14NError:
        pass
    return etree.tostring(root, encoding="UTF-8")


def _on_tree(edit: Edit) -> Mutation:
    """A mutation of the tree."""

    def mutate(document: bytes, chance: Random) -> bytes:
        try:
            root = etree.fromstring(document)
        except etree.XMLSyntaxError:
            return document
        if len(root):
            edit(root, chance)
        return _written(root, chance)

    mutate.__name__ = edit.__name__
    return mutate


ON_BYTES: dict[str, Mutation] = {
    "flip_a_bit": flip_a_bit,
    "cut": cut,
    "repeat": repeat,
    "carry_elsewhere": carry_elsewhere,
    "insert_a_token": insert_a_token,
    "edit_base64": edit_base64,
    "edit_text": edit_text,
    "edit_a_value": edit_a_value,
}
ON_STRUCTURE: dict[str, Mutation] = {
    edit.__name__: _on_tree(edit)
    for edit in (
        delete_an_element,
        move_an_element,
        copy_an_element,
        copy_under_other_ids,
        swap_two_elements,
        swap_two_texts,
        wrap_an_element,
        rename_an_element,
        change_an_attribute,
        add_an_attribute,
        drop_an_attribute,
        change_an_id_and_all_references,
    )
}
MUTATIONS = ON_BYTES | ON_STRUCTURE


def mutated(document: bytes, chance: Random) -> tuple[bytes, list[str]]:
    """The document after one to three mutations, with their names."""
    names = chance.choices(list(MUTATIONS), k=chance.choice((1, 1, 2, 3)))
    for name in names:
        document = MUTATIONS[name](document, chance) if document else document
    return document, names
