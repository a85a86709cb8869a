"""The registry's steps of the demonstration: take in and answer, lock, and what it then holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hocba.adapters import clock
from hocba.adapters.keys import SigningKey
from hocba.core.lifecycle import State
from hocba.core.signature import POLICY, TrustStore, verify, verify_receipt
from hocba.core.signed_note import NoteSigner
from hocba.core.verdict import Status
from hocba.project.demonstration.classes import SampleClass
from hocba.project.demonstration.folder import Folder, put
from hocba.project.demonstration.schooling import sent_packets
from hocba.project.demonstration.steps import Steps
from hocba.registry.intake.actions import receive
from hocba.registry.intake.examining import conditions
from hocba.registry.intake.models import RegisteredPage
from hocba.registry.locking.actions import lock
from hocba.school.pages.models import SentPacket
from hocba.school.pages.receipts import take_receipt


@dataclass(frozen=True, slots=True)
class Registry:
    """What the registry works with: whom it trusts, and the keys of receipts and ledger."""

    trust: TrustStore
    receipt_key: SigningKey
    ledger_key: NoteSigner


def report(
    classes: Sequence[SampleClass], registry: Registry, folder: Folder, steps: Steps
) -> None:
    """Send every packet that has no answer yet, and take the answers in."""
    waiting = [(each, p) for each in classes for p in sent_packets(each) if p.receipt is None]
    with steps.step("Nộp Sở, nhận biên nhận", len(waiting)) as advance:
        for each, packet in waiting:
            receipt = _answered(packet, registry)
            if receipt is None:
                each.failures.append("biên nhận của Sở không có chữ ký hợp lệ")
                continue
            put(folder.receipt(each, packet.packet_id.hex), receipt)
            each.returned += take_receipt(packet, receipt, at=clock.now()).returned
            advance(1)


def _answered(packet: SentPacket, registry: Registry) -> bytes | None:
    """The registry's receipt, if its signature holds: a school believes nothing else."""
    receipt = receive(
        bytes(packet.content),
        sender=packet.school_code,
        at=clock.now(),
        conditions=conditions(registry.trust),
        receipt_key=registry.receipt_key,
    )
    verdict = verify_receipt(receipt, trust=registry.trust, policy=POLICY, at=clock.now())
    return receipt if verdict.status is Status.PASSED else None


def lock_all(classes: Sequence[SampleClass], registry: Registry, steps: Steps) -> None:
    """Lock what was accepted, at the schools' own wish, before the Department's deadline."""
    accepted = [(each, registered(each, State.ACCEPTED)) for each in classes]
    with steps.step("Chốt và ghi sổ cái", sum(len(pages) for _, pages in accepted)) as advance:
        for each, pages in accepted:
            if pages:
                lock(
                    school_year=each.class_year.school_year,
                    at=clock.now(),
                    signer=registry.ledger_key,
                    actor=each.class_year.school_code,
                    lookup_codes=[page.lookup_code for page in pages],
                )
            each.locked = [page.lookup_code for page in registered(each, State.LOCKED)]
            advance(len(pages))


def registered(each: SampleClass, state: State) -> list[RegisteredPage]:
    """The class's pages in the registry that are in this state."""
    year = each.class_year
    return list(
        RegisteredPage.objects.filter(
            school_code=year.school_code,
            school_year=year.school_year,
            class_name=year.class_name,
            state=state,
        ).order_by("lookup_code")
    )


def verify_packets(
    classes: Sequence[SampleClass], registry: Registry, folder: Folder, steps: Steps
) -> None:
    """Verify every packet from its file on disk, as anyone with the roots can do."""
    files = [
        (each, path) for each in classes for path in sorted(folder.packets(each).glob("*.xml"))
    ]
    with steps.step("Kiểm tra lại gói tin trên đĩa", len(files)) as advance:
        for each, path in files:
            verdict = verify(path.read_bytes(), trust=registry.trust, policy=POLICY, at=clock.now())
            if verdict.status is not Status.PASSED:
                each.failures.append(f"gói tin {path} không qua được kiểm tra chữ ký")
            advance(1)
