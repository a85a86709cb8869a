"""Attacks by certificates and algorithms."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hocba.adapters.keys import SigningKey
from hocba.core.lifecycle import Role
from hocba.core.signature import POLICY, Algorithm
from tests.core.signature import forging, pki, signing
from tests.core.signature.forging import TEACHER, UNSIGNED, Edit, sign_anyway
from tests.core.signature.signing import HEAD, HOMEROOM_TEACHER, SIGNED_AT, STEPS
from tests.vectors.catalogue import Catalogue

ON_KEYS = Catalogue()
_vector = ON_KEYS.vector


def _base64(key: SigningKey) -> bytes:
    return b64encode(key.certificate.public_bytes(Encoding.DER))


def _by(key: SigningKey, **how: object) -> bytes:
    """A page that this key has signed as its homeroom teacher."""
    return sign_anyway(UNSIGNED, Role.HOMEROOM_TEACHER, key, **how)  # type: ignore[arg-type]


def _by_method(uri: str, value: Callable[[bytes], bytes]) -> bytes:
    """A page signed by a method that has this identifier."""
    edit: Edit = lambda info: info.replace(TEACHER.algorithm, uri)  # noqa: E731
    return _by(TEACHER, edit_info=edit, value=value)


@_vector("CHUNG_THU_BI_TRAO")
def swapped_certificate() -> bytes:
    """Another certificate for the same key: the value holds, the commitment does not."""
    twin = pki.signer(replace(HEAD, organization="Trường Khác"))
    assert twin.private_key is pki.signer(HEAD).private_key
    return signing.primary_page().replace(_base64(pki.signer(HEAD)), _base64(twin))


@_vector("SAI_TO_CHUC")
def certificate_of_another_school() -> bytes:
    """A real seal, but not this school's."""
    page = signing.sign_page(UNSIGNED, STEPS[:2])
    other = pki.signer(signing.Wish("Trường Tiểu học Phú Lương I", "Trường Tiểu học Phú Lương I"))
    return sign_anyway(page, Role.SCHOOL, other, signing_time=SIGNED_AT + timedelta(minutes=2))


@_vector("KHONG_TOI_GOC_TIN_CAY")
def certificate_of_an_unknown_authority() -> bytes:
    """The chain ends at a root that nobody trusts."""
    return _by(pki.signer(HOMEROOM_TEACHER, pki.issuing("CA lạ", "Gốc lạ")))


@_vector("KHONG_TOI_GOC_TIN_CAY")
def root_sent_along_by_the_attacker() -> bytes:
    """The unknown root comes with the signature."""
    key = pki.signer(HOMEROOM_TEACHER, pki.issuing("CA lạ", "Gốc lạ"))
    return _by(replace(key, chain=(*key.chain, pki.root("Gốc lạ").certificate)))


@_vector("KHONG_TOI_GOC_TIN_CAY")
def self_signed_certificate() -> bytes:
    """A certificate that stands for itself."""
    return _by(pki.self_signed(HOMEROOM_TEACHER))


@_vector("KHONG_TOI_GOC_TIN_CAY")
def certificate_that_a_signer_issued() -> bytes:
    """A teacher's certificate is no authority, whatever it has signed."""
    return _by(pki.signer(HOMEROOM_TEACHER, pki.signer(HEAD)))


@_vector("CHUNG_THU_SAI_MUC_DICH")
def certificate_that_is_not_for_signing() -> Mapping[str, bytes]:
    """For encryption, for nothing, an authority's."""
    wishes = {
        "for-encryption": replace(HOMEROOM_TEACHER, usage="encrypt"),
        "for-nothing": replace(HOMEROOM_TEACHER, usage=""),
        "an-authority": replace(HOMEROOM_TEACHER, usage="sign", authority=True),
    }
    return {name: _by(pki.signer(wish)) for name, wish in wishes.items()}


@_vector("KHOA_YEU")
def short_rsa_key() -> bytes:
    """RSA of 1024 bits."""
    return _by(pki.signer(replace(HOMEROOM_TEACHER, kind="RSA-1024")))


@_vector("CHUNG_THU_CHUA_HIEU_LUC")
def signature_before_the_certificates_validity() -> bytes:
    """Signed a second before the certificate begins."""
    return _by(TEACHER, signing_time=pki.BEGINS - timedelta(seconds=1))


