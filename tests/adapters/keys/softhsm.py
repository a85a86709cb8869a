"""A token of SoftHSM2 in a directory of its own, with the keys that a test asks for."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pkcs11
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import Attribute, KeyType, ObjectClass
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key

from hocba.adapters.keys import SigningKey

MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "246810"


def configure(directory: Path) -> None:
    """SoftHSM reads its configuration once in a process, so all its tokens lie together."""
    tokens = directory / "tokens"
    tokens.mkdir()
    configuration = directory / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {tokens}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(configuration)


def make_token(label: str, keys: Sequence[SigningKey]) -> None:
    """Initialise a token and put the keys with their certificates and authorities on it."""
    words = ["softhsm2-util", "--init-token", "--free", "--label", label]
    subprocess.run([*words, "--so-pin", PIN, "--pin", PIN], check=True, capture_output=True)
    library = pkcs11.lib(str(MODULE))
    library.reinitialize()
    with library.get_token(token_label=label).open(rw=True, user_pin=PIN) as session:
        for number, key in enumerate(keys, start=1):
            identity = bytes([number])
            session.create_object({**_private(key), **_kept(identity)})
            session.create_object(_certificate(key.certificate, identity))
            for authority in key.chain:
                session.create_object(_certificate(authority, b""))


def _private(key: SigningKey) -> dict[Attribute, object]:
    private = key.private_key
    if isinstance(private, rsa.RSAPrivateKey):
        der = private.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        return decode_rsa_private_key(der)
    der = private.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    return {**decode_ec_private_key(der), Attribute.KEY_TYPE: KeyType.EC}


def _kept(identity: bytes) -> dict[Attribute, object]:
    return {
        Attribute.ID: identity,
        Attribute.TOKEN: True,
        Attribute.PRIVATE: True,
        Attribute.SENSITIVE: True,
        Attribute.EXTRACTABLE: False,
        Attribute.SIGN: True,
    }


def _certificate(certificate: object, identity: bytes) -> dict[Attribute, object]:
    return {
        Attribute.CLASS: ObjectClass.CERTIFICATE,
        Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
        Attribute.TOKEN: True,
        Attribute.ID: identity,
        Attribute.SUBJECT: certificate.subject.public_bytes(),
        Attribute.VALUE: certificate.public_bytes(Encoding.DER),
    }
