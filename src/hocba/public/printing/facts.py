"""A transcript in words: the facts that the typst templates and the web page both show.

Every value is a string, a truth or a list of such, so that whoever edits a form meets no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from hocba.adapters.clock import ZONE
from hocba.core.codes import COMPETENCES, QUALITIES, SUBJECTS, words
from hocba.core.lifecycle import Role
from hocba.core.record import (
    Award,
    Mark,
    Page,
    PrimaryOutcome,
    PrimaryResults,
    Pupil,
    SchoolLevel,
    SecondaryOutcome,
    SecondaryResults,
    SubjectLevel,
    SubjectMarks,
    Terms,
    Trait,
)
from hocba.public.printing.outcomes import completion, promotion
from hocba.public.printing.signing import SignatureBlock
from hocba.public.printing.transcript import Transcript, Year

Facts = dict[str, Any]

_DEPARTMENT = re.compile(r"Sở (?:GD&?ĐT|Giáo dục và Đào tạo) (?:tỉnh |thành phố |TP\.? )?(.+)")

GENERAL_COMPETENCES = ("TUCHU", "GIAOTIEP", "GIAIQUYETVANDE")
"""Năng lực chung (Chương trình GDPT 2018); the others are năng lực đặc thù."""


def facts(transcript: Transcript) -> Facts:
    """All that a form shows of ``transcript``."""
    latest = transcript.latest
    page = latest.page
    return {
        "code": page.lookup_code,
        "lookup_url": transcript.lookup_url,
        "serial": transcript.serial,
        "issued": _minute(transcript.issued_at) if transcript.issued_at else "",
        "version": str(page.version),
        "draft": not transcript.effective,
        "level": words(page.class_year.level),
        "pupil": _pupil(page.pupil),
        "school": page.class_year.school_name,
        "units": list(latest.units),
        "years": [
            {**_year(year), "note": _note(before, year.page)}
            for before, year in zip((None, *transcript.years), transcript.years, strict=False)
        ],
    }


def _pupil(pupil: Pupil) -> Facts:
    return {
        "code": pupil.code,
        "personal_id": pupil.personal_id,
        "full_name": pupil.full_name,
        "birth_date": _day(pupil.birth_date),
        "sex": words(pupil.sex),
        "ethnic_group": pupil.ethnic_group,
        "nationality": pupil.nationality,
        "birth_place": pupil.birth_place,
        "home_town": pupil.home_town,
        "address": pupil.address,
        "father": pupil.father,
        "mother": pupil.mother,
        "guardian": pupil.guardian,
    }


def _year(year: Year) -> Facts:
    page, place = year.page, year.page.class_year
    primary = isinstance(page.results, PrimaryResults)
    return {
        "form": "primary" if primary else "secondary",
        "full_name": page.pupil.full_name,
        "grade": str(place.grade),
        "class_name": place.class_name,
        "school": place.school_name,
        "school_year": place.school_year,
        "version": str(page.version),
        "draft": year.effective_date is None,
        "effective_date": _day(year.effective_date) if year.effective_date else "",
        "not_assessed": page.results.not_assessed,
        "place": _place(year.units),
        "signatures": _signatures(year.signatures, place.level),
        "reassessment": _reassessment(page),
        **_results(page, _teachers(year.signatures)),
    }


def _place(units: Iterable[str]) -> str:
    """Where a page was made: the city or province that its Department's name carries."""
    named = (_DEPARTMENT.fullmatch(unit) for unit in units)
    return next((department[1] for department in named if department), "")


def _note(before: Year | None, page: Page) -> str:
    """How the year came after the one before it, where that is not simply the next class."""
    if before is None:
        return ""
    old, new = before.page.class_year, page.class_year
    moved = "Chuyển đến" if new.school_code != old.school_code else ""
    again = f"Học lại lớp {new.grade}" if new.grade == old.grade else ""
    return "; ".join(note for note in (moved, again) if note)


def _results(page: Page, teachers: dict[str, str]) -> Facts:
    if isinstance(page.results, PrimaryResults) and isinstance(page.stated, PrimaryOutcome):
        return _primary(page, page.results, page.stated, teachers)
    if isinstance(page.results, SecondaryResults) and isinstance(page.stated, SecondaryOutcome):
        return _secondary(page, page.results, page.stated, teachers)
    raise ValueError("results and outcome are of different levels")


