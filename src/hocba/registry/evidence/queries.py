"""Reads of the evidence."""

from __future__ import annotations

from collections import defaultdict

from hocba.core.signature import Evidence
from hocba.registry.evidence.models import Exhibit


def evidence_of(packet: bytes) -> Evidence:
    """All that was gathered about the packet with this SHA-256, the earliest first."""
    found: dict[str, list[bytes]] = defaultdict(list)
    exhibits = Exhibit.objects.filter(submission__packet=packet).order_by("submission__pk")
    for kind, der in exhibits.values_list("kind", "der"):
        found[kind].append(bytes(der))
    return Evidence(**{kind: tuple(ders) for kind, ders in found.items()})
