"""What Departments have reported, the Ministry's database keeps by itself."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.registry.department import dispatch, gather, open_department
from tests.registry.guards import assert_refused
from tests.registry.school import page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE gathering_receiveddispatch SET department_code = '79'",
        "DELETE FROM gathering_receiveddispatch",
        "TRUNCATE gathering_receiveddispatch",
        "UPDATE intake_registeredpage SET effective_date = effective_date + interval '1 day'",
        "UPDATE intake_registeredpage SET state = 'recalled', effective_date = NULL",
    ],
)
def test_a_gathered_page_stays_as_it_is(statement: str) -> None:
    open_department()
    gather(dispatch(page(1)))
    connection.check_constraints()
    assert_refused(statement, word="không nhận|không được")
