"""Take one submission up: through the one road of intake, or to the side.

The order matters. An attempt is counted and committed before the bytes are looked at, so that
a packet that ends the process is known by its count; it is no longer counted when the attempt
came to an orderly end. Whoever dies after the register has taken the packet in, and before
that is noted here, does nothing twice: intake gives the same receipt to the same bytes.
"""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass

from django.db.models import F

from hocba.adapters.availability import translating_outages
from hocba.adapters.keys import SigningKey
from hocba.core.errors import HocbaError, PacketError
from hocba.registry.intake.actions import receive
from hocba.registry.intake.examining import Conditions
from hocba.registry.queue.models import Standing, Submission

MOST_STARTS = 5
"""So often may an attempt break off before the submission is set aside."""

_SET_ASIDE = (
    "Gói tin chưa xử lý được sau nhiều lần thử và đã được để riêng để kiểm tra; các gói tin khác "
    "không bị ảnh hưởng. Hãy kiểm tra lại gói tin rồi nộp lại, hoặc báo cho Sở."
)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Office:
    """What the register takes packets in with."""

    conditions: Conditions
    receipt_key: SigningKey


def process(submission_id: int, office: Office) -> None:
    """Bring a submission to its answer; one that has its answer stays as it is.

    Raises what shall be tried again later: Unavailable, SigningError, or what nobody foresaw.
    """
    with translating_outages():
        submission = _begun(submission_id)
        if submission is None:
            return
        try:
            _take_in(submission, office)
        except PacketError as error:
            _finish(submission, Standing.REFUSED, error.code, error.message)
        except HocbaError:
            _uncount(submission)
            raise
        except Exception as error:
            _log.error("submission %s broke off (%s)", submission_id, _place(error))
            raise
        else:
            _finish(submission, Standing.ANSWERED)


def _begun(submission_id: int) -> Submission | None:
    """Count an attempt; None when there is nothing (more) to do."""
    waiting = Submission.objects.filter(pk=submission_id, standing=Standing.WAITING)
    if waiting.filter(starts__lt=MOST_STARTS).update(starts=F("starts") + 1) == 1:
        return Submission.objects.select_related("sender").get(pk=submission_id)
    waiting.update(standing=Standing.SET_ASIDE, code="DE_RIENG", message=_SET_ASIDE)
    return None


def _take_in(submission: Submission, office: Office) -> None:
    receive(
        bytes(submission.content or b""),
        sender=submission.sender.name,
        at=submission.received_at,
        conditions=office.conditions,
        receipt_key=office.receipt_key,
        addressed_by=submission.school_code,
    )


def _uncount(submission: Submission) -> None:
    waiting = Submission.objects.filter(pk=submission.pk, standing=Standing.WAITING)
    waiting.update(starts=F("starts") - 1)


def _finish(submission: Submission, standing: Standing, code: str = "", message: str = "") -> None:
    """The first answer stands: who was slower, on the same bytes, has nothing to add."""
    waiting = Submission.objects.filter(pk=submission.pk, standing=Standing.WAITING)
    waiting.update(standing=standing, code=code, message=message, content=None)


def _place(error: Exception) -> str:
    """Kind and place: the words of an unforeseen error may hold personal data."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {last.name}:{last.lineno}"
