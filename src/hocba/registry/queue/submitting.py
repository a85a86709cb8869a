"""Hand a packet in: kept, and queued fairly, in the transaction of who calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import connection

from hocba.registry.queue.models import Submission
from hocba.registry.queue.tasks import QUEUE, take_up

_TURN = """
    SELECT GREATEST(
        COALESCE(
            (SELECT -priority FROM procrastinate_jobs WHERE status = 'todo' AND queue_name = %s
              ORDER BY priority DESC, id LIMIT 1),
            (SELECT MAX(turn) FROM queue_submission)),
        (SELECT turn + 1 FROM queue_submission WHERE school_code = %s ORDER BY id DESC LIMIT 1),
        0)
"""


@dataclass(frozen=True, slots=True)
class Handed:
    """What is handed in, for which school, by whom; ``guid`` is the sender's own name for it."""

    content: bytes
    school_code: str
    sender_id: UUID
    guid: UUID


def submit(handed: Handed, *, at: datetime) -> Submission:
    """Keep the bytes and queue them.

    Fair queueing: a worker takes the lowest turn. A packet's turn is the one that is being
    served, or the next after the last of its school if that is higher. So a school's n-th
    waiting packet comes after the first of every other, whoever keeps sending, and none waits
    for ever. Of one school, one packet is taken in at a time and in the order of arrival: a
    newer version never overtakes.
    """
    turn = _turn(handed.school_code)
    submission = Submission.objects.create(
        sender_id=handed.sender_id,
        guid=handed.guid,
        sha256=sha256(handed.content).digest(),
        content=handed.content,
        school_code=handed.school_code,
        received_at=at,
        turn=turn,
    )
    job = take_up.configure(lock=f"school:{handed.school_code}", priority=-turn)
    job.defer(submission_id=submission.pk)
    return submission


def _turn(school_code: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_TURN, [QUEUE, school_code])
        (turn,) = cursor.fetchone()
    return int(turn)
