"""Two clerks draft the same class at once: each pupil gets one draft, and nobody an error."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from hocba.school.pages.drafting import DraftReport, draft_class
from hocba.school.pages.models import PageVersion, Transcript
from tests.registry.rivals import in_own_connection
from tests.school.pages.conftest import NOW, SmallClass, code_maker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("known", [False, True])
def test_twins_draft_a_class_once(small_class: SmallClass, *, known: bool) -> None:
    if known:
        small_class.draft()
        PageVersion.objects.all().delete()
    barrier = Barrier(2)

    def run(start: int) -> DraftReport:
        barrier.wait(30)
        return draft_class(
            small_class.class_year, small_class.years, at=NOW, new_code=code_maker(start)
        )

    with ThreadPoolExecutor(2) as pool:
        work = [in_own_connection(lambda start=start: run(start)) for start in (1, 101)]
        reports = [done.result(60) for done in [pool.submit(each) for each in work]]
    assert sorted((each.created, each.unchanged) for each in reports) == [(0, 7), (7, 0)]
    assert len(small_class.pages()) == Transcript.objects.count() == 7
