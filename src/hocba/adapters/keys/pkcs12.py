"""Signing keys in PKCS#12 files (RFC 7292)."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from hocba.adapters.keys.signing import SigningKey
from hocba.adapters.private_files import write_private
from hocba.core.errors import SigningError
from hocba.core.signature.algorithms import Algorithm


def load_pkcs12(
    path: Path, password: str, *, rsa_algorithm: Algorithm = Algorithm.RSA_PSS
) -> SigningKey:
    """The key in a file; an RSA key signs by ``rsa_algorithm``, a P-256 key by ECDSA.

    Raises SigningError when the file is missing, broken, without a certificate, or locked
    with another password.
    """
    try:
        store = pkcs12.load_pkcs12(path.read_bytes(), password.encode())
    except OSError as error:
        raise SigningError(f"Không đọc được tệp khoá {path}.") from error
    except ValueError as error:
        raise SigningError(f"Tệp khoá {path} bị hỏng hoặc sai mật khẩu.") from error
    if store.cert is None or not isinstance(
        store.key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)
    ):
        raise SigningError(f"Tệp khoá {path} không có khoá RSA hoặc P-256 kèm chứng thư số.")
    algorithm = rsa_algorithm if isinstance(store.key, rsa.RSAPrivateKey) else Algorithm.ECDSA
    chain = tuple(extra.certificate for extra in store.additional_certs)
    return SigningKey(store.cert.certificate, chain, algorithm, store.key)


def save_pkcs12(path: Path, password: str, key: SigningKey) -> None:
    """Keep a key in a new file of mode 0600; a file that is already there is left as it is."""
    data = pkcs12.serialize_key_and_certificates(
        None,
        key.private_key,
        key.certificate,
        list(key.chain) or None,
        BestAvailableEncryption(password.encode()),
    )
    write_private(path, data)
