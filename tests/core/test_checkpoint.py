"""Signed notes and checkpoints: the specification's own vectors, round trips, and forgeries."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.checkpoint import Checkpoint, sign_checkpoint, verify_checkpoint
from hocba.core.signed_note import NoteError, NoteSigner, NoteVerifier, open_note

# The keys and signatures of Go's golang.org/x/mod/sumdb/note documentation.
NEUMANN = NoteVerifier.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
ENOCH = NoteVerifier.parse("EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop")
TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
NEUMANN_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZ"
    "b6KE6RyyBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33"
    "WWd1RvMc+QQ=\n"
)
NOTE = f"{TEXT}\n{NEUMANN_LINE}{ENOCH_LINE}".encode()

SIGNER = NoteSigner("hocba.example/so-cai", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
STRANGER = NoteSigner("hocba.example/so-cai", Ed25519PrivateKey.from_private_bytes(bytes(32)))
ROOT = sha256(b"root").digest()


def test_a_note_signed_by_another_implementation_opens() -> None:
    assert open_note(NOTE, NEUMANN) == TEXT
    assert open_note(NOTE, ENOCH) == TEXT
    assert open_note(NOTE, NEUMANN, ENOCH) == TEXT


def test_a_verifier_key_is_written_as_it_was_read() -> None:
    assert str(NEUMANN) == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def test_lines_of_unknown_keys_are_ignored_but_one_known_line_is_needed() -> None:
    with pytest.raises(NoteError, match="khoá tin cậy"):
        open_note(NOTE, SIGNER.verifier)


def test_a_key_of_the_same_name_is_not_the_same_key() -> None:
    with pytest.raises(NoteError, match="khoá tin cậy"):
        verify_checkpoint(sign_checkpoint(3, ROOT, STRANGER), SIGNER.verifier)


def test_one_false_line_of_a_known_key_rejects_the_whole_note() -> None:
    line = ENOCH_LINE.replace("5n2tiO", "5n2tiA")
    with pytest.raises(NoteError, match="sửa đổi"):
        open_note(f"{TEXT}\n{NEUMANN_LINE}{line}".encode(), NEUMANN, ENOCH)


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"text\n",
        b"\xff\xfe\n\n",
        f"{TEXT}{NEUMANN_LINE}".encode(),
        f"{TEXT}\n{NEUMANN_LINE.rstrip()}".encode(),
        f"{TEXT}\n{NEUMANN_LINE.replace('—', '-')}".encode(),
        f"{TEXT}\n{NEUMANN_LINE}— EnochRoot !!!!\n".encode(),
        f"{TEXT}\n{NEUMANN_LINE}— EnochRoot AAAA\n".encode(),
        f"{TEXT}\n{NEUMANN_LINE}— EnochRoot AAAAA\n".encode(),
        f"{TEXT}\r\n\n{NEUMANN_LINE}".encode(),
        NOTE + b"x" * 100_000,
    ],
)
def test_what_is_no_signed_note_is_refused(note: bytes) -> None:
    with pytest.raises(NoteError):
        open_note(note, NEUMANN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AR",
        "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_what_is_no_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        NoteVerifier.parse(text)


def test_a_text_that_cannot_be_a_note_is_not_signed() -> None:
    for text in ("no newline", "tab\t\n"):
        with pytest.raises(NoteError):
            SIGNER.sign(text)


@given(st.integers(0, 10**18), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_comes_back_as_it_was_signed(size: int, root: bytes) -> None:
    note = sign_checkpoint(size, root, SIGNER)
    assert verify_checkpoint(note, SIGNER.verifier) == Checkpoint(SIGNER.name, size, root)


@given(st.data())
def test_a_checkpoint_with_any_byte_changed_is_refused(data: st.DataObject) -> None:
    note = bytearray(sign_checkpoint(1234, ROOT, SIGNER))
    at = data.draw(st.integers(0, len(note) - 1))
    note[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(NoteError):
        verify_checkpoint(bytes(note), SIGNER.verifier)


def test_a_signature_has_one_spelling_only() -> None:
    respelt = NOTE.replace(b"wJnAM=", b"wJnAN=")
    with pytest.raises(NoteError, match="dạng chuẩn"):
        open_note(respelt, NEUMANN)


def test_a_checkpoint_reads_as_the_specification_writes_it() -> None:
    text = sign_checkpoint(7, ROOT, SIGNER).decode().partition("\n\n")[0]
    assert text == f"hocba.example/so-cai\n7\n{b64encode(ROOT).decode()}"


def test_extension_lines_are_read_over() -> None:
    body = Checkpoint(SIGNER.name, 7, ROOT).text + "an extension\n"
    assert verify_checkpoint(SIGNER.sign(body), SIGNER.verifier).size == 7


@pytest.mark.parametrize(
    "body",
    [
        f"hocba.example/so-cai\n07\n{b64encode(ROOT).decode()}\n",
        f"hocba.example/so-cai\n-7\n{b64encode(ROOT).decode()}\n",
        f"hocba.example/so-cai\n7\n{b64encode(ROOT[:31]).decode()}\n",
        f"hocba.example/so-cai\n7\n{'A' * 42}B=\n",
        "hocba.example/so-cai\n7\n",
        f"another.example\n7\n{b64encode(ROOT).decode()}\n",
    ],
)
def test_a_signed_text_that_is_no_checkpoint_of_this_log_is_refused(body: str) -> None:
    with pytest.raises(NoteError):
        verify_checkpoint(SIGNER.sign(body), SIGNER.verifier)
