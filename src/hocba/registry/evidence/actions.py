"""Keep evidence; it is never changed or removed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from hocba.core.signature import Evidence
from hocba.registry.evidence.models import Exhibit, Kind, Submission


@transaction.atomic
def keep(packet: bytes, evidence: Evidence, *, at: datetime) -> None:
    """Keep what bore on the packet with this SHA-256; what is there already stays as it is."""
    exhibits = sorted(_exhibits(evidence), key=lambda exhibit: bytes(exhibit.sha256))
    Exhibit.objects.bulk_create(exhibits, ignore_conflicts=True)
    Submission.objects.bulk_create(
        (Submission(packet=packet, exhibit_id=each.sha256, at=at) for each in exhibits),
        ignore_conflicts=True,
    )


def _exhibits(evidence: Evidence) -> Iterator[Exhibit]:
    for kind in Kind:
        for der in getattr(evidence, kind.value):
            yield Exhibit(sha256=sha256(der).digest(), kind=kind, der=der)
