"""Proof of work: a task that costs a browser a second or so, and us two hashes.

The task is ALTCHA's, version 2: find the number whose SHA-256, with the task's nonce and salt,
begins as the task says. Signed with it are what it is for and until when it is good, so that
a solution serves nobody else, nothing else and not for ever; it serves once.
"""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from altcha import Payload, create_challenge, verify_solution
from django.conf import settings
from django.utils.crypto import salted_hmac

from hocba.public.limits.models import SpentTask

NUMBERS = range(10_000, 40_000)
"""Where the answer lies; a browser tries some 30,000 numbers a second, starting from 0."""

GOOD_FOR = timedelta(minutes=10)

_LONGEST = 4_000
_SALT = "hocba.public.limits.tasks"


def set_task(purpose: str, *, at: datetime) -> str:
    """A new task, as JSON for the browser. ``purpose`` names visitor and deed; it stays secret."""
    challenge = create_challenge(
        "SHA-256",
        cost=1,
        counter=secrets.choice(NUMBERS),
        data={"for": _digest(purpose), "until": int((at + GOOD_FOR).timestamp())},
        hmac_secret=_key(),
    )
    return json.dumps(challenge.to_dict())


def solved(solution: str, purpose: str, *, at: datetime) -> bool:
    """Whether ``solution`` solves a task that was set for ``purpose``; it is then spent."""
    if len(solution) > _LONGEST or not verify_solution(solution, _key()).verified:
        return False
    # What follows was signed by us: it has the form that set_task gave it.
    task = Payload.from_base64(solution).challenge.parameters
    signed: dict[str, Any] = task.data or {}
    until = datetime.fromtimestamp(signed["until"], UTC)
    if signed["for"] != _digest(purpose) or until < at:
        return False
    _, fresh = SpentTask.objects.get_or_create(nonce=task.nonce, defaults={"until": until})
    if fresh:
        SpentTask.objects.filter(until__lt=at).delete()
    return fresh


def _digest(purpose: str) -> str:
    digest: str = salted_hmac(f"{_SALT}.purpose", purpose, algorithm="sha256").hexdigest()
    return digest


def _key() -> bytes:
    key: bytes = salted_hmac(f"{_SALT}.key", settings.SECRET_KEY, algorithm="sha256").digest()
    return key