@_vector("CHUNG_THU_HET_HIEU_LUC")
def signature_after_the_certificates_expiry() -> bytes:
    """Signed a second after the certificate has ended."""
    return _by(pki.signer(replace(HOMEROOM_TEACHER, ends=SIGNED_AT - timedelta(seconds=1))))


@_vector("KHONG_TOI_GOC_TIN_CAY")
def signature_after_the_authoritys_expiry() -> bytes:
    """Signed a second after the issuing authority's certificate has ended."""
    ended = pki.issuing("CA đã hết hạn", ends=SIGNED_AT - timedelta(seconds=1))
    return _by(pki.signer(HOMEROOM_TEACHER, ended))


@_vector("THUAT_TOAN")
def algorithm_downgrade_to_sha1_signatures() -> bytes:
    """RSA with SHA-1."""
    sha1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
    return _by_method(sha1, forging.rsa_sha1(TEACHER))


@_vector("CAU_TRUC_CHU_KY")
def algorithm_downgrade_to_sha1_digests() -> bytes:
    """SHA-1 is named for the digest of the data."""
    sha1, sha256_ = (
        "http://www.w3.org/2000/09/xmldsig#sha1",
        "http://www.w3.org/2001/04/xmlenc#sha256",
    )
    return _by(TEACHER, edit_info=lambda info: info.replace(sha256_, sha1, 1))


@_vector("THUAT_TOAN")
def algorithm_downgrade_to_hmac_with_the_public_key() -> Mapping[str, bytes]:
    """The public key, which everybody has, as the secret of an HMAC."""
    forms = {
        "pem": (Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "der": (Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        "pem-pkcs1": (Encoding.PEM, PublicFormat.PKCS1),
        "der-pkcs1": (Encoding.DER, PublicFormat.PKCS1),
    }
    key = TEACHER.certificate.public_key()
    return {name: _by_hmac(key.public_bytes(*form)) for name, form in forms.items()}


def _by_hmac(secret: bytes) -> bytes:
    return _by_method(
        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
        lambda data: hmac.digest(secret, data, sha256),
    )


@_vector("THUAT_TOAN")
def algorithm_downgrade_to_none() -> bytes:
    """No method at all."""
    return _by_method("none", lambda _: b"\0")


@_vector("CAU_TRUC_CHU_KY")
def empty_signature_value() -> bytes:
    """A signature without a value."""
    return _by(TEACHER, value=lambda _: b"")


@_vector("CHU_KY_SAI")
def algorithm_of_another_kind_of_key() -> bytes:
    """ECDSA is named for an RSA key."""
    return _by_method(Algorithm.ECDSA, lambda _: b"\1" * 64)


@_vector("CHU_KY_SAI")
def ecdsa_signature_of_zeros() -> bytes:
    """r = s = 0 is what careless verifiers have accepted for every text and every key."""
    return _by(pki.signer(HEAD), value=lambda _: b"\0" * 64)


@_vector("CHU_KY_SAI")
def ecdsa_signature_in_der() -> bytes:
    """Only r and s side by side are XML-DSig; another encoding is another document."""
    key = pki.signer(HEAD)
    return _by(key, value=lambda data: pki.der_signature(key, data))


@_vector("CHU_KY_SAI")
def other_curve() -> bytes:
    """ECDSA on P-384."""
    return _by(pki.signer(replace(HOMEROOM_TEACHER, kind="P-384")))


@_vector("CHU_KY_SAI")
def signature_value_of_another_key() -> bytes:
    """The certificate is the teacher's, the value somebody else's."""
    other = pki.signer(replace(HOMEROOM_TEACHER, name="Người khác"))
    return _by(TEACHER, value=other.sign)


@_vector("THUAT_TOAN", at=datetime(2029, 1, 1, tzinfo=UTC))
def pkcs1_after_the_policys_end_date() -> bytes:
    """PKCS#1 v1.5 on the day from which it is no longer accepted."""
    end = POLICY.algorithms[Algorithm.RSA_PKCS1].ends
    assert end is not None
    return _by(TEACHER, signing_time=end)
