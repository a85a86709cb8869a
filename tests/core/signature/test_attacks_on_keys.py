"""Attacks by certificates and algorithms, one test each, named after it. None may pass."""

from __future__ import annotations

import hmac
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hocba.adapters.keys import SigningKey
from hocba.core.lifecycle import Role
from hocba.core.signature import (
    POLICY,
    Algorithm,
)
from hocba.core.verdict import Status
from tests.core.signature import forging, pki, signing
from tests.core.signature.forging import sign_anyway
from tests.core.signature.refusals import (
    TEACHER,
    UNSIGNED,
    by_teacher,
    code_of,
    refused,
)
from tests.core.signature.signing import HEAD, HOMEROOM_TEACHER, SIGNED_AT, STEPS


def _base64(key: SigningKey) -> bytes:
    return b64encode(key.certificate.public_bytes(Encoding.DER))


def test_swapped_certificate() -> None:
    """Another certificate for the same key: the value holds, the commitment does not."""
    twin = pki.signer(replace(HEAD, organization="Trường Khác"))
    assert twin.private_key is pki.signer(HEAD).private_key
    page = signing.primary_page().replace(_base64(pki.signer(HEAD)), _base64(twin))
    assert code_of(refused(page), Role.HEAD) == "CHUNG_THU_BI_TRAO"


def test_certificate_of_another_school() -> None:
    """A real seal, but not this school's."""
    page = signing.sign_page(UNSIGNED, STEPS[:2])
    other = pki.signer(signing.Wish("Trường Tiểu học Phú Lương I", "Trường Tiểu học Phú Lương I"))
    page = sign_anyway(page, Role.SCHOOL, other, signing_time=SIGNED_AT + timedelta(minutes=2))
    assert code_of(refused(page), Role.SCHOOL) == "SAI_TO_CHUC"


def test_certificate_of_an_unknown_authority() -> None:
    key = pki.signer(HOMEROOM_TEACHER, pki.issuing("CA lạ", "Gốc lạ"))
    page = sign_anyway(UNSIGNED, Role.HOMEROOM_TEACHER, key)
    assert code_of(refused(page), Role.HOMEROOM_TEACHER) == "KHONG_TOI_GOC_TIN_CAY"


def test_root_sent_along_by_the_attacker() -> None:
    key = pki.signer(HOMEROOM_TEACHER, pki.issuing("CA lạ", "Gốc lạ"))
    key = replace(key, chain=(*key.chain, pki.root("Gốc lạ").certificate))
    page = sign_anyway(UNSIGNED, Role.HOMEROOM_TEACHER, key)
    assert code_of(refused(page), Role.HOMEROOM_TEACHER) == "KHONG_TOI_GOC_TIN_CAY"


def test_self_signed_certificate() -> None:
    page = sign_anyway(UNSIGNED, Role.HOMEROOM_TEACHER, pki.self_signed(HOMEROOM_TEACHER))
    assert code_of(refused(page), Role.HOMEROOM_TEACHER) == "KHONG_TOI_GOC_TIN_CAY"


def test_certificate_that_a_signer_issued() -> None:
    """A teacher's certificate is no authority, whatever it has signed."""
    key = pki.signer(HOMEROOM_TEACHER, pki.signer(HEAD))
    page = sign_anyway(UNSIGNED, Role.HOMEROOM_TEACHER, key)
    assert code_of(refused(page), Role.HOMEROOM_TEACHER) == "KHONG_TOI_GOC_TIN_CAY"


@pytest.mark.parametrize(
    "wish",
    [
        replace(HOMEROOM_TEACHER, usage="encrypt"),
        replace(HOMEROOM_TEACHER, usage=""),
        replace(HOMEROOM_TEACHER, usage="sign", authority=True),
    ],
    ids=["for encryption", "for nothing", "an authority"],
)
def test_certificate_that_is_not_for_signing(wish: pki.Wish) -> None:
    page = sign_anyway(UNSIGNED, Role.HOMEROOM_TEACHER, pki.signer(wish))
    assert code_of(refused(page), Role.HOMEROOM_TEACHER) == "CHUNG_THU_SAI_MUC_DICH"


def test_short_rsa_key() -> None:
    page = sign_anyway(
        UNSIGNED, Role.HOMEROOM_TEACHER, pki.signer(replace(HOMEROOM_TEACHER, kind="RSA-1024"))
    )
    assert code_of(refused(page), Role.HOMEROOM_TEACHER) == "KHOA_YEU"


def test_signature_before_the_certificates_validity() -> None:
    report = by_teacher(signing_time=pki.BEGINS - timedelta(seconds=1))
    assert report.signatures[0].verdict.code == "CHUNG_THU_CHUA_HIEU_LUC"


