"""A token signs; its key never leaves it. SoftHSM2 is the token."""

from __future__ import annotations

from datetime import UTC, datetime
from multiprocessing import active_children
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256

from hocba.adapters.keys import SigningKey
from hocba.adapters.keys.token import open_token
from hocba.adapters.pki.authority import (
    KeyKind,
    Subject,
    Validity,
    issue,
    new_issuing_authority,
    new_root,
)
from hocba.core.errors import SigningError, Unavailable
from hocba.core.signature.algorithms import Algorithm, holds
from tests.adapters.keys import softhsm

pytestmark = pytest.mark.tools("softhsm2-util")

VALIDITY = Validity(datetime(2024, 1, 1, tzinfo=UTC), datetime(2034, 1, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SigningKey]:
    softhsm.configure(tmp_path_factory.mktemp("softhsm"))
    root = new_root(Subject("Gốc", "Thử"), VALIDITY)
    authority = new_issuing_authority(root, Subject("Cấp phát", "Thử"), VALIDITY)
    made = {
        kind.value: issue(authority, Subject("Lê Mẫu", "Trường Thử"), kind, VALIDITY)
        for kind in KeyKind
    }
    for label, key in made.items():
        softhsm.make_token(label, [key])
    softhsm.make_token("hai khoá", list(made.values()))
    softhsm.make_token("trống", [])
    return made


@pytest.mark.parametrize(
    ("label", "algorithm"), [("RSA-2048", Algorithm.RSA_PSS), ("P-256", Algorithm.ECDSA)]
)
def test_what_a_token_signs_its_certificate_verifies(
    keys: dict[str, SigningKey], label: str, algorithm: Algorithm
) -> None:
    with open_token(softhsm.MODULE, label, softhsm.PIN) as key:
        first, second = key.sign_all([b"one", b"two"])
        assert key.certificate == keys[label].certificate
        assert key.algorithm is algorithm
        public = key.certificate.public_key()
    assert holds(algorithm, public, first, b"one")
    assert holds(algorithm, public, second, b"two")
    assert not holds(algorithm, public, first, b"two")


def test_the_issuing_authority_comes_from_the_token_and_the_root_does_not(
    keys: dict[str, SigningKey],
) -> None:
    with open_token(softhsm.MODULE, "P-256", softhsm.PIN) as key:
        assert key.chain == keys["P-256"].chain
    assert len(keys["P-256"].chain) == 1


def test_of_two_keys_on_a_token_the_certificate_tells_which_is_meant(
    keys: dict[str, SigningKey],
) -> None:
    with (
        pytest.raises(SigningError, match="có nhiều chứng thư số"),
        open_token(softhsm.MODULE, "hai khoá", softhsm.PIN),
    ):
        pass
    wanted = keys["P-256"].certificate
    fingerprint = wanted.fingerprint(SHA256())
    with open_token(softhsm.MODULE, "hai khoá", softhsm.PIN, fingerprint=fingerprint) as key:
        assert key.certificate == wanted
        (value,) = key.sign_all([b"data"])
    assert holds(Algorithm.ECDSA, wanted.public_key(), value, b"data")


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize(
    ("label", "pin", "kind", "code"),
    [
        ("P-256", "000000", SigningError, "SAI_PIN"),
        ("P-256", "", SigningError, "SAI_PIN"),
        ("không có", softhsm.PIN, Unavailable, "KHONG_THAY_THIET_BI"),
        ("trống", softhsm.PIN, SigningError, "CHON_CHUNG_THU"),
    ],
)
def test_what_a_token_refuses_is_told_in_one_sentence(
    label: str, pin: str, kind: type[SigningError], code: str
) -> None:
    with pytest.raises(kind) as refused, open_token(softhsm.MODULE, label, pin):
        pass
    assert refused.value.code == code


def test_a_certificate_that_the_token_has_not_is_refused(keys: dict[str, SigningKey]) -> None:
    other = keys["RSA-2048"].certificate.fingerprint(SHA256())
    with (
        pytest.raises(SigningError, match="không có chứng thư số phù hợp"),
        open_token(softhsm.MODULE, "P-256", softhsm.PIN, fingerprint=other),
    ):
        pass


def test_a_module_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(SigningError, match=r"Không nạp được .*none\.so"),
        open_token(tmp_path / "none.so", "P-256", softhsm.PIN),
    ):
        pass


@pytest.mark.usefixtures("keys")
def test_the_key_cannot_be_read_out_of_the_repr() -> None:
    with open_token(softhsm.MODULE, "P-256", softhsm.PIN) as key:
        assert "PrivateKey" not in repr(key)


@pytest.mark.usefixtures("keys")
def test_a_library_that_crashes_takes_nobody_with_it() -> None:
    with open_token(softhsm.MODULE, "P-256", softhsm.PIN) as key:
        (process,) = active_children()
        process.kill()
        with pytest.raises(Unavailable, match="đã dừng"):
            list(key.sign_all([b"data"]))


@pytest.mark.usefixtures("keys")
def test_the_process_ends_with_the_block() -> None:
    with open_token(softhsm.MODULE, "P-256", softhsm.PIN):
        assert len(active_children()) == 1
    assert active_children() == []
