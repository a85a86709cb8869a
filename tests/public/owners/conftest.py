"""A child with a mother, somebody of age, and a stranger; each with a browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.public.people import MOTHER_ID, MOTHER_NAME, STRANGER_ID, account, browser_of, link
from tests.public.transcripts import lock_page
from tests.registry.school import page, secondary_page


def child(number):
    """The page of a ten-year-old whose mother stands on it."""
    minor = page(number)
    return replace(minor, pupil=replace(minor.pupil, mother=MOTHER_NAME))


def grown(number):
    """A page of somebody who was nineteen on 24 June 2024."""
    of_age = secondary_page(number)
    born = {"birth_date": date(2005, 3, 12), "personal_id": f"001205{number:06}"}
    return replace(of_age, pupil=replace(of_age.pupil, **born))


CHILD, OTHER_CHILD, GROWN = child(1), child(2), grown(3)


@pytest.fixture
def code(register):
    return lock_page(CHILD)


@pytest.fixture
def mother(code):
    """The mother's browser, after the school has attested that she is."""
    who = account(MOTHER_ID, MOTHER_NAME)
    link(CHILD.pupil.personal_id)
    return browser_of(who)


@pytest.fixture
def stranger(register):
    """Somebody signed in to whom nothing belongs."""
    return browser_of(account(STRANGER_ID))


@pytest.fixture
def grown_up(register):
    """The browser of a pupil of age, and the transcript's code."""
    code = lock_page(GROWN)
    return browser_of(account(GROWN.pupil.personal_id, GROWN.pupil.full_name)), code
