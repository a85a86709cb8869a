"""What the registry knows already of the pupils, people and schools in a packet.

Read in a fixed number of queries, however many pages there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from hocba.core.packet import PacketHeader
from hocba.core.record import Page
from hocba.core.signature import PacketReport
from hocba.parties.models import Unit
from hocba.parties.queries import Signer, signers, units_by_code
from hocba.registry.intake.models import LIVE, Calendar, RegisteredPage, Transcript
from hocba.registry.intake.queries import custodians
from hocba.registry.late.queries import granted_until


@dataclass(frozen=True, slots=True)
class Known:
    """The state that a packet is judged against.

    ``live`` and ``versions`` are by lookup code and of the packet's school year; ``versions``
    has the highest ever received. ``late`` has the last day granted to a late pupil, by
    personal ID; ``custodians`` the school that keeps each transcript, by lookup code.
    """

    units: Mapping[str, Unit]
    signers: Mapping[bytes, Signer]
    calendar: Calendar | None
    late: Mapping[str, date]
    transcripts: Mapping[str, Transcript]
    codes: Mapping[tuple[str, str], str]
    live: Mapping[str, RegisteredPage]
    live_codes: Mapping[str, str]
    versions: Mapping[str, int]
    custodians: Mapping[str, str]


def look_up(header: PacketHeader, pages: Sequence[Page], report: PacketReport) -> Known:
    codes = [page.lookup_code for page in pages]
    persons = [page.pupil.personal_id for page in pages]
    transcripts = list(
        Transcript.objects.filter(Q(lookup_code__in=codes) | Q(personal_id__in=persons))
    )
    # Of another code only a live page matters; and only live ones are indexed by the person.
    of_these = Q(lookup_code__in=codes) | Q(personal_id__in=persons, state__in=LIVE)
    versions = list(
        RegisteredPage.objects.filter(of_these, school_year=header.school_year)
        .defer("content")
        .order_by("version")
    )
    live = [version for version in versions if version.state in LIVE]
    return Known(
        units=units_by_code({header.department_code, header.school_code}),
        signers=signers(_fingerprints(report)),
        calendar=Calendar.objects.filter(school_year=header.school_year).first(),
        late=granted_until(header.school_code, header.school_year, persons),
        transcripts={each.lookup_code: each for each in transcripts},
        codes={(each.personal_id, each.level): each.lookup_code for each in transcripts},
        live={version.lookup_code: version for version in live},
        live_codes={version.personal_id: version.lookup_code for version in live},
        custodians=custodians([each.lookup_code for each in transcripts]),
        versions={version.lookup_code: version.version for version in versions},
    )


def _fingerprints(report: PacketReport) -> set[bytes]:
    own = () if report.packet_signature is None else (report.packet_signature,)
    signatures = [*own, *(each for page in report.pages for each in page.signatures)]
    return {signature.fingerprint for signature in signatures}
