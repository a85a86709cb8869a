"""Cosignatures: the message as the specification spells it, round trips, forgeries."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.checkpoint import Checkpoint, sign_checkpoint, verify_checkpoint
from hocba.core.cosignature import Witness, cosignatures
from hocba.core.signed_note import FalseSignature, NoteError, NoteVerifier
from tests.core.test_checkpoint import ROOT, SIGNER

WITNESS = Witness("nhan-chung.example/1", Ed25519PrivateKey.from_private_bytes(bytes([7] * 32)))
OTHER = Witness("nhan-chung.example/1", Ed25519PrivateKey.from_private_bytes(bytes([8] * 32)))
NOTE = sign_checkpoint(7, ROOT, SIGNER)
AT = datetime(2024, 7, 1, 8, tzinfo=UTC)
COSIGNED = NOTE + WITNESS.cosign(NOTE, AT).encode()


def test_the_line_is_made_as_the_specification_says() -> None:
    _, name, encoded = WITNESS.cosign(NOTE, AT).split()
    value = b64decode(encoded)
    public = WITNESS.key.public_key().public_bytes_raw()
    assert name == "nhan-chung.example/1"
    assert value[:4] == sha256(b"nhan-chung.example/1\n\x04" + public).digest()[:4]
    assert int.from_bytes(value[4:12], "big") == int(AT.timestamp())
    text = Checkpoint(SIGNER.name, 7, ROOT).text
    message = f"cosignature/v1\ntime {int(AT.timestamp())}\n{text}".encode()
    WITNESS.key.public_key().verify(value[12:], message)


@given(st.integers(1, 253_402_300_799))
def test_a_cosignature_tells_witness_and_time(seconds) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    line = WITNESS.cosign(NOTE, moment)
    (found,) = cosignatures(NOTE + line.encode(), WITNESS.verifier)
    assert (found.name, found.time, found.line) == (WITNESS.name, moment, line)


def test_a_cosigned_checkpoint_is_still_the_logs() -> None:
    assert verify_checkpoint(COSIGNED, SIGNER.verifier).size == 7


def test_a_strangers_line_is_passed_over() -> None:
    assert list(cosignatures(COSIGNED, OTHER.verifier)) == []
    assert list(cosignatures(COSIGNED, SIGNER.verifier)) == []


def test_the_words_of_one_head_cannot_be_put_under_another() -> None:
    other = sign_checkpoint(8, ROOT, SIGNER) + WITNESS.cosign(NOTE, AT).encode()
    with pytest.raises(FalseSignature):
        list(cosignatures(other, WITNESS.verifier))


@given(st.data())
def test_no_byte_of_a_cosignature_can_be_changed(data) -> None:
    changed = bytearray(COSIGNED)
    at = data.draw(st.integers(len(NOTE), len(COSIGNED) - 2))
    changed[at] ^= data.draw(st.integers(1, 255))
    try:
        assert list(cosignatures(bytes(changed), WITNESS.verifier)) == []
    except NoteError:
        return


def test_a_cosignature_is_no_signature_of_a_log() -> None:
    """A key of the one kind must not be mistaken for one of the other."""
    key = NoteVerifier(WITNESS.name, WITNESS.key.public_key())
    assert key.key_id != WITNESS.verifier.key_id
    with pytest.raises(NoteError):
        verify_checkpoint(COSIGNED, WITNESS.verifier)


def test_a_witness_key_is_written_as_it_is_read() -> None:
    assert NoteVerifier.parse(str(WITNESS.verifier)) == WITNESS.verifier
