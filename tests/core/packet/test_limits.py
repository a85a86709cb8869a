"""What may not even reach the XML parser, and what it costs to find out."""

from __future__ import annotations

import gzip
import zlib
from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from hocba.core.errors import LimitExceeded, PacketError
from hocba.core.packet import limits, parse, read_page, write_page
from hocba.core.packet.limits import (
    LONGEST_NAMESPACE,
    MAX_ATTRIBUTES,
    MAX_BYTES,
    MAX_DEPTH,
    MAX_ELEMENTS,
)
from tests.core.packet.examples import PRIMARY, with_comment

PAGE = write_page(PRIMARY)
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'
BOMB = (
    b"""<!DOCTYPE HocBa [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
)


def refused(data: bytes) -> PacketError:
    with pytest.raises(PacketError) as error:
        parse(data)
    return error.value


def in_comment(text: bytes) -> bytes:
    """The page with this markup inside the text of a subject's comment."""
    return PAGE.replace("Tính toán".encode(), b"T" + text)


@pytest.mark.parametrize(
    "data",
    [
        BOMB + PAGE,
        b"<!DOCTYPE HocBa>" + PAGE,
        b'<!DOCTYPE HocBa SYSTEM "file:///etc/passwd">' + PAGE,
        DECLARATION + b"<!DOCTYPE HocBa>" + PAGE,
        in_comment(b"<!-- -->"),
        in_comment(b"<![CDATA[x]]>"),
        in_comment(b"<?php x?>"),
        b"<!-- -->" + PAGE,
        PAGE + b"<!-- -->",
        b'<?xml-stylesheet href="http://example.org/x.xsl"?>' + PAGE,
        DECLARATION + DECLARATION + PAGE,
        b'<?xml version="1.0" encoding="UTF-7"?>' + PAGE,
        b'<?xml version="1.1"?>' + PAGE,
        b'<?xml version="1.0" standalone="yes"?>' + PAGE,
    ],
)
def test_document_types_entities_comments_cdata_and_instructions_are_refused(data: bytes) -> None:
    assert refused(data).code == "CAU_TRUC_CAM"


@pytest.mark.parametrize("entity", [b"&b;", b"&nbsp;", b"&amp", b"& ", b"&#x;", b"&#;", b"&%b;"])
def test_an_entity_that_nobody_declared_is_refused_before_parsing(entity: bytes) -> None:
    with pytest.raises(PacketError) as error:
        limits.check(in_comment(entity))
    assert error.value.code == "CAU_TRUC_CAM"


@pytest.mark.parametrize("sign", [b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&#233;", b"&#x1EBF;"])
def test_a_character_may_be_written_as_a_reference(sign: bytes) -> None:
    assert read_page(in_comment(sign))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_another_encoding_and_a_byte_order_mark_are_refused(encoding: str) -> None:
    refused(PAGE.decode().encode(encoding))


@pytest.mark.parametrize("wrong", [b"\xff", b"\xc0\xbc", b"\xed\xa0\x80", b"\xe1\xbb", b"\x00"])
def test_bytes_that_are_not_utf8_are_refused(wrong: bytes) -> None:
    assert refused(in_comment(wrong)).code == "GOI_TIN_HONG"


def test_an_xml_declaration_of_utf8_is_taken_off() -> None:
    assert limits.check(DECLARATION + b"\n" + PAGE) == PAGE


def test_a_document_of_the_largest_size_is_let_through_and_one_byte_more_is_not() -> None:
    largest = b"<a>".ljust(MAX_BYTES, b"x")
    assert limits.check(largest) == largest
    with pytest.raises(LimitExceeded):
        limits.check(largest + b"x")


def test_too_many_elements_are_refused_before_parsing() -> None:
    with pytest.raises(LimitExceeded, match="phần tử"):
        parse(b"<a></a>" * (MAX_ELEMENTS + 1))


def test_too_many_attributes_are_refused_before_parsing() -> None:
    many = b" ".join(b'a%d=""' % number for number in range(MAX_ATTRIBUTES + 1))
    with pytest.raises(LimitExceeded, match="thuộc tính"):
        parse(b"<a " + many + b"/>")


def nested(levels: int, opening: bytes = b"<a>", closing: bytes = b"</a>") -> bytes:
    return opening * levels + closing * levels


@pytest.mark.parametrize(
    "deep",
    [
        nested(MAX_DEPTH + 1),
        nested(10_000),
        nested(MAX_DEPTH, b'<a b="/>">') + nested(MAX_DEPTH + 1, b'<a b="/>">'),
        nested(MAX_DEPTH + 1, b"<a b='/>' c='\"/>'\n>", b"</a\n>"),
        b"<a>" * MAX_DEPTH + b"<a/>" + b"</a>" * MAX_DEPTH,
        b"<a>" + nested(5) * 100 + nested(MAX_DEPTH) + b"</a>",
        b"<a>" * (MAX_DEPTH + 1),
        b"<a><b></b>/>" * (MAX_DEPTH + 1),
        b"<a>/>" * (MAX_DEPTH + 1) + b"</a>" * (MAX_DEPTH + 1),
    ],
)
def test_a_deeply_nested_document_is_refused_before_parsing(deep: bytes) -> None:
    with pytest.raises(LimitExceeded, match="sâu"):
        limits.check(deep)


@pytest.mark.parametrize(
    "flat",
    [
        nested(MAX_DEPTH),
        b"<a>" + b"<a/>" * 10_000 + b"</a>",
        b"<a>" + b"<a b='>' c=\"'/>\"/>" * 10_000 + b"</a>",
        b"<a>" + nested(MAX_DEPTH - 1) * 1_000 + b"</a>",
        b"<a>" * (MAX_DEPTH - 1) + b"<a />" + b"</a>" * (MAX_DEPTH - 1),
    ],
)
def test_a_long_document_that_is_not_deep_passes(flat: bytes) -> None:
    assert limits.check(flat) == flat


def element(parts: list[bytes]) -> bytes:
    return b"<a b='/>'>/>" + b"".join(parts) + b"</a\n>"


LEAVES = st.sampled_from([b"<a/>", b"<a b='>'/>", b'<a b="/>" />', b"<a></a>", b"<a>/</a >"])
TREES = st.recursive(LEAVES, lambda parts: st.lists(parts, min_size=1).map(element), max_leaves=20)


@given(TREES)
def test_just_what_the_parser_would_find_too_deep_is_refused(tree: bytes) -> None:
    depth = max(len(list(each.iterancestors())) + 1 for each in etree.fromstring(tree).iter())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "MAX_DEPTH", 3)
        passes = nullcontext() if depth <= 3 else pytest.raises(LimitExceeded)
        with passes:
            limits.check(tree)


@pytest.mark.parametrize("quote", [b'"', b"'"])
def test_a_namespace_that_would_be_written_again_in_each_element_is_refused(quote: bytes) -> None:
    long = b"u:" + b"n" * LONGEST_NAMESPACE
    tree = b"<a xmlns:p = " + quote + long + quote + b">" + b"<p:b/>" * 2_000 + b"</a>"
    error = refused(tree)
    assert isinstance(error, LimitExceeded)
    assert "không gian tên" in error.message
    assert "không gian tên" not in refused(tree.replace(long, long[:-2])).message


@pytest.mark.parametrize(
    "declaration",
    [
        "xmlns='urn:hocba:goi-tin:1'",
        'xmlns ="urn:hocba:goi-tin:1"',
        'xmlns:h="urn:hocba:goi-tin:1"',
        'xmlns="urn:hocba:goi-tin:12"',
        'xmlns="urn:hocba:goi-ti&#110;:1"',
        'xmlns:ds="http://www.w3.org/2000/09/xmldsig"',
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
    ],
)
def test_a_namespace_in_other_words_than_a_signers_is_odd(declaration: str) -> None:
    usual = (
        b'<a xmlns="urn:hocba:goi-tin:1" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" '
        b'xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"/>'
    )
    assert not limits.has_odd_namespaces(usual)
    assert limits.has_odd_namespaces(usual + f"<b {declaration}/>".encode())


def test_the_beginning_of_a_document_may_not_declare_a_long_namespace_either() -> None:
    with pytest.raises(LimitExceeded, match="không gian tên"):
        limits.beginning(b"<a xmlns:p='u:" + b"n" * LONGEST_NAMESPACE + b"'>", 1_000)


def test_a_name_without_end_is_stopped_by_the_parser() -> None:
    with pytest.raises(LimitExceeded):
        parse(b"<" + b"a" * 1_000_000 + b"/>")


def test_one_limit_hit_leaves_no_trace_on_the_next_document() -> None:
    with pytest.raises(LimitExceeded):
        parse(b"<" + b"a" * 1_000_000 + b"/>")
    assert not isinstance(refused(b"<a"), LimitExceeded)


def test_a_compressed_page_is_read() -> None:
    assert read_page(gzip.compress(PAGE, mtime=0)) == PRIMARY


def test_a_gzip_bomb_is_refused_after_the_largest_size() -> None:
    bomb = gzip.compress(b" " * (MAX_BYTES * 4))
    assert len(bomb) < MAX_BYTES // 100
    with pytest.raises(LimitExceeded):
        parse(bomb)


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(PAGE, mtime=0)[:-9],
        gzip.compress(PAGE, mtime=0)[:5],
        gzip.compress(PAGE, mtime=0) + b"x",
        gzip.compress(PAGE, mtime=0) + gzip.compress(PAGE, mtime=0),
        gzip.compress(PAGE, mtime=0)[:-8] + bytes(8),
        b"\x1f\x8b" + PAGE,
    ],
)
def test_a_broken_or_padded_gzip_is_refused(data: bytes) -> None:
    assert refused(data).code == "GZIP_HONG"


def test_gzip_within_gzip_is_refused() -> None:
    assert refused(gzip.compress(gzip.compress(PAGE, mtime=0))).code == "KHONG_PHAI_XML"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b" <a/>", b"%PDF-1.7", zlib.compress(PAGE)])
def test_what_is_no_xml_is_refused_in_one_sentence(data: bytes) -> None:
    assert refused(data).code == "KHONG_PHAI_XML"


def test_text_may_hold_every_sign_that_markup_is_made_of() -> None:
    page = with_comment("a < b! a <? b ?> <!-- = --> ]]> ! ?>")
    assert read_page(write_page(page)) == page


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_a_packet_error(data: bytes) -> None:
    with pytest.raises(PacketError):
        parse(data)
