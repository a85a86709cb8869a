"""A district with two schools, one of them at work in this very installation; its officer."""

from __future__ import annotations

from datetime import date

import pytest

from hocba.core.lifecycle import Role
from hocba.parties.actions import Employee, NewAppointment, appoint, register_people
from hocba.parties.models import Unit, UnitKind
from tests.public.people import account, browser_of
from tests.registry.school import KIM_DONG, VAN_QUAN

DISTRICT, OTHER_DISTRICT = "01P22", "01P01"
OFFICER_ID = "001080000004"


def officer_of(office, personal_id=OFFICER_ID, since=date(2024, 1, 1), until=None):
    """The browser of somebody who is an officer there."""
    code = f"CB-{personal_id[-6:]}"
    register_people([Employee(code, "Lê Văn Cán", personal_id)])
    appoint([NewAppointment(code, office, Role.OFFICER, since, until)])
    return browser_of(account(personal_id, "Lê Văn Cán"))


@pytest.fixture
def districts(register):
    """Kim Đồng and Văn Quán stand under one district, Xa Xôi under another."""
    for code in (DISTRICT, OTHER_DISTRICT):
        unit = {"name": f"Phòng {code}", "kind": UnitKind.DISTRICT_OFFICE, "parent_id": "01"}
        Unit.objects.create(code=code, **unit)
    schools = (KIM_DONG.school_code, VAN_QUAN.school_code)
    Unit.objects.filter(code__in=schools).update(parent=DISTRICT)
    far = {"name": "Trường Xa Xôi", "kind": UnitKind.SCHOOL, "parent_id": OTHER_DISTRICT}
    Unit.objects.create(code="XA-XOI", **far)


@pytest.fixture
def officer(districts):
    return officer_of(DISTRICT)


@pytest.fixture
def department(districts):
    return officer_of("01", "001080000005")


@pytest.fixture
def _in_the_role_of_the_portal():
    """These pages are not the portal's: they know what schools and registry know."""
