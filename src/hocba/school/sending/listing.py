"""What the clerk's pages list: classes to pack, packets that wait, packets that were sent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Count

from hocba.core.lifecycle import Role, State
from hocba.core.packet import read_page
from hocba.parties.queries import units_by_code
from hocba.school.pages.models import ENDED, Packing, PageVersion, SentPacket
from hocba.school.pages.packing import open_packings
from hocba.school.signing.listing import Offer, by_class
from hocba.school.signing.rights import Turn

LATEST = 50
"""So many sent packets are listed."""


def offers(schools: Collection[str]) -> Sequence[Offer]:
    """The classes of these schools with issued pages, by school, year and class."""
    names = units_by_code(schools)
    issued = PageVersion.objects.filter(school_code__in=schools, state=State.ISSUED)
    return [
        Offer(Turn(Role.SCHOOL, school, year, name), names[school].name, pages)
        for school, year, name, pages in by_class(issued)
    ]


def waiting(schools: Collection[str], *, at: datetime) -> Sequence[Packing]:
    """The packets that still wait for their seal, the newest first."""
    return [packing for school in sorted(schools) for packing in open_packings(school, at=at)]


def sent(schools: Collection[str]) -> Sequence[SentPacket]:
    """The packets that were sent, the newest first, without their bytes; each has ``pages``."""
    packets = SentPacket.objects.filter(school_code__in=schools).defer("content", "receipt")
    counted = packets.annotate(answers=Count("receipt")).order_by("-sent_at")
    return list(counted[:LATEST])


def pupils(turn: Turn) -> Sequence[str]:
    """Whose pages would be in the packet, in its order."""
    versions = turn.pages().filter(state=State.ISSUED).order_by("id")
    return [read_page(bytes(version.content)).pupil.full_name for version in versions]


def left_out(turn: Turn) -> int:
    """How many pages of the class are not issued yet, and come with a later packet."""
    ready = [State.ISSUED, State.REPORTED, State.ACCEPTED, State.LOCKED]
    return turn.pages().exclude(state__in=[*ENDED, *ready]).count()
