"""A Department's node without a database: its ledger, its key, and dispatches as it would send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.adapters.keys import SigningKey
from hocba.core import merkle
from hocba.core.checkpoint import sign_checkpoint
from hocba.core.ledger_entry import LedgerEntry
from hocba.core.packet import (
    Dispatch,
    DispatchEvent,
    DispatchHeader,
    DispatchReceipt,
    read_dispatch_receipt,
    write_dispatch,
)
from hocba.core.record import Event, Page
from hocba.core.signature import POLICY, complete, prepare_dispatch
from hocba.core.signed_note import NoteSigner
from hocba.parties.actions import NewCertificate, register_certificates
from hocba.parties.models import Unit, UnitKind
from hocba.registry.gathering import actions
from hocba.registry.gathering.actions import Keys
from hocba.registry.gathering.believing import Believed
from tests.core.signature import pki
from tests.core.signature.pki import Wish
from tests.registry.audit import LEDGER_KEY
from tests.registry.school import RECEIPT_KEY, SIGNED_AT, TRUST, YEAR, code, signed

LOCKED_AT = SIGNED_AT + timedelta(days=21)
NOW = LOCKED_AT + timedelta(days=1)
DEPARTMENT_LEDGER = NoteSigner(
    "so.example/so-cai", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
)
MINISTRY_KEY = pki.signer(Wish("Bộ GDĐT", organization="Bộ Giáo dục và Đào tạo"))
MINISTRY_KEYS = Keys(MINISTRY_KEY, LEDGER_KEY)
BELIEVED = Believed(TRUST, POLICY, {"01": (DEPARTMENT_LEDGER.verifier,)})
OTHER_KEY = pki.signer(Wish("Sở GDĐT Khác", organization="Sở GDĐT Khác"))


def open_department() -> None:
    """What the Ministry knows of two Departments: their units and certificates, no school."""
    for unit, key in (("01", RECEIPT_KEY), ("79", OTHER_KEY)):
        Unit.objects.create(code=unit, name=f"Sở {unit}", kind=UnitKind.DEPARTMENT)
        der = key.certificate.public_bytes(Encoding.DER)
        register_certificates([NewCertificate(der, unit=unit)])


@dataclass(frozen=True)
class Told:
    """What a dispatch says of a page; ``proven`` is the entry that its proof is of."""

    page: Page
    content: bytes
    event: Event = Event.NEW
    version: int | None = None
    updated_at: datetime = LOCKED_AT

    @property
    def entry(self) -> LedgerEntry:
        return LedgerEntry.of(
            self.page.lookup_code,
            self.page.class_year.school_year,
            self.page.version,
            sha256(self.content).digest(),
            self.updated_at,
        )


def told(page: Page, **changes: object) -> Told:
    return replace(Told(page, signed(page)), **changes)  # type: ignore[arg-type]


def content_of(
    *pages: Told,
    number: int = 1,
    department: str = "01",
    ledger: NoteSigner = DEPARTMENT_LEDGER,
    missing: Sequence[Told] = (),
) -> Dispatch:
    """A dispatch of these pages, all in the ledger but for those that are ``missing`` there."""
    leaves = [b"an earlier entry", *(each.entry.leaf for each in pages if each not in missing)]
    nodes = merkle.grow(0, {}, [merkle.leaf_hash(leaf) for leaf in leaves])
    root = merkle.root_of((0, len(leaves)), nodes)
    header = DispatchHeader(
        dispatch_id=code(2_000_000 + number),
        department_code=department,
        school_year=YEAR,
        created_at=NOW - timedelta(hours=1),
        checkpoint=sign_checkpoint(len(leaves), root, ledger),
    )
    events = tuple(_event(each, leaves, nodes) for each in pages)
    return Dispatch(header, events)


def _event(each: Told, leaves: list[bytes], nodes: dict[merkle.Node, bytes]) -> DispatchEvent:
    index = leaves.index(each.entry.leaf) if each.entry.leaf in leaves else 0
    return DispatchEvent(
        lookup_code=each.page.lookup_code,
        school_year=YEAR,
        event=each.event,
        version=each.version or each.page.version,
        updated_at=each.updated_at,
        index=index,
        path=merkle.proof(merkle.inclusion_ranges(index, len(leaves)), nodes),
        page=each.content,
    )


def seal(content: Dispatch, key: SigningKey = RECEIPT_KEY) -> bytes:
    prepared = prepare_dispatch(
        write_dispatch(content),
        certificate=key.certificate,
        chain=key.chain,
        algorithm=key.algorithm,
        signing_time=content.header.created_at,
    )
    return complete(prepared, key.sign(prepared.to_be_signed))


def dispatch(*pages: Page | Told, number: int = 1) -> bytes:
    """A signed dispatch, as a Department that works in order would send it."""
    return seal(content_of(*(e if isinstance(e, Told) else told(e) for e in pages), number=number))


def gather(
    data: bytes,
    *,
    at: datetime = NOW,
    departments: Sequence[str] = ("01", "79"),
    believed: Believed = BELIEVED,
    keys: Keys = MINISTRY_KEYS,
) -> bytes:
    return actions.receive(
        data, sender="Sở GDĐT", departments=departments, at=at, believed=believed, keys=keys
    )


def answer(data: bytes, *, at: datetime = NOW) -> DispatchReceipt:
    return read_dispatch_receipt(gather(data, at=at))


def faults(receipt: DispatchReceipt) -> list[set[str]]:
    return [{fault.code for fault in outcome.faults} for outcome in receipt.outcomes]
