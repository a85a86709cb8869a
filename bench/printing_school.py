"""A register with one school in it, every page signed and locked: something to print from.

HOCBA_HOME=… python -m bench.with_django bench.printing_school COUNT
"""

from __future__ import annotations

from hashlib import sha256

from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.core.management import call_command
from tests.core.signature import pki

from bench.printing_pages import NOW, SCHOOL, YEARS, signed_pages
from hocba.adapters.pki.authority import KeyKind, Subject
from hocba.adapters.pki.demonstration import Holder, make_keys
from hocba.adapters.verifying import OFFICE
from hocba.core.record import Page
from hocba.parties.models import Unit, UnitKind
from hocba.registry.intake.models import Packet, RegisteredPage, Transcript
from hocba.registry.ledger.keys import ledger_signer
from hocba.registry.locking.actions import lock

SET = 50


def main(count: str) -> None:
    """Units, keys, and ``count`` pupils with two locked years each."""
    call_command("migrate", interactive=False, verbosity=0)
    _keys()
    _units()
    packet = _packet()
    for first in range(0, int(count), SET):
        _add(range(first, min(first + SET, int(count))), packet)
    codes = list(Transcript.objects.values_list("lookup_code", flat=True))
    for begins, _ in YEARS:
        year = f"{begins}-{begins + 1}"
        lock(school_year=year, at=NOW, signer=ledger_signer(), actor=OFFICE, lookup_codes=codes)


def _keys() -> None:
    ring = make_keys(
        settings.HOCBA_HOME / "demonstration",
        [Holder("registry", Subject(OFFICE, OFFICE), KeyKind.P_256)],
    )
    signers = pki.root().certificate.public_bytes(Encoding.PEM)
    (ring.trust / "signers.pem").write_bytes(signers)


def _units() -> None:
    office = Unit.objects.create(code="01", name=OFFICE, kind=UnitKind.DEPARTMENT)
    Unit.objects.create(
        code=SCHOOL.school_code, name=SCHOOL.school_name, kind=UnitKind.SCHOOL, parent=office
    )


def _packet() -> Packet:
    content = b"the pages of this bench came in no packet"
    return Packet.objects.create(
        sha256=sha256(content).digest(),
        content=content,
        sender="bench",
        school_code=SCHOOL.school_code,
        received_at=NOW,
        receipt=b"",
    )


def _add(numbers: range, packet: Packet) -> None:
    pages = [each for number in numbers for each in signed_pages(number)]
    Transcript.objects.bulk_create(
        Transcript(
            lookup_code=page.lookup_code,
            personal_id=page.pupil.personal_id,
            level=page.class_year.level,
        )
        for page, _ in pages[:: len(YEARS)]
    )
    RegisteredPage.objects.bulk_create(_row(page, content, packet) for page, content in pages)


def _row(page: Page, content: bytes, packet: Packet) -> RegisteredPage:
    place = page.class_year
    return RegisteredPage(
        lookup_code=page.lookup_code,
        school_year=place.school_year,
        version=page.version,
        content=content,
        sha256=sha256(content).digest(),
        personal_id=page.pupil.personal_id,
        level=place.level,
        grade=place.grade,
        school_code=place.school_code,
        class_name=place.class_name,
        reassessed=False,
        packet=packet,
        accepted_at=NOW,
    )
