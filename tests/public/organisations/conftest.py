"""An admissions office with somebody who acts for it, and the rights that it is given."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hocba.adapters import clock
from hocba.core.record import SchoolLevel
from hocba.parties.accounts.models import Membership, Organisation
from hocba.public.organisations.models import LegalBasis
from hocba.public.owners.granting import NewGrant, grant_to_organisation
from hocba.public.owners.rights import owner
from tests.public.owners.conftest import GROWN
from tests.public.people import account, browser_of
from tests.public.transcripts import lock_page
from tests.registry.school import page

OFFICER_ID = "001080000777"
OTHERS_ID = "001080000888"
APPLICANT = page(7)


def organisation(code="DH-QG", member=OFFICER_ID, **more):
    made = Organisation.objects.create(
        code=code, name=f"Cơ quan {code}", valid_from=date(2024, 1, 1), **more
    )
    Membership.objects.create(organisation=made, personal_id=member, valid_from=date(2024, 1, 1))
    return made


def legal_basis(office, **changes):
    facts = {
        "organisation": office,
        "article": "Điều 12 Quy chế tuyển sinh",
        "purpose": "Tuyển sinh 2024",
        "levels": [SchoolLevel.PRIMARY.value],
        "valid_from": date(2024, 6, 1),
        "valid_to": date(2024, 8, 31),
        "set_by": "Sở GDĐT",
        "set_at": clock.now(),
    }
    return LegalBasis.objects.create(**facts | changes)


def line_of(page, *, ending=""):
    """How an applicant stands in a list."""
    pupil = page.pupil
    digits = ending or pupil.personal_id[-4:]
    return f"{page.lookup_code};{pupil.birth_date:%d/%m/%Y};{digits}"


@pytest.fixture
def office(register):
    return organisation()


@pytest.fixture
def officer(office):
    """The browser of somebody who acts for the office."""
    return browser_of(account(OFFICER_ID, "Ngô Văn Tuyển"))


@pytest.fixture
def applicant(register):
    """A locked transcript of a child; its code."""
    return lock_page(APPLICANT)


@pytest.fixture
def grown_up(register):
    """Somebody of age who can give leave."""
    lock_page(GROWN)
    return account(GROWN.pupil.personal_id, GROWN.pupil.full_name)


def give_leave(grown_up, office, years=("2023-2024",)):
    until = clock.now() + timedelta(days=30)
    (ward,) = owner(grown_up).wards
    return grant_to_organisation(
        NewGrant(years, "Xét tuyển", until),
        ward=ward,
        by=grown_up,
        organisation=office.code,
        at=clock.now(),
    )
