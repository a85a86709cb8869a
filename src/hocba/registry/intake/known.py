"""What the registry knows already of the pupils, people and schools in a packet.

Read in a fixed number of queries, however many pages there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from hocba.adapters.bulk import fetch
from hocba.core.packet import PacketHeader
from hocba.core.record import Page
from hocba.core.signature import PacketReport
from hocba.parties.models import Unit
from hocba.parties.queries import Signer, signers, units_by_code
from hocba.registry.intake.models import LIVE, Calendar
from hocba.registry.intake.queries import custodians
from hocba.registry.late.queries import granted_until

_BONDS = """
    SELECT lookup_code, personal_id, level FROM intake_transcript
     WHERE lookup_code = ANY(%s) OR personal_id = ANY(%s)
"""
# Of another code only a live page matters; and only live ones are indexed by the person.
_VERSIONS = f"""
    SELECT id, lookup_code, school_year, version, state, sha256, personal_id, school_code
      FROM intake_registeredpage
     WHERE school_year = %s
       AND (lookup_code = ANY(%s) OR (personal_id = ANY(%s) AND state IN {LIVE}))
     ORDER BY version
"""  # noqa: S608 - the states are ours, every value is a parameter


class Bond(NamedTuple):
    """Lookup code, person and level of a transcript."""

    lookup_code: str
    personal_id: str
    level: str


class Held(NamedTuple):
    """A version that the register has received, without its bytes."""

    pk: int
    lookup_code: str
    school_year: str
    version: int
    state: str
    sha256: bytes
    personal_id: str
    school_code: str


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
    transcripts: Mapping[str, Bond]
    codes: Mapping[tuple[str, str], str]
    live: Mapping[str, Held]
    live_codes: Mapping[str, str]
    versions: Mapping[str, int]
    custodians: Mapping[str, str]


def look_up(header: PacketHeader, pages: Sequence[Page], report: PacketReport) -> Known:
    codes = [page.lookup_code for page in pages]
    persons = [page.pupil.personal_id for page in pages]
    of_these = [codes, persons]
    transcripts = [Bond(*row) for row in fetch(_BONDS, of_these, plan_anew=True)]
    held = fetch(_VERSIONS, [header.school_year, *of_these], plan_anew=True)
    versions = [Held(*row) for row in held]
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
