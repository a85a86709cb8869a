"""The invented staff fits the sample workbooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from hocba.core.codes import SUBJECTS
from hocba.core.record import SchoolLevel
from hocba.project.demonstration.staff import SampleSchool, sample_schools
from hocba.school.imports import ImportReport, check_workbook

SAMPLES = Path(__file__).parents[3] / "sample"


def reports(school: SampleSchool) -> list[ImportReport]:
    return [check_workbook((SAMPLES / name).read_bytes()) for name in school.workbooks]


def test_every_sample_workbook_belongs_to_one_school() -> None:
    named = sorted(name for school in sample_schools() for name in school.workbooks)
    assert named == sorted(path.name for path in SAMPLES.glob("*.xlsx"))


@pytest.mark.parametrize("school", sample_schools(), ids=lambda school: school.name)
def test_every_class_has_one_homeroom_teacher(school: SampleSchool) -> None:
    for report in reports(school):
        assert [t.homeroom for t in school.teachers].count(report.class_name) == 1


@pytest.mark.parametrize("school", sample_schools(), ids=lambda school: school.name)
def test_every_secondary_subject_has_one_teacher(school: SampleSchool) -> None:
    for report in reports(school):
        if report.level is SchoolLevel.PRIMARY:
            continue
        taught = [
            subject
            for teacher in school.teachers
            if report.class_name in teacher.classes
            for subject in teacher.subjects
        ]
        (results,) = {
            tuple(s.subject for s in pupil.results.subjects)
            for pupil in report.pupils
            if pupil.results
        }
        assert sorted(taught) == sorted(results)


def test_every_subject_that_is_taught_is_a_subject() -> None:
    taught = {s for school in sample_schools() for t in school.teachers for s in t.subjects}
    assert taught <= set(SUBJECTS)


def test_every_name_is_plainly_invented() -> None:
    names = [t.name for school in sample_schools() for t in school.teachers]
    names += [school.head for school in sample_schools()]
    assert all(" Mẫu " in f"{name} " for name in names)
    assert len(set(names)) == len(names)