def _primary(
    page: Page, results: PrimaryResults, stated: PrimaryOutcome, teachers: dict[str, str]
) -> Facts:
    general = [each for each in results.competences if each.trait in GENERAL_COMPETENCES]
    specific = [each for each in results.competences if each.trait not in GENERAL_COMPETENCES]
    return {
        "subjects": [_subject_level(each, teachers) for each in results.subjects],
        "qualities": [_trait(each) for each in results.qualities],
        "quality_comment": results.quality_comment,
        "general_competences": [_trait(each) for each in general],
        "specific_competences": [_trait(each) for each in specific],
        "competence_comment": results.competence_comment,
        "result": words(stated.result) if stated.result else "",
        "award": _award(stated.award),
        "completion": completion(page, stated),
    }


def _secondary(
    page: Page, results: SecondaryResults, stated: SecondaryOutcome, teachers: dict[str, str]
) -> Facts:
    level = page.class_year.level
    return {
        "subjects": [_subject_marks(each, level, teachers) for each in results.subjects],
        "academic": _terms(stated.academic),
        "conduct": _terms(stated.conduct),
        "absences": "" if results.absences is None else str(results.absences),
        "homeroom_comment": results.homeroom_comment,
        "award": _award(stated.award),
        "promotion": promotion(page, stated),
    }


def _subject_level(result: SubjectLevel, teachers: dict[str, str]) -> Facts:
    return {
        "name": _subject_name(result.subject, SchoolLevel.PRIMARY),
        "level": _letter(result.level),
        "score": "" if result.score is None else str(result.score),
        "comment": result.comment,
        "teacher": teachers.get(result.subject, ""),
    }


def _subject_marks(result: SubjectMarks, level: SchoolLevel, teachers: dict[str, str]) -> Facts:
    return {
        "name": _subject_name(result.subject, level),
        "term1": _mark(result.term1),
        "term2": _mark(result.term2),
        "year": _mark(result.year),
        "retest": _mark(result.retest),
        "comment": result.comment,
        "teacher": teachers.get(result.subject, ""),
    }


def _subject_name(code: str, level: SchoolLevel) -> str:
    subject = SUBJECTS.get(code)
    return subject.name_at(level) if subject else code


def _trait(trait: Trait) -> Facts:
    known = QUALITIES.get(trait.trait) or COMPETENCES.get(trait.trait)
    return {"name": known.name if known else trait.trait, "level": _letter(trait.level)}


def _terms(terms: Terms) -> Facts:
    return {
        term: words(rating) if rating else ""
        for term, rating in zip(
            ("term1", "term2", "year"), (terms.term1, terms.term2, terms.year), strict=True
        )
    }


def _mark(mark: Mark | None) -> str:
    return _letter(mark) if mark is None or isinstance(mark, StrEnum) else words(mark)


def _letter(level: StrEnum | None) -> str:
    """The letter that the paper form has for a level: T, H, C, Đ, CĐ."""
    return "" if level is None else level.value.replace("D", "Đ")


def _award(award: Award | None) -> str:
    return words(award) if award else ""


def _teachers(signatures: Iterable[SignatureBlock]) -> dict[str, str]:
    """Who signed each subject; of two the later."""
    return {subject: _signer(block) for block in signatures for subject in block.subjects}


def _signatures(blocks: tuple[SignatureBlock, ...], level: SchoolLevel) -> Facts:
    return {
        role.value: [_signature(block, level) for block in blocks if block.role is role]
        for role in (Role.SUBJECT_TEACHER, Role.HOMEROOM_TEACHER, Role.HEAD, Role.SCHOOL)
    }


def _signature(block: SignatureBlock, level: SchoolLevel) -> Facts:
    return {
        "signer": _signer(block),
        "organization": block.organization,
        "at": f"{block.signed_at.astimezone(ZONE):%d/%m/%Y %H:%M:%S}",
        "day": _day(block.signed_at),
        "certificate": block.certificate,
        "subjects": [_subject_name(code, level) for code in block.subjects],
    }


def _signer(block: SignatureBlock) -> str:
    instead = f" (ký thay {block.in_place_of})" if block.in_place_of else ""
    return f"{block.signer}{instead}"


def _reassessment(page: Page) -> Facts:
    if page.reassessment is None:
        return {}
    return {"decided_on": _day(page.reassessment.decided_on), "note": page.reassessment.note}


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%H:%M %d/%m/%Y}"


def _day(moment: date | datetime) -> str:
    local = moment.astimezone(ZONE) if isinstance(moment, datetime) else moment
    return f"{local:%d/%m/%Y}"
