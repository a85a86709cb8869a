"""A sample school with its staff and keys, and a small class of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest

from hocba.adapters.pki import demonstration
from hocba.adapters.pki.demonstration import KeyRing
from hocba.core.record import ClassYear, SchoolLevel
from hocba.project.demonstration.desks import Desk, take_places
from hocba.school.imports import check_workbook
from hocba.school.pages.drafting import PupilYear, Replacing, accepted_years, draft_class
from hocba.school.pages.models import PageVersion
from hocba.school.signing.actions import sign_class
from hocba.school.signing.signatory import ClassSigner
from hocba.school.signing.turns import waiting_for

NOW = datetime(2024, 6, 24, 8, tzinfo=timezone(timedelta(hours=7)))
SAMPLE = Path(__file__).parents[3] / "sample" / "lop-4a1-tong-hop-danh-gia.xlsx"
WHY = Replacing("01P22T001-HT", "Nhập nhầm tên")
UNFINISHED = "0124322579"


def code_maker(start: int = 1) -> Callable[[], str]:
    """Lookup codes in a known order, so that a test can say which one it means."""
    numbers = count(start)
    return lambda: UUID(int=next(numbers), version=4).hex


@dataclass(frozen=True)
class SmallClass:
    """Seven pupils of 4A1, one of whom has not completed the class."""

    desk: Desk
    keys: KeyRing
    class_year: ClassYear
    years: tuple[PupilYear, ...]

    def draft(self) -> None:
        draft_class(self.class_year, self.years, at=NOW, new_code=code_maker())

    @property
    def signers(self) -> list[ClassSigner]:
        return list(self.desk.signers("4A1", self.keys))

    def sign(self, signers: list[ClassSigner]) -> None:
        for signer in signers:
            sign_class(waiting_for(signer, self.class_year), signer, at=NOW)

    def pages(self, **filters: object) -> list[PageVersion]:
        return list(PageVersion.objects.filter(**filters).order_by("id"))


@pytest.fixture(scope="session")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The school's keys; each file is opened once, for the password takes its time on purpose."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demonstration, "load_pkcs12", cache(demonstration.load_pkcs12))
        yield tmp_path_factory.mktemp("school")


@pytest.fixture
def small_class(db: None, _home: Path) -> SmallClass:
    desks, keys = take_places(_home, advance=lambda _count: None)
    report = check_workbook(SAMPLE.read_bytes())
    unit = desks[0].unit
    class_year = ClassYear(
        "01", unit.code, unit.name, SchoolLevel.PRIMARY, 4, report.class_name, report.school_year
    )
    return SmallClass(desks[0], keys, class_year, tuple(accepted_years(report.pupils)[:7]))
