from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from hocba.adapters.keys import (
    SigningKey,
    load_ledger_key,
    load_pkcs12,
    save_ledger_key,
    save_pkcs12,
)
from hocba.adapters.pki.authority import KeyKind, Subject, Validity, issue, new_root
from hocba.core.errors import SigningError
from hocba.core.signature.algorithms import Algorithm, holds

VALIDITY = Validity(datetime(2024, 1, 1, tzinfo=UTC), datetime(2034, 1, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def root():
    return new_root(Subject("Gốc", "Thử"), VALIDITY)


@pytest.fixture(scope="module", params=list(KeyKind))
def key(request, root):
    return issue(root, Subject("Lê Mẫu", "Trường Thử"), request.param, VALIDITY)


def test_what_a_key_signs_its_certificate_verifies(key):
    signature = key.sign(b"data")
    public = key.certificate.public_key()
    assert holds(key.algorithm, public, signature, b"data")
    assert not holds(key.algorithm, public, signature, b"other data")


def test_a_key_comes_back_from_its_file_with_its_chain(tmp_path, key, root):
    save_pkcs12(tmp_path / "key.p12", "mật khẩu", key)
    back = load_pkcs12(tmp_path / "key.p12", "mật khẩu", rsa_algorithm=Algorithm.RSA_PKCS1)
    assert (back.certificate, back.chain, back.algorithm) == (
        key.certificate,
        (root.certificate,),
        key.algorithm,
    )
    assert holds(back.algorithm, key.certificate.public_key(), back.sign(b"data"), b"data")
    assert (tmp_path / "key.p12").stat().st_mode & 0o777 == 0o600


def test_an_rsa_key_signs_with_pss_unless_told_otherwise(tmp_path, root):
    key = issue(root, Subject("Lê Mẫu", "Trường Thử"), KeyKind.RSA_2048, VALIDITY)
    save_pkcs12(tmp_path / "key.p12", "x", key)
    loaded = load_pkcs12(tmp_path / "key.p12", "x")
    assert loaded.algorithm is Algorithm.RSA_PSS
    public = key.certificate.public_key()
    assert holds(Algorithm.RSA_PSS, public, loaded.sign(b"data"), b"data")
    assert not holds(Algorithm.RSA_PKCS1, public, loaded.sign(b"data"), b"data")


def test_a_private_key_is_never_shown(key):
    assert "private_key" not in repr(key)


def test_a_key_with_another_certificate_is_refused(root):
    other = ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(SigningError, match="không đi cùng nhau"):
        SigningKey(root.certificate, (), Algorithm.ECDSA, other)


def test_a_key_with_an_algorithm_of_another_kind_is_refused(root):
    with pytest.raises(SigningError, match="không đi cùng nhau"):
        SigningKey(root.certificate, (), Algorithm.RSA_PSS, root.private_key)


def test_a_wrong_password_is_told_in_one_sentence(tmp_path, root):
    save_pkcs12(tmp_path / "key.p12", "đúng", root)
    with pytest.raises(SigningError, match="bị hỏng hoặc sai mật khẩu"):
        load_pkcs12(tmp_path / "key.p12", "sai")


@pytest.mark.parametrize("content", [b"", b"not a key", b"\x30\x80"])
def test_a_broken_key_file_is_told_in_one_sentence(tmp_path, content):
    (tmp_path / "key.p12").write_bytes(content)
    with pytest.raises(SigningError, match="bị hỏng hoặc sai mật khẩu"):
        load_pkcs12(tmp_path / "key.p12", "x")


def test_a_missing_key_file_is_named(tmp_path):
    with pytest.raises(SigningError, match=r"Không đọc được tệp khoá .*key\.p12"):
        load_pkcs12(tmp_path / "key.p12", "x")


def test_a_ledger_key_comes_back_from_its_file(tmp_path):
    key = Ed25519PrivateKey.generate()
    save_ledger_key(tmp_path / "ledger.pem", key)
    assert load_ledger_key(tmp_path / "ledger.pem").public_key() == key.public_key()
    assert (tmp_path / "ledger.pem").stat().st_mode & 0o777 == 0o600


def test_a_key_of_another_kind_does_not_sign_the_ledger(tmp_path, root):
    pem = root.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "ledger.pem").write_bytes(pem)
    with pytest.raises(SigningError, match="không phải khoá Ed25519"):
        load_ledger_key(tmp_path / "ledger.pem")


def test_a_missing_ledger_key_is_named(tmp_path):
    with pytest.raises(SigningError, match=r"sổ cái tại .*ledger\.pem"):
        load_ledger_key(tmp_path / "ledger.pem")
