"""What the Department set stands; it can be ended earlier."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from hocba.parties.accounts.models import Membership
from hocba.public.organisations.models import LegalBasis
from tests.public.organisations.conftest import OFFICER_ID, legal_basis, organisation
from tests.registry.guards import assert_refused


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE organisations_legalbasis SET article = 'khác'",
        "UPDATE organisations_legalbasis SET years = '{2019-2020}'",
        "UPDATE organisations_legalbasis SET valid_to = valid_to + 1",
        "DELETE FROM organisations_legalbasis",
        "UPDATE organisations_custodyperiod SET days = 3650",
        "DELETE FROM organisations_custodyperiod",
        f"UPDATE accounts_membership SET personal_id = '{OFFICER_ID[::-1]}'",
        "DELETE FROM accounts_membership",
    ],
)
def test_the_database_keeps_it_as_it_was_set(office, statement):
    legal_basis(office)
    assert_refused(statement)


def test_it_may_be_ended_earlier(office):
    made = legal_basis(office)
    assert LegalBasis.objects.update(valid_to=made.valid_from) == 1


def test_a_person_acts_for_one_organisation_at_a_time(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        organisation("KHAC")
    assert Membership.objects.count() == 1


def test_a_legal_basis_needs_an_article(office):
    with pytest.raises(DatabaseError, match="legal_basis_is_named"), transaction.atomic():
        legal_basis(office, article="")
