"""One page from a class's workbook to a proof that nobody can take back.

Read it as the introduction to the program: each step is one call, in the order in which it
happens in June, and after each step stands what has become true.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import DatabaseError, transaction

from hocba.adapters.keys import load_ledger_key
from hocba.adapters.pki.demonstration import KeyRing
from hocba.adapters.timestamping import TimestampAuthority
from hocba.adapters.trust import load_trust
from hocba.core.lifecycle import State
from hocba.core.locked_page import judge_locked
from hocba.core.packet import read_page, read_receipt
from hocba.core.record import ClassYear, PrimaryResult, SchoolLevel
from hocba.core.signature import POLICY, TrustStore, verify_packet, verify_page, verify_receipt
from hocba.core.signed_note import NoteSigner
from hocba.core.verdict import Status
from hocba.project.demonstration.desks import REGISTRY, Desk, take_places
from hocba.public.printing import Transcript, Year, render, signature_blocks
from hocba.registry.evidence.exporting import long_term
from hocba.registry.intake.actions import receive
from hocba.registry.intake.examining import Conditions
from hocba.registry.intake.queries import current_page
from hocba.registry.locking.actions import lock
from hocba.registry.locking.queries import proof_of
from hocba.school.imports import check_workbook
from hocba.school.pages.drafting import accepted_years, draft_class
from hocba.school.pages.models import PageVersion
from hocba.school.pages.packing import pack_class
from hocba.school.pages.receipts import take_in
from hocba.school.signing.actions import sign_class
from hocba.school.signing.stamping import stamp_pages, unstamped
from hocba.school.signing.turns import waiting_for
from tests.authorities import Authorities

WORKBOOK = Path(__file__).parents[2] / "sample" / "lop-4a1-tong-hop-danh-gia.xlsx"
JUNE = datetime(2024, 6, 24, 8, tzinfo=timezone(timedelta(hours=7)))
"""Inside the window of the sample year, which closes on 30 June 2024."""


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_a_page_lives_from_workbook_to_ledger(world: World) -> None:
    # 1. The school's workbook is read by its headings, and held against the circular of the year.
    report = check_workbook(WORKBOOK.read_bytes())
    assert report.findings == ()
    (pupil, *_) = accepted_years(report.pupils)
    assert pupil.computed == pupil.stated
    assert pupil.computed.result is PrimaryResult.HTT

    # 2. The pupil's year becomes a draft, in a transcript with a lookup code for life.
    class_year = world.class_year
    draft_class(class_year, [pupil], at=JUNE, new_code=world.new_code)
    draft = PageVersion.objects.get()
    code = draft.transcript_id
    assert draft.state == State.DRAFT

    # 3. Subject teachers, homeroom teacher, head and seal sign, each over the ones before; an
    #    authority says of each signature when it existed, before the next one covers it.
    for signer in world.desk.signers("4A1", world.keys):
        sign_class(waiting_for(signer, class_year), signer, at=JUNE)
        assert stamp_pages(unstamped(PageVersion.objects.all()), world.stamp, at=JUNE) == 1
    issued = PageVersion.objects.get()
    assert issued.state == State.ISSUED
    assert issued.signatures[-3:] == ["GVCN", "HIEUTRUONG", "NHATRUONG"]

    # 4. The class goes into one packet that the school signs: all that ever leaves the school.
    seal = world.desk.seal(world.keys)
    packet = pack_class(class_year, seal, packet_id=UUID(int=1, version=4), at=JUNE)
    assert packet is not None
    sent = bytes(packet.content)
    assert verify_packet(sent, trust=world.trust, policy=POLICY, at=JUNE).status is Status.PASSED

    # 5. The registry trusts none of it, checks all of it, and answers with a signed receipt.
    receipt = world.receive(sent)
    assert verify_receipt(receipt, trust=world.trust, policy=POLICY, at=JUNE).status is (
        Status.PASSED
    )
    assert [outcome.accepted for outcome in read_receipt(receipt).outcomes] == [True]
    assert world.receive(sent) == receipt, "the same packet gets the same answer"
    take_in(receipt, trust=world.trust, at=JUNE)
    assert PageVersion.objects.get().state == State.ACCEPTED

    # 6. Locked, it is effective: entered in the ledger under a signed head …
    lock(
        school_year="2023-2024",
        at=JUNE,
        signer=world.ledger_key,
        actor=world.desk.unit.code,
        lookup_codes=[code],
    )
    page = current_page(code, "2023-2024")
    assert page is not None
    assert (page.state, page.effective_date) == (State.LOCKED, JUNE)

    # 7. … and from now on the database itself refuses any change, whoever asks.
    with pytest.raises(DatabaseError), transaction.atomic():
        type(page).objects.filter(pk=page.pk).update(state=State.RECALLED)

    # 8. Years later anyone can prove who signed what and when, and that it is the page in the
    #    ledger: the page goes out with the evidence that came with it.
    content = bytes(page.content)
    held = long_term(content, bytes(page.packet.sha256), trust=world.trust, at=JUNE)
    verdict = verify_page(held, trust=world.trust, policy=POLICY, at=JUNE)
    assert verdict.status is Status.PASSED
    assert verdict.covered == content
    assert verdict.page == read_page(bytes(issued.content))
    assert all(signature.proven_at is not None for signature in verdict.signatures)
    proof = proof_of(page)
    assert proof is not None
    locked = judge_locked(verdict, proof.data, world.ledger_key.verifier)
    assert locked.status is Status.PASSED

    # 9. The person holds it in their hands.
    assert verdict.page is not None
    blocks = signature_blocks(verdict.signatures, verdict.page)
    year = Year(verdict.page, blocks, effective_date=page.effective_date, signed_page=content)
    assert render(Transcript((year,), f"http://127.0.0.1:8000/tra-cuu/{code}")).startswith(b"%PDF")


@dataclass(frozen=True)
class World:
    """A school with its staff, a registry with its keys, and nobody's page yet."""

    desk: Desk
    keys: KeyRing
    trust: TrustStore
    ledger_key: NoteSigner
    class_year: ClassYear
    timestamps: TimestampAuthority

    def stamp(self, imprint: bytes) -> bytes:
        return self.timestamps.stamp(imprint)

    def new_code(self) -> str:
        return UUID(int=next(count(1)), version=4).hex

    def receive(self, packet: bytes) -> bytes:
        return receive(
            packet,
            sender=self.desk.unit.code,
            at=JUNE,
            conditions=Conditions(self.trust),
            receipt_key=self.keys.key(REGISTRY),
        )


@pytest.fixture
def world(db: None, tmp_path: Path, authorities: Authorities) -> World:
    (desk, *_), keys = take_places(tmp_path, advance=lambda _count: None)
    authorities.at(JUNE)
    (keys.trust / "timestamps.pem").write_bytes(
        authorities.certificate("goc").public_bytes(Encoding.PEM)
    )
    class_year = ClassYear(
        "01", desk.unit.code, desk.unit.name, SchoolLevel.PRIMARY, 4, "4A1", "2023-2024"
    )
    ledger_key = NoteSigner("hocba.example/so-cai", load_ledger_key(keys.ledger_key))
    trust, timestamps = load_trust(keys.trust), authorities.timestamps()
    return World(desk, keys, trust, ledger_key, class_year, timestamps)
