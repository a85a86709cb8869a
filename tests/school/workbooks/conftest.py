"""A school's clerk and head with the sample workbook before them, and nothing drafted yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from hocba.adapters import clock
from hocba.core.lifecycle import Role
from hocba.parties.actions import Employee, NewAppointment, appoint, register_people
from tests.school.pages.conftest import NOW, SmallClass, _home, small_class
from tests.school.signing.conftest import browser, open_tab

__all__ = ["_home", "browser", "open_tab", "small_class"]

CLERK = "VT-MAU"


@pytest.fixture
def clerk(small_class: SmallClass) -> Iterator[str]:
    register_people([Employee(CLERK, "Văn Thư Mẫu")])
    school = small_class.class_year.school_code
    appoint([NewAppointment(CLERK, school, Role.CLERK, date(2024, 1, 1))])
    clock.start_at(NOW)
    yield CLERK
    clock.start_at(None)
