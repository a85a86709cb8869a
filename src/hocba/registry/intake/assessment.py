"""The regulation of the page's own year, applied once more."""

from __future__ import annotations

from collections.abc import Iterator

from hocba.core.errors import InputError
from hocba.core.finding import Severity
from hocba.core.packet import Fault
from hocba.core.record import Page
from hocba.core.rules import choose


def faults(page: Page) -> Iterator[Fault]:
    """What the regulation refuses. Its warnings are the signers' business and stop nothing."""
    year = page.class_year
    try:
        rules = choose(year.level, year.grade, year.school_year)
    except InputError as error:
        yield Fault(error.code, error.message)
        return
    computed, violations = rules.review(page.results, page.stated)
    for violation in violations:
        if violation.severity is Severity.ERROR:
            yield Fault(violation.code, violation.message)
    if computed != page.computed:
        yield Fault(
            "KET_QUA_THEO_QUY_DINH",
            f"Mục «TheoQuyDinh» không phải kết quả tính theo {rules.name}.",
        )
