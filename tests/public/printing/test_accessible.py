"""What PDF/A-3a and PDF/UA-1 ask of the file as it is issued, sealed, as far as a program can see.

veraPDF is the validator of reference; these are its checks that a change of a form could break.
"""

from __future__ import annotations

import itertools
from functools import cache
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from hocba.public.previewing.cases import CASES
from tests.adapters.pades.examples import SEALED_AT, seal_of
from tests.public.printing.test_hard_cases import pdf

_CASES = ("tieu-hoc", "thcs", "khong-danh-gia-tieu-hoc", "ba-truong")
every_form = pytest.mark.parametrize("name", _CASES)


@cache
def reader(name):
    return PdfReader(BytesIO(seal_of().put_on(pdf(name), at=SEALED_AT)))


def elements(name):
    """The tree of tags, from above, each with its parent."""

    def walk(element, parent):
        yield element, parent
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, ArrayObject) else [kids]:
            found = kid.get_object() if hasattr(kid, "get_object") else kid
            if isinstance(found, DictionaryObject) and "/S" in found:
                yield from walk(found, element)

    for top in _list(reader(name).root_object["/StructTreeRoot"]["/K"]):
        yield from walk(top.get_object(), None)


def _list(value):
    return value if isinstance(value, ArrayObject) else [value]


def tags(name):
    return [str(element["/S"]) for element, _ in elements(name)]


@every_form
def test_the_metadata_claim_both_standards_under_the_seal(name):
    told = reader(name).xmp_metadata.stream.get_data().decode()
    for claim in (
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "<dc:language><rdf:Bag><rdf:li>vi-VN</rdf:li></rdf:Bag></dc:language>",
    ):
        assert claim in told
    assert "7F3K-9QW2-MX5T" in told


@every_form
def test_a_reader_shows_the_title_and_speaks_vietnamese(name):
    root = reader(name).root_object
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"].startswith("vi")
    assert root["/MarkInfo"]["/Marked"]
    assert reader(name).metadata.title == f"Học bạ – {CASES[name].pupil.full_name}"


@every_form
def test_headings_go_down_one_step_at_a_time(name):
    levels = [int(tag[2:]) for tag in tags(name) if tag[1:2] == "H" and tag[2:].isdigit()]
    assert levels[0] == 1
    assert all(new <= old + 1 for old, new in itertools.pairwise(levels))


@every_form
def test_every_figure_has_words_for_who_cannot_see_it(name):
    figures = [element for element, _ in elements(name) if element["/S"] == "/Figure"]
    assert figures
    assert all(figure["/Alt"] for figure in figures)


@every_form
def test_every_table_has_heads_that_say_what_they_head(name):
    tables = [element for element, _ in elements(name) if element["/S"] == "/Table"]
    heads = [element for element, _ in elements(name) if element["/S"] == "/TH"]
    assert tables
    assert heads
    for head in heads:
        scopes = [each.get_object().get("/Scope") for each in _list(head["/A"])]
        assert "/Column" in scopes


@every_form
def test_cells_stand_in_rows_and_rows_in_tables(name):
    allowed = {
        "/TR": {"/Table", "/THead", "/TBody", "/TFoot"},
        "/TH": {"/TR"},
        "/TD": {"/TR"},
        "/THead": {"/Table"},
        "/TBody": {"/Table"},
    }
    for element, parent in elements(name):
        if element["/S"] in allowed:
            assert parent["/S"] in allowed[element["/S"]]


@every_form
def test_all_that_is_drawn_is_tagged_or_told_to_be_decoration(name):
    for page in reader(name).pages:
        assert "/StructParents" in page
        assert page["/Tabs"] == "/S"
        depth, loose = 0, 0
        for _, operator in _operations(page):
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            loose += operator in {b"TJ", b"Tj", b"S", b"f", b"B", b"Do", b"sh"} and depth == 0
        assert loose == 0


def _operations(page):
    return page.get_contents().operations


@every_form
def test_every_font_is_embedded_and_says_which_letters_it_shows(name):
    for page in reader(name).pages:
        for font in page["/Resources"]["/Font"].values():
            (descendant,) = font.get_object()["/DescendantFonts"]
            described = descendant.get_object()["/FontDescriptor"]
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described)
            assert "/ToUnicode" in font.get_object()


@every_form
def test_colours_have_a_profile(name):
    (intent,) = reader(name).root_object["/OutputIntents"]
    assert intent.get_object()["/S"] == "/GTS_PDFA1"
    assert intent.get_object()["/DestOutputProfile"]


@every_form
def test_each_attachment_says_what_it_is_to_the_document(name):
    files = [each.get_object() for each in reader(name).root_object["/AF"]]
    years = len(CASES[name].years)
    relations = sorted(str(file["/AFRelationship"]) for file in files)
    assert relations == ["/Data"] + ["/Source"] * years + ["/Supplement"] * years
    for file in files:
        assert file["/Desc"]
        assert file["/EF"]["/F"]["/Subtype"] in {"/application/xml", "/application/json",
                                                 "/text/plain"}  # fmt: skip


@every_form
def test_nothing_acts_by_itself(name):
    root = reader(name).root_object
    assert not {"/OpenAction", "/AA", "/Encrypt"} & set(root)
    assert "/JavaScript" not in root["/Names"]


@every_form
def test_each_marked_piece_of_a_page_has_its_one_place_in_the_tree_of_tags(name):
    """ISO 32000-1, 14.7.4.4: the tree of parents knows the tag of every piece, and no other."""
    numbers = reader(name).root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    parents = {int(numbers[n]): numbers[n + 1].get_object() for n in range(0, len(numbers), 2)}
    for page in reader(name).pages:
        pieces = [int(operands[1]["/MCID"]) for operands, operator in _operations(page)
                  if operator == b"BDC" and "/MCID" in operands[1]]  # fmt: skip
        assert pieces
        assert sorted(pieces) == list(range(len(parents[page["/StructParents"]])))
        assert all("/S" in each.get_object() for each in parents[page["/StructParents"]])


@every_form
def test_every_tag_is_one_that_readers_know(name):
    """ISO 14289-1, 7.1: standard types, or types that are mapped to them."""
    mapped = set(reader(name).root_object["/StructTreeRoot"].get("/RoleMap", {}))
    standard = {"/Document", "/Sect", "/Div", "/P", "/Figure", "/Table", "/THead", "/TBody", "/TR",
                "/TH", "/TD", "/Span", "/Em", "/Strong", "/Part", "/NonStruct"}  # fmt: skip
    levels = {f"/H{level}" for level in range(1, 7)}
    assert set(tags(name)) <= mapped | standard | levels


@every_form
def test_the_metadata_say_the_same_twice(name):
    """ISO 19005-1, 6.7.3: what stands in the information dictionary stands in XMP, too."""
    info, xmp = reader(name).metadata, reader(name).xmp_metadata
    assert xmp.dc_title["x-default"] == info.title
    assert xmp.dc_creator == [info.author]
    assert xmp.xmp_create_date == info.creation_date.replace(tzinfo=None)
    assert xmp.pdf_producer == info.producer


@every_form
def test_the_file_needs_nothing_that_is_not_in_it(name):
    """ISO 19005-3, 6.1: an identifier, no encryption, no LZW, no stream kept elsewhere."""
    file = reader(name)
    assert len(file.trailer["/ID"]) == 2
    for number in range(1, int(file.trailer["/Size"])):
        found = file.get_object(number)
        if isinstance(found, StreamObject):
            assert not {"/F", "/FFilter", "/FDecodeParms"} & set(found)
            assert str(found.get("/Filter", "/FlateDecode")) == "/FlateDecode"
