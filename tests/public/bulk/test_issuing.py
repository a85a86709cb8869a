"""A class printed at once: all of it, each copy logged before its file, resumable."""

from __future__ import annotations

from zipfile import ZipFile

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from hocba.adapters.pades import Seal
from hocba.core.errors import Unavailable
from hocba.public.bulk import issuing
from hocba.public.bulk.choosing import Wanted, orders
from hocba.public.bulk.gathering import for_the_printer, zipped
from hocba.public.bulk.issuing import Office, issue_all
from hocba.public.copies.issuing import one_by_one
from hocba.public.copies.models import IssuedCopy
from hocba.public.lookup.models import Look
from hocba.registry.intake.models import RegisteredPage
from tests.adapters.pades.examples import office as department
from tests.core.signature import pki
from tests.public.printing.paper import text_of
from tests.public.transcripts import accept, lock_page
from tests.registry.school import (
    KIM_DONG,
    NOW,
    TRUST,
    YEAR,
    answer,
    faults,
    lock,
    packet,
    page,
    secondary_page,
)

pytestmark = pytest.mark.usefixtures("register")
CLASS = Wanted(KIM_DONG.school_code, YEAR, "4A1")
OFFICE = Office(Seal(pki.signer(department())), TRUST, "operator:văn-thư", one_by_one, lambda: NOW)


@pytest.fixture
def pupils():
    """Three of one class, locked."""
    assert faults(answer(packet(*map(page, (1, 2, 3))))) == [set()] * 3
    lock(1, 2, 3)


def printed(folder, wanted=CLASS, office=OFFICE):
    ordered = orders(wanted)
    told = []
    files = issue_all(wanted, ordered, folder, office, told.append)
    assert sum(told) == len(ordered)
    return ordered, files


def test_every_pupil_of_the_class_has_a_copy_and_every_copy_a_line(pupils, tmp_path):
    _, files = printed(tmp_path)
    assert [file.read_bytes()[:5] for file in files] == [b"%PDF-"] * 3
    assert IssuedCopy.objects.count() == 3
    assert Look.objects.filter(asked="pdf", shown=True).count() == 3


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(KIM_DONG.school_code, YEAR, "4A2"),
        Wanted("TH-KHAC", YEAR),
        Wanted(KIM_DONG.school_code, "2022-2023"),
    ],
    ids=["class", "school", "year"],
)
def test_nobody_else_is_printed(pupils, wanted):
    assert orders(wanted) == []


def test_a_school_is_printed_class_by_class(pupils):
    ordered = orders(Wanted(KIM_DONG.school_code, YEAR))
    assert ordered == orders(CLASS)
    lock_page(secondary_page(4))
    assert orders(Wanted(KIM_DONG.school_code, YEAR)) == ordered


def test_what_is_not_locked_is_printed_only_when_asked_for_and_as_a_draft(tmp_path):
    accept(page(1))
    assert orders(CLASS) == []
    drafts = Wanted(KIM_DONG.school_code, YEAR, "4A1", drafts=True)
    (file,) = printed(tmp_path, drafts)[1]
    assert "BẢN NHÁP" in text_of(file.read_bytes())
    assert IssuedCopy.objects.get().pages[0]["locked"] is False


def test_a_run_that_was_broken_off_goes_on_where_it_stood(pupils, tmp_path, monkeypatch):
    monkeypatch.setattr(issuing, "SET", 2)
    calls = []

    def breaks(transcripts):
        calls.append(1)
        if len(calls) == 2:
            raise Unavailable("mất điện")
        return one_by_one(transcripts)

    broken = Office(OFFICE.seal, TRUST, OFFICE.to, breaks, OFFICE.now)
    with pytest.raises(Unavailable):
        printed(tmp_path, office=broken)
    first = {file: file.read_bytes() for file in tmp_path.iterdir()}
    assert len(first) == IssuedCopy.objects.count() == 2
    _, files = printed(tmp_path)
    assert IssuedCopy.objects.count() == 3
    assert {file: file.read_bytes() for file in files if file in first} == first


def test_a_page_that_changed_meanwhile_is_printed_anew(tmp_path):
    accept(page(1))
    drafts = Wanted(KIM_DONG.school_code, YEAR, "4A1", drafts=True)
    before = printed(tmp_path, drafts)[1]
    RegisteredPage.objects.update(state="locked", effective_date=NOW)
    after = printed(tmp_path, drafts)[1]
    assert before != after
    assert IssuedCopy.objects.count() == 2


def test_no_file_without_its_line_in_the_log(pupils, tmp_path, monkeypatch):
    def broken(*_, **__):
        raise DatabaseError("the log is full")

    monkeypatch.setattr(IssuedCopy.objects, "bulk_create", broken)
    with pytest.raises(DatabaseError):
        printed(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_number_of_queries_does_not_grow_with_the_class(tmp_path):
    def queries(folder):
        with CaptureQueriesContext(connection) as captured:
            printed(tmp_path / folder)
        return len(captured)

    for numbers in ((1, 2), (3, 4, 5, 6)):
        sent = packet(*map(page, numbers), number=numbers[0])
        assert faults(answer(sent)) == [set()] * len(numbers)
    lock(1, 2)
    few = queries("few")
    lock(3, 4, 5, 6)
    assert queries("many") == few


def test_a_zip_has_each_copy_under_its_class_and_nobodys_name(pupils, tmp_path):
    ordered, files = printed(tmp_path / "work")
    zipped(ordered, files, tmp_path / "lop.zip")
    with ZipFile(tmp_path / "lop.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"4A1/hoc-ba-{order.lookup_code}.pdf" for order in ordered]
        assert [archive.read(name) for name in archive.namelist()] == [
            file.read_bytes() for file in files
        ]


def test_one_file_for_the_printer_has_all_their_pages(pupils, tmp_path):
    _, files = printed(tmp_path / "work")
    for_the_printer(files, tmp_path / "lop.pdf")
    text = text_of((tmp_path / "lop.pdf").read_bytes())
    for serial in IssuedCopy.objects.values_list("serial", flat=True):
        assert serial in text
