"""A token or HSM, with its maker's library in a process of its own.

The library may crash, and while the token computes it holds the whole interpreter; neither
may happen to the program that serves everybody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Any, ClassVar

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.adapters.keys.pkcs11 import TokenKey, attached_token
from hocba.core.errors import HocbaError, Unavailable
from hocba.core.signature.algorithms import Algorithm

_SECONDS_TO_LEAVE = 5.0
_SECONDS_TOGETHER = 0.25


@dataclass(frozen=True, slots=True)
class Token:
    """The signing key of an open token; ``chain`` has the authorities that it holds besides."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    algorithm: Algorithm
    _pipe: Connection[Any, Any] = field(repr=False)
    at_once: ClassVar[int] = 70
    """The token rests while the first session is prepared and once the last is with it, so
    sessions are short; much shorter ones would cost more than they let overlap."""

    def sign_all(self, data: Sequence[bytes]) -> Iterator[bytes]:
        """The signature of each, in order. Raises SigningError and Unavailable."""
        _send(self._pipe, list(data))
        left = len(data)
        while left:
            values = _received(self._pipe)
            yield from values
            left -= len(values)


@contextmanager
def open_token(
    module: Path, label: str, pin: str, *, fingerprint: bytes | None = None
) -> Iterator[Token]:
    """The signing key on the token called ``label``, for as long as the block lasts.

    ``module`` is the maker's PKCS#11 library. A token with several signing keys needs the
    SHA-256 ``fingerprint`` of the certificate that is meant. Raises SigningError, and
    Unavailable when the token is not there.
    """
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(
        target=_serve, args=(there, module, label, pin, fingerprint), daemon=True
    )
    process.start()
    there.close()
    try:
        algorithm, *certificates = _received(here)
        certificate, *chain = map(x509.load_der_x509_certificate, certificates)
        yield Token(certificate, tuple(chain), algorithm, here)
    finally:
        here.close()
        _see_off(process)


def _send(pipe: Connection[Any, Any], message: object) -> None:
    try:
        pipe.send(message)
    except OSError as error:
        raise _gone() from error


def _received(pipe: Connection[Any, Any]) -> Any:
    try:
        message = pipe.recv()
    except (EOFError, OSError) as error:
        raise _gone() from error
    if isinstance(message, HocbaError):
        raise message
    return message


def _gone() -> Unavailable:
    return Unavailable(
        "Trình điều khiển của thiết bị ký đã dừng; hãy cắm lại thiết bị rồi ký tiếp.",
        code="THIET_BI_DUNG",
    )


def _see_off(process: BaseProcess) -> None:
    process.join(_SECONDS_TO_LEAVE)
    if process.is_alive():
        process.kill()
        process.join()


def _serve(
    pipe: Connection[Any, Any], module: Path, label: str, pin: str, fingerprint: bytes | None
) -> None:
    """The other process: sign what comes until the pipe is closed."""
    try:
        with attached_token(module, label, pin, fingerprint=fingerprint) as key:
            pipe.send(_identity(key))
            while True:
                _sign(key, pipe.recv(), pipe)
    except HocbaError as error:
        pipe.send(error)
    except (EOFError, OSError):
        return


def _sign(key: TokenKey, data: Sequence[bytes], pipe: Connection[Any, Any]) -> None:
    """Send the values by the quarter of a second: many small messages would keep both waiting."""
    values: list[bytes] = []
    since = monotonic()
    try:
        for value in key.sign_all(data):
            values.append(value)
            if monotonic() - since > _SECONDS_TOGETHER:
                pipe.send(values)
                values, since = [], monotonic()
    finally:
        if values:
            pipe.send(values)


def _identity(key: TokenKey) -> list[object]:
    certificates = (key.certificate, *key.chain)
    return [key.algorithm, *(each.public_bytes(Encoding.DER) for each in certificates)]
