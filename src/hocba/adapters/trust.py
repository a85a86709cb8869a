"""A directory of trusted certificates: roots and issuing authorities, in PEM or DER files.

Roots of the government's own service (Ban Cơ yếu) stand in its folder ``cong-vu``, those of
the public services in ``cong-cong``, what this installation trusts by itself beside them.
Keys of ledgers stand there, too, in files of one line: ``*.vkey`` (c2sp.org/signed-note).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from hocba.core.errors import InputError
from hocba.core.signature import TrustStore
from hocba.core.signed_note import NoteVerifier

GOVERNMENT, PUBLIC = "cong-vu", "cong-cong"
LEDGER_SUFFIX = ".vkey"
SUFFIXES = frozenset({".pem", ".crt", ".cer", ".der"})


def load_trust(directory: Path) -> TrustStore:
    """The store of what stands in ``directory``; a certificate that signed itself is a root.

    A directory without a root gives a store that trusts nobody, so that every chain is
    undetermined. Raises InputError when the directory or a certificate cannot be read.
    """
    own, own_known = _divided(directory)
    government, government_known = _divided(directory / GOVERNMENT, demanded=False)
    public, public_known = _divided(directory / PUBLIC, demanded=False)
    known = [*own_known, *government_known, *public_known]
    return TrustStore.of(own, known, government=government, public=public)


def load_ledger_keys(directory: Path) -> tuple[NoteVerifier, ...]:
    """The keys of ledgers that ``directory`` holds. Raises InputError when one cannot be read."""
    return tuple(_ledger_key(path) for path in sorted(directory.glob(f"*{LEDGER_SUFFIX}")))


def load_ledger_keys_by_name(directory: Path) -> dict[str, tuple[NoteVerifier, ...]]:
    """The same, by the name of the file: whose ledger it is."""
    paths = sorted(directory.glob(f"*{LEDGER_SUFFIX}"))
    return {path.name.removesuffix(LEDGER_SUFFIX): (_ledger_key(path),) for path in paths}


def load_certificates(path: Path) -> tuple[x509.Certificate, ...]:
    """The certificates in one file, PEM or DER. Raises InputError when it cannot be read."""
    return tuple(_read(path))


def _ledger_key(path: Path) -> NoteVerifier:
    try:
        return NoteVerifier.parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, InputError) as error:
        raise InputError(f"Không đọc được khoá sổ cái trong tệp «{path}».") from error


def _divided(
    directory: Path, *, demanded: bool = True
) -> tuple[list[x509.Certificate], list[x509.Certificate]]:
    """The roots of a directory, and the authorities under them."""
    certificates = list(_certificates(directory)) if demanded or directory.is_dir() else []
    roots = [certificate for certificate in certificates if _is_root(certificate)]
    return roots, [each for each in certificates if each not in roots]


def _certificates(directory: Path) -> Iterator[x509.Certificate]:
    try:
        files = sorted(path for path in directory.iterdir() if path.suffix.lower() in SUFFIXES)
    except OSError as error:
        raise InputError(f"Không đọc được thư mục chứng thư tin cậy «{directory}».") from error
    for path in files:
        yield from _read(path)


def _read(path: Path) -> list[x509.Certificate]:
    try:
        data = path.read_bytes()
        if data.startswith(b"-----BEGIN") or b"\n-----BEGIN" in data:
            return x509.load_pem_x509_certificates(data)
        return [x509.load_der_x509_certificate(data)]
    except (OSError, ValueError) as error:
        raise InputError(f"Tệp «{path}» không phải chứng thư số đọc được.") from error


def _is_root(certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