def test_signature_after_the_certificates_expiry() -> None:
    brief = replace(HOMEROOM_TEACHER, ends=SIGNED_AT - timedelta(seconds=1))
    page = sign_anyway(UNSIGNED, Role.HOMEROOM_TEACHER, pki.signer(brief))
    assert code_of(refused(page), Role.HOMEROOM_TEACHER) == "CHUNG_THU_HET_HIEU_LUC"


def test_signature_after_the_authoritys_expiry() -> None:
    ended = pki.issuing("CA đã hết hạn", ends=SIGNED_AT - timedelta(seconds=1))
    key = pki.signer(HOMEROOM_TEACHER, ended)
    page = sign_anyway(UNSIGNED, Role.HOMEROOM_TEACHER, key)
    assert code_of(refused(page), Role.HOMEROOM_TEACHER) == "KHONG_TOI_GOC_TIN_CAY"


def _with_method(uri: str) -> forging.Edit:
    return lambda info: info.replace(TEACHER.algorithm, uri)


def test_algorithm_downgrade_to_sha1_signatures() -> None:
    report = by_teacher(
        edit_info=_with_method("http://www.w3.org/2000/09/xmldsig#rsa-sha1"),
        value=forging.rsa_sha1(TEACHER),
    )
    assert report.signatures[0].verdict.code == "THUAT_TOAN"


def test_algorithm_downgrade_to_sha1_digests() -> None:
    sha1 = "http://www.w3.org/2000/09/xmldsig#sha1"
    report = by_teacher(
        edit_info=lambda info: info.replace("http://www.w3.org/2001/04/xmlenc#sha256", sha1, 1)
    )
    assert report.signatures[0].verdict.code == "CAU_TRUC_CHU_KY"


@pytest.mark.parametrize("form", [PublicFormat.SubjectPublicKeyInfo, PublicFormat.PKCS1])
@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_algorithm_downgrade_to_hmac_with_the_public_key(
    encoding: Encoding, form: PublicFormat
) -> None:
    secret = TEACHER.certificate.public_key().public_bytes(encoding, form)
    report = by_teacher(
        edit_info=_with_method("http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"),
        value=lambda data: hmac.digest(secret, data, sha256),
    )
    assert report.signatures[0].verdict.code == "THUAT_TOAN"


def test_algorithm_downgrade_to_none() -> None:
    report = by_teacher(edit_info=_with_method("none"), value=lambda _: b"\0")
    assert report.signatures[0].verdict.code == "THUAT_TOAN"


def test_empty_signature_value() -> None:
    report = by_teacher(value=lambda _: b"")
    assert report.signatures[0].verdict.code == "CAU_TRUC_CHU_KY"


def test_algorithm_of_another_kind_of_key() -> None:
    report = by_teacher(edit_info=_with_method(Algorithm.ECDSA), value=lambda _: b"\1" * 64)
    assert report.signatures[0].verdict.code == "CHU_KY_SAI"


def test_ecdsa_signature_of_zeros() -> None:
    """r = s = 0 is what careless verifiers have accepted for every text and every key."""
    page = sign_anyway(
        UNSIGNED, Role.HOMEROOM_TEACHER, pki.signer(HEAD), value=lambda _: b"\0" * 64
    )
    assert code_of(refused(page), Role.HOMEROOM_TEACHER) == "CHU_KY_SAI"


def test_ecdsa_signature_in_der() -> None:
    """Only r and s side by side are XML-DSig; another encoding is another document."""
    page = sign_anyway(
        UNSIGNED,
        Role.HOMEROOM_TEACHER,
        pki.signer(HEAD),
        value=lambda data: pki.der_signature(pki.signer(HEAD), data),
    )
    assert code_of(refused(page), Role.HOMEROOM_TEACHER) == "CHU_KY_SAI"


def test_other_curve() -> None:
    key = pki.signer(replace(HOMEROOM_TEACHER, kind="P-384"))
    page = sign_anyway(UNSIGNED, Role.HOMEROOM_TEACHER, key)
    assert code_of(refused(page), Role.HOMEROOM_TEACHER) == "CHU_KY_SAI"


def test_pss_is_accepted() -> None:
    report = signing.check_page(signing.pss_page())
    assert report.status is Status.PASSED


def test_pkcs1_after_the_policys_end_date() -> None:
    end = POLICY.algorithms[Algorithm.RSA_PKCS1].ends
    assert end is not None
    for moment, expected in ((end - timedelta(seconds=1), "HOP_LE"), (end, "THUAT_TOAN")):
        page = sign_anyway(UNSIGNED, Role.HOMEROOM_TEACHER, TEACHER, signing_time=moment)
        report = signing.check_page(page, at=datetime(2029, 1, 1, tzinfo=UTC))
        assert report.signatures[0].verdict.code == expected
