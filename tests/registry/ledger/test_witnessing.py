"""The log keeps what its witnesses say of its heads, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hocba.core.checkpoint import sign_checkpoint
from hocba.core.cosignature import cosignatures
from hocba.core.errors import InputError
from hocba.core.signed_note import FalseSignature, UnknownKey
from hocba.registry.ledger import queries
from hocba.registry.ledger.actions import append
from hocba.registry.ledger.models import Cosignature
from hocba.registry.ledger.witnessing import keep_cosignatures
from tests.core.test_cosignature import OTHER, WITNESS
from tests.registry.audit import LEDGER_KEY

pytestmark = pytest.mark.django_db

NOW = datetime(2024, 7, 1, tzinfo=UTC)


@pytest.fixture
def note() -> bytes:
    return bytes(append([b"a\n", b"b\n"], at=NOW, signer=LEDGER_KEY).note)


def keep(note: bytes) -> int:
    return keep_cosignatures(note, [WITNESS.verifier], at=NOW)


def cosigned(note: bytes, witness=WITNESS) -> bytes:
    return note + witness.cosign(note, NOW).encode()


def test_a_witnesss_word_goes_out_with_the_head_and_with_proofs(note):
    assert keep(cosigned(note)) == 1
    head = queries.head()
    assert head is not None
    assert queries.cosigned(head) == cosigned(note)
    proof = queries.inclusion(b"a\n")
    assert proof is not None
    assert proof.verify(b"a\n", LEDGER_KEY.verifier).size == 2
    assert [each.name for each in cosignatures(proof.checkpoint, WITNESS.verifier)]


def test_a_witness_is_heard_once_on_a_head(note):
    keep(cosigned(note))
    keep(note + WITNESS.cosign(note, NOW.replace(year=2025)).encode())
    assert Cosignature.objects.count() == 1


def test_a_stranger_is_not_heard(note):
    with pytest.raises(UnknownKey):
        keep(cosigned(note, OTHER))
    with pytest.raises(UnknownKey):
        keep(note)


def test_a_false_line_is_refused(note):
    with pytest.raises(FalseSignature):
        keep(cosigned(note).replace(b"\n2\n", b"\n3\n"))


@pytest.mark.parametrize("size", [1, 2, 5])
def test_a_head_of_another_history_is_refused(note, size):
    with pytest.raises(InputError):
        keep(cosigned(sign_checkpoint(size, bytes(32), LEDGER_KEY)))
    assert not Cosignature.objects.exists()
