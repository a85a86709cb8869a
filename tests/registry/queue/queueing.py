"""Hand packets in and take them up, as the web process and a worker do."""

from __future__ import annotations

from uuid import uuid4

from hocba.parties.access.models import Sender
from hocba.registry.intake.examining import Conditions
from hocba.registry.queue.models import Submission
from hocba.registry.queue.submitting import Handed, submit
from hocba.registry.queue.taking_up import Office, process
from tests.registry.school import KIM_DONG, NOW, RECEIPT_KEY, TRUST

OFFICE = Office(Conditions(TRUST), RECEIPT_KEY)


def handed_in(content: bytes, sender: Sender, *, school: str = KIM_DONG.school_code) -> Submission:
    return submit(Handed(content, school, sender.pk, uuid4()), at=NOW)


def taken_up(submission: Submission) -> Submission:
    process(submission.pk, OFFICE)
    submission.refresh_from_db()
    return submission
