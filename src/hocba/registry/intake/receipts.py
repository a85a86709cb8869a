"""The registry's answer to a packet, signed with its own key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from hocba.adapters.keys import SigningKey
from hocba.core.packet import PacketHeader, PageOutcome, Receipt, write_receipt
from hocba.core.signature import complete, prepare_receipt


def sign_receipt(
    header: PacketHeader,
    digest: bytes,
    outcomes: Sequence[PageOutcome],
    *,
    at: datetime,
    key: SigningKey,
) -> bytes:
    """The signed receipt for the packet whose bytes have this SHA-256.

    Its identifier is made of the digest: one packet has one receipt. Raises SigningError.
    """
    receipt = Receipt(
        receipt_id=UUID(bytes=digest[:16], version=4).hex,
        packet_id=header.packet_id,
        packet_digest=digest.hex(),
        school_code=header.school_code,
        received_at=at.replace(microsecond=0),
        outcomes=tuple(outcomes),
    )
    prepared = prepare_receipt(
        write_receipt(receipt),
        certificate=key.certificate,
        chain=key.chain,
        algorithm=key.algorithm,
        signing_time=at,
    )
    return complete(prepared, key.sign(prepared.to_be_signed))
