"""The description for other vendors says what the code does."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from hocba.core.packet import read_page, write_page
from hocba.core.record import (
    Attainment,
    Award,
    ClassYear,
    Event,
    Page,
    PrimaryOutcome,
    PrimaryResult,
    PrimaryResults,
    Pupil,
    SchoolLevel,
    Sex,
    SubjectLevel,
    Trait,
    TraitLevel,
)

DOCUMENT = Path(__file__).parents[3].joinpath("docs", "packet.md").read_text("utf-8")

EXAMPLE = Page(
    lookup_code="5f0c7d1e2b3a4c5d8e9f0a1b2c3d4e5f",
    version=1,
    event=Event.NEW,
    updated_at=datetime(2024, 5, 31, 3, tzinfo=UTC),
    class_year=ClassYear(
        department_code="01",
        school_code="TH-KIM-DONG",
        school_name="Trường Tiểu học Kim Đồng",
        level=SchoolLevel.PRIMARY,
        grade=4,
        class_name="4A1",
        school_year="2023-2024",
    ),
    pupil=Pupil("0160243122", "001214649896", "Hồ Minh Khoa", date(2014, 12, 18), Sex.MALE),
    results=PrimaryResults(
        subjects=(
            SubjectLevel("TOAN", Attainment.T, 10, "Tính nhanh & đúng"),
            SubjectLevel("DAODUC", Attainment.T),
        ),
        qualities=(Trait("YEUNUOC", TraitLevel.T),),
        competences=(Trait("TINHTOAN", TraitLevel.D),),
    ),
    stated=PrimaryOutcome(PrimaryResult.HT, completed=True, award=Award.HSTB),
    computed=PrimaryOutcome(PrimaryResult.HT, completed=True),
)


def worked_example() -> bytes:
    """The document's example without the line ends and indents that it is shown with."""
    block = re.search(r"```xml\n(<HocBa .*?)```", DOCUMENT, re.DOTALL)
    assert block
    return re.sub(r"\n *", "", block[1]).encode()


def test_the_worked_example_is_what_the_code_writes() -> None:
    assert worked_example() == write_page(EXAMPLE)


def test_the_worked_example_is_read_as_the_page_that_it_shows() -> None:
    assert read_page(worked_example()) == EXAMPLE


def test_the_worked_examples_size_and_digest_are_right() -> None:
    written = write_page(EXAMPLE)
    assert f"{len(written):,} bytes" in DOCUMENT
    assert sha256(written).hexdigest() in DOCUMENT


def test_every_element_and_every_bound_of_the_schema_is_described() -> None:
    schema = files("hocba.core.packet").joinpath("v1.xsd").read_text("utf-8")
    for name in set(re.findall(r'<xs:element name="(\w+)"', schema)):
        assert re.search(rf"\b{name}\b", DOCUMENT), name
    for bound in set(re.findall(r'max(?:Occurs|Length)="(\d{2,})"', schema)) - {"68"}:
        assert bound in DOCUMENT, bound
