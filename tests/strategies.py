"""Hypothesis strategies for records: every page that the packet can carry, and no other.

The pages are well-formed, not plausible: a pupil may have a score of 1 and an award, for the
format must carry whatever a school wrote.
"""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st

from hocba.core.record import (
    Attainment,
    Award,
    ClassYear,
    Event,
    Mark,
    Page,
    PassLevel,
    PrimaryOutcome,
    PrimaryResult,
    PrimaryResults,
    Pupil,
    Rating,
    Reassessment,
    SchoolLevel,
    SecondaryOutcome,
    SecondaryResults,
    Sex,
    SubjectLevel,
    SubjectMarks,
    Terms,
    Trait,
    TraitLevel,
)

_Subject = TypeVar("_Subject", SubjectLevel, SubjectMarks)

_VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợ"
_MARKUP = "<>&'\"]"

lookup_codes = st.uuids(version=4).map(lambda code: code.hex)
_zones = st.sampled_from([-12, 0, 7, 14]).map(lambda hours: timezone(timedelta(hours=hours)))
moments = st.builds(datetime.fromtimestamp, st.integers(946_684_800, 4_102_000_000), _zones)
days = st.dates(date(1900, 1, 1), date(2099, 12, 31))
school_years = st.integers(2000, 2098).map(lambda year: f"{year}-{year + 1}")
codes = st.from_regex(r"[A-Z][A-Z0-9_]{0,15}", fullmatch=True)
unit_codes = st.from_regex(r"[0-9A-Za-z][0-9A-Za-z._\-]{0,20}", fullmatch=True)

_letters = st.characters(exclude_categories=["C", "Z", "Mn"]) | st.sampled_from(
    _VIETNAMESE + _MARKUP
)
_words = st.text(_letters, min_size=1, max_size=7).map(
    lambda word: unicodedata.normalize("NFC", word)
)
_anything = st.characters(
    exclude_categories=["Cs", "Cn"], exclude_characters="\ufffe\uffff"
).filter(lambda letter: letter in "\t\n\r" or letter >= " ")


def lines(max_words: int = 5) -> st.SearchStrategy[str]:
    """A text of one line, as names and addresses are."""
    return st.lists(_words, min_size=1, max_size=max_words).map(" ".join)


def comments() -> st.SearchStrategy[str]:
    """Any NFC text that XML 1.0 can carry, blanks and line ends included, or none."""
    return st.text(_anything, max_size=60).map(lambda text: unicodedata.normalize("NFC", text))


def _optional_line() -> st.SearchStrategy[str]:
    return st.just("") | lines()


def class_years(level: SchoolLevel) -> st.SearchStrategy[ClassYear]:
    """A class of that level in some school year."""
    grades = {
        SchoolLevel.PRIMARY: st.integers(1, 5),
        SchoolLevel.LOWER_SECONDARY: st.integers(6, 9),
        SchoolLevel.UPPER_SECONDARY: st.integers(10, 12),
    }
    return st.builds(
        ClassYear,
        department_code=unit_codes,
        school_code=unit_codes,
        school_name=lines(),
        level=st.just(level),
        grade=grades[level],
        class_name=lines(2),
        school_year=school_years,
    )


pupils = st.builds(
    Pupil,
    code=lines(2),
    personal_id=st.from_regex(r"[0-9]{12}", fullmatch=True),
    full_name=lines(),
    birth_date=days,
    sex=st.sampled_from(Sex),
    ethnic_group=_optional_line(),
    nationality=_optional_line(),
    birth_place=_optional_line(),
    home_town=_optional_line(),
    address=_optional_line(),
    father=_optional_line(),
    mother=_optional_line(),
    guardian=_optional_line(),
)

scores = st.integers(0, 100).map(lambda tenths: Decimal(tenths) / 10)
marks: st.SearchStrategy[Mark | None] = st.none() | scores | st.sampled_from(PassLevel)
_ratings = st.none() | st.sampled_from(Rating)
_truths = st.none() | st.booleans()


def _subjects(
    one: st.SearchStrategy[_Subject],
) -> st.SearchStrategy[tuple[_Subject, ...]]:
    return st.lists(one, max_size=6, unique_by=lambda subject: subject.subject).map(tuple)


_subject_levels = st.builds(
    SubjectLevel,
    subject=codes,
    level=st.none() | st.sampled_from(Attainment),
    score=st.none() | st.integers(1, 10),
    comment=comments(),
)
_subject_marks = st.builds(
    SubjectMarks,
    subject=codes,
    term1=marks,
    term2=marks,
    year=marks,
    retest=marks,
    comment=comments(),
)
_traits = st.lists(
    st.builds(Trait, trait=codes, level=st.none() | st.sampled_from(TraitLevel)),
    max_size=6,
    unique_by=lambda trait: trait.trait,
).map(tuple)

primary_results = st.builds(
    PrimaryResults,
    subjects=_subjects(_subject_levels),
    qualities=_traits,
    competences=_traits,
    quality_comment=comments(),
    competence_comment=comments(),
    not_assessed=st.booleans(),
)
secondary_results = st.builds(
    SecondaryResults,
    subjects=_subjects(_subject_marks),
    conduct_term1=_ratings,
    conduct_term2=_ratings,
    absences=st.none() | st.integers(0, 999),
    homeroom_comment=comments(),
    not_assessed=st.booleans(),
)
primary_outcomes = st.builds(
    PrimaryOutcome,
    result=st.none() | st.sampled_from(PrimaryResult),
    completed=_truths,
    award=st.sampled_from([None, Award.HSXS, Award.HSTB]),
)
_terms = st.builds(Terms, term1=_ratings, term2=_ratings, year=_ratings)
secondary_outcomes = st.builds(
    SecondaryOutcome,
    academic=_terms,
    conduct=_terms,
    promoted=_truths,
    award=st.sampled_from([None, Award.HSXS, Award.HSG]),
)
_reassessments = st.none() | st.builds(
    Reassessment, promoted=st.booleans(), decided_on=days, note=comments()
)


def _pages(
    level: SchoolLevel,
    results: st.SearchStrategy[PrimaryResults] | st.SearchStrategy[SecondaryResults],
    outcomes: st.SearchStrategy[PrimaryOutcome] | st.SearchStrategy[SecondaryOutcome],
) -> st.SearchStrategy[Page]:
    return st.builds(
        Page,
        lookup_code=lookup_codes,
        version=st.integers(1, 999_999_999),
        event=st.sampled_from(Event),
        updated_at=moments,
        class_year=class_years(level),
        pupil=pupils,
        results=results,
        stated=outcomes,
        computed=outcomes,
        reassessment=_reassessments,
    )


primary_pages = _pages(SchoolLevel.PRIMARY, primary_results, primary_outcomes)
secondary_pages = _pages(
    SchoolLevel.LOWER_SECONDARY, secondary_results, secondary_outcomes
) | _pages(SchoolLevel.UPPER_SECONDARY, secondary_results, secondary_outcomes)
pages = primary_pages | secondary_pages
