"""The offline proof: the specification's form, round trips, and proofs that prove nothing."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core import merkle
from hocba.core.checkpoint import sign_checkpoint
from hocba.core.signed_note import FalseSignature, NoteError, UnknownKey
from hocba.core.tlog_proof import MAX_BYTES, NotIncluded, ProofError, TlogProof
from tests.core.test_checkpoint import SIGNER, STRANGER

# As the specification writes it, where its example is not abridged or invalid base64.
SPECIFIED = b"""c2sp.org/tlog-proof@v1
extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=

example.com/fancylog
109482
sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

\xe2\x80\x94 example.com/fancylog hI2DJwAA
"""
HASHES = st.binary(min_size=32, max_size=32)
ENTRIES = [b"leaf %d\n" % number for number in range(21)]


def proven(index: int, size: int = len(ENTRIES)) -> TlogProof:
    """The proof of one of the entries in a log of the first ``size`` of them."""
    nodes = merkle.grow(0, {}, [merkle.leaf_hash(entry) for entry in ENTRIES[:size]])
    note = sign_checkpoint(size, merkle.root_of((0, size), nodes), SIGNER)
    path = merkle.proof(merkle.inclusion_ranges(index, size), nodes)
    return TlogProof(index, path, note, ENTRIES[index])


def test_the_specifications_example_is_read() -> None:
    proof = TlogProof.parse(SPECIFIED)
    assert (proof.index, len(proof.path)) == (73894, 2)
    assert proof.extra == b"age-v1.2.1-darwin-arm64.tar.gz"
    assert proof.checkpoint.startswith(b"example.com/fancylog\n109482\n")
    assert proof.data == SPECIFIED


@given(st.integers(0, 2**62), st.lists(HASHES, max_size=63), st.binary(), st.binary(max_size=200))
def test_a_proof_comes_back_as_it_was_written(index, path, extra, checkpoint) -> None:
    proof = TlogProof(index, tuple(path), checkpoint, extra)
    assert TlogProof.parse(proof.data) == proof


@given(st.integers(1, len(ENTRIES)).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))))
def test_every_entry_of_a_log_of_any_size_is_proven(place) -> None:
    index, size = place
    proof = TlogProof.parse(proven(index, size).data)
    assert proof.verify(ENTRIES[index], SIGNER.verifier).size == size


@given(st.integers(0, 20), st.integers(0, 20))
def test_no_other_entry_is_proven(index, other) -> None:
    if index != other:
        with pytest.raises(NotIncluded):
            proven(index).verify(ENTRIES[other], SIGNER.verifier)


def test_an_index_a_path_or_a_head_of_another_proof_does_not_fit() -> None:
    good, other = proven(5), proven(6)
    for forged in (
        replace(good, index=4),
        replace(good, path=other.path),
        replace(good, path=good.path[:-1]),
        replace(good, checkpoint=proven(5, 20).checkpoint),
    ):
        with pytest.raises(NotIncluded):
            forged.verify(ENTRIES[5], SIGNER.verifier)


def test_a_strangers_head_and_a_false_one_are_told_apart() -> None:
    root = merkle.leaf_hash(ENTRIES[0])
    with pytest.raises(UnknownKey):
        TlogProof(0, (), sign_checkpoint(1, root, STRANGER)).verify(ENTRIES[0], SIGNER.verifier)
    forged = sign_checkpoint(1, root, SIGNER).replace(b"\n1\n", b"\n2\n")
    with pytest.raises(FalseSignature):
        TlogProof(0, (), forged).verify(ENTRIES[0], SIGNER.verifier)


@given(st.data())
def test_a_proof_with_any_byte_changed_proves_nothing_new(data) -> None:
    changed = bytearray(proven(7).data)
    at = data.draw(st.integers(0, len(changed) - 1))
    changed[at] ^= data.draw(st.integers(1, 255))
    try:
        proof = TlogProof.parse(bytes(changed))
    except ProofError:
        return
    if proof.extra == ENTRIES[7]:
        with pytest.raises((NotIncluded, NoteError)):
            proof.verify(proof.extra, SIGNER.verifier)
    else:
        with pytest.raises(NotIncluded):
            proof.verify(proof.extra, SIGNER.verifier)


@given(st.binary(max_size=300))
def test_what_is_no_proof_is_refused(data) -> None:
    with pytest.raises(ProofError):
        TlogProof.parse(data)


HASH = b64encode(bytes(32))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        SPECIFIED.replace(b"Lmd6", b"Lmd7="),
        SPECIFIED.replace(b"dPlQ=", b"dPlR="),
        proven(3).data.replace(b"@v1", b"@v2"),
        proven(3).data.replace(b"index 3", b"index 03"),
        proven(3).data.replace(b"index 3", b"index -3"),
        proven(3).data.replace(b"index 3", b"INDEX 3"),
        proven(3).data.replace(b"\n", b"\r\n"),
        b"c2sp.org/tlog-proof@v1\nindex 0\n" + 64 * (HASH + b"\n") + b"\nx",
        b"c2sp.org/tlog-proof@v1\nindex 0\n" + HASH[:-1] + b"\n\nx",
        b"c2sp.org/tlog-proof@v1\nextra \nindex 0\n\nx",
        proven(3).data + bytes(MAX_BYTES),
    ],
)
def test_a_file_that_departs_from_the_form_is_refused(data) -> None:
    with pytest.raises(ProofError):
        TlogProof.parse(data)
