"""Remote signing by the CSC API, against a service on loopback that speaks it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from hocba.adapters.keys import SigningKey
from hocba.adapters.keys.csc import Patience, RemoteKey, Secrets, Service, Version, open_remote
from hocba.adapters.pki.authority import (
    KeyKind,
    Subject,
    Validity,
    issue,
    new_issuing_authority,
    new_root,
)
from hocba.core.errors import HocbaError, InputError, SigningError, Unavailable
from hocba.core.signature.algorithms import Algorithm, holds
from tests.adapters.keys import csc_service
from tests.adapters.keys.csc_service import ECDSA, OTP, PIN, RSA, Behaviour, StandIn, Start

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

VALIDITY = Validity(datetime(2024, 1, 1, tzinfo=UTC), datetime(2034, 1, 1, tzinfo=UTC))
DATA = [f"học bạ {number}".encode() for number in range(5)]
VERSIONS = pytest.mark.parametrize("version", list(Version))


@pytest.fixture(scope="module")
def keys() -> dict[str, SigningKey]:
    root = new_root(Subject("Gốc", "Thử"), VALIDITY)
    authority = new_issuing_authority(root, Subject("Cấp phát", "Thử"), VALIDITY)
    return {
        kind.value: issue(authority, Subject("Lê Mẫu", "Trường Thử"), kind, VALIDITY)
        for kind in KeyKind
    }


@pytest.fixture
def start(keys: dict[str, SigningKey]) -> Iterator[Start]:
    with ExitStack() as stack:
        yield lambda **behaviour: stack.enter_context(
            csc_service.running(keys, Behaviour(**behaviour))
        )


def service(stand_in: StandIn, token: str = csc_service.TOKEN) -> Service:
    return Service(stand_in.address, Version(stand_in.behaviour.version), token)


def remote(stand_in: StandIn, credential: str = "P-256", **more: object) -> RemoteKey:
    options = {"secrets": Secrets(PIN, lambda: OTP), **more}
    return open_remote(service(stand_in), credential=credential, **options)


def check(key: RemoteKey) -> None:
    values = list(key.sign_all(DATA))
    public = key.certificate.public_key()
    assert len(values) == len(DATA)
    for value, data in zip(values, DATA, strict=True):
        assert holds(key.algorithm, public, value, data)


@VERSIONS
@pytest.mark.parametrize(
    ("credential", "algorithm"), [("RSA-2048", Algorithm.RSA_PSS), ("P-256", Algorithm.ECDSA)]
)
def test_many_hashes_are_authorised_once_and_signed_in_one_call(
    start: Start, version: Version, credential: str, algorithm: Algorithm
) -> None:
    stand_in = start(version=version)
    key = remote(stand_in, credential)
    assert key.algorithm is algorithm
    check(key)
    assert stand_in.calls.count("credentials/authorize") == 1
    assert stand_in.calls.count("signatures/signHash") == 1


@VERSIONS
def test_a_service_without_pss_signs_by_pkcs1(start: Start, version: Version) -> None:
    key = remote(start(version=version, algorithms=[RSA]), "RSA-2048")
    assert key.algorithm is Algorithm.RSA_PKCS1
    check(key)


@VERSIONS
def test_more_hashes_than_the_service_takes_are_authorised_in_parts(
    start: Start, version: Version
) -> None:
    stand_in = start(version=version, multisign=2)
    check(remote(stand_in))
    assert stand_in.calls.count("credentials/authorize") == 3


@VERSIONS
def test_a_one_time_password_is_asked_for_once_it_was_sent(start: Start, version: Version) -> None:
    stand_in = start(version=version, asks_otp=True)
    asked: list[bool] = []

    def ask_otp() -> str:
        asked.append(stand_in.otp_sent)
        return OTP

    check(remote(stand_in, secrets=Secrets(PIN, ask_otp)))
    assert asked == [True]


def test_the_certificate_and_its_authority_come_without_the_root(
    start: Start, keys: dict[str, SigningKey]
) -> None:
    key = remote(start())
    assert key.certificate == keys["P-256"].certificate
    assert key.chain == keys["P-256"].chain


@VERSIONS
def test_a_signer_confirms_on_the_phone_in_time(start: Start, version: Version) -> None:
    stand_in = start(version=version, on_phone=True, phone_takes=0.15)
    check(remote(stand_in, patience=Patience(limit=5, every=0.05)))
    polls = stand_in.calls.count("credentials/authorizeCheck")
    assert polls >= 2 if version is Version.V2 else polls == 0


@VERSIONS
def test_a_signer_who_does_not_confirm_in_time_has_signed_nothing(
    start: Start, version: Version
) -> None:
    stand_in = start(version=version, on_phone=True, phone_takes=1.0)
    key = remote(stand_in, patience=Patience(limit=0.3, every=0.05))
    with pytest.raises(SigningError) as late:
        list(key.sign_all(DATA))
    assert late.value.code == "HET_GIO_XAC_NHAN"
    assert "signatures/signHash" not in stand_in.calls


@VERSIONS
def test_a_signer_who_says_no_has_signed_nothing(start: Start, version: Version) -> None:
    stand_in = start(version=version, on_phone=True, phone_says_no=True)
    with pytest.raises(SigningError) as refused:
        list(remote(stand_in, patience=Patience(limit=5, every=0.01)).sign_all(DATA))
    assert refused.value.code == "TU_CHOI"
    assert "signatures/signHash" not in stand_in.calls


@VERSIONS
def test_a_wrong_pin_is_told(start: Start, version: Version) -> None:
    key = remote(start(version=version), secrets=Secrets("000000"))
    with pytest.raises(SigningError, match="PIN hoặc mã xác nhận") as refused:
        list(key.sign_all(DATA))
    assert refused.value.code == "SAI_PIN"


@VERSIONS
def test_logging_in_gives_the_token_that_the_methods_want(start: Start, version: Version) -> None:
    stand_in = start(version=version)
    stranger = service(stand_in, token="")
    with pytest.raises(SigningError, match="đăng nhập lại"):
        open_remote(stranger, credential="P-256")
    known = stranger.logged_in(csc_service.USER, csc_service.PASSWORD)
    assert known.token == csc_service.TOKEN
    check(open_remote(known, credential="P-256", secrets=Secrets(PIN)))
    with pytest.raises(SigningError):
        stranger.logged_in(csc_service.USER, "sai")


def test_a_signer_with_several_keys_must_name_one(start: Start) -> None:
    stand_in = start()
    with pytest.raises(SigningError, match="RSA-2048, P-256"):
        remote(stand_in, "")
    stand_in.keys = {"P-256": stand_in.keys["P-256"]}
    assert remote(stand_in, "").credential == "P-256"


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        ({"key_status": "disabled"}, "KHOA_BI_KHOA"),
        ({"mode": "oauth2code"}, "CHUA_HO_TRO"),
        ({"algorithms": ["1.2.3"]}, "THUAT_TOAN"),
    ],
)
def test_a_key_that_cannot_sign_here_is_refused_at_once(
    start: Start, behaviour: dict[str, object], code: str
) -> None:
    with pytest.raises(SigningError) as refused:
        remote(start(**behaviour))
    assert refused.value.code == code


def test_an_unknown_credential_is_refused(start: Start) -> None:
    with pytest.raises(SigningError, match="HTTP 400"):
        remote(start(), "khác")


@pytest.mark.parametrize("garbage", [b"<html>", b"[]", b"{}", b'{"credentialIDs": 3}'])
def test_an_answer_that_makes_no_sense_is_told_as_such(start: Start, garbage: bytes) -> None:
    with pytest.raises(HocbaError):
        remote(start(garbage=garbage), "")


def test_an_answer_without_end_is_cut_off(start: Start) -> None:
    with pytest.raises(Unavailable, match="sai quy cách"):
        remote(start(garbage=b" " * (5 * 1024 * 1024)))


def test_a_missing_signature_makes_the_whole_answer_worthless(start: Start) -> None:
    with pytest.raises(Unavailable, match="sai quy cách"):
        list(remote(start(drops_signatures=True)).sign_all(DATA))


def test_a_service_that_is_away_is_unavailable(start: Start) -> None:
    stand_in = start()
    away = Service("http://127.0.0.1:1", Version(stand_in.behaviour.version), "t")
    with pytest.raises(Unavailable, match="Không kết nối được"):
        open_remote(away, credential="P-256")


def test_a_service_that_stalls_is_given_up(start: Start) -> None:
    with pytest.raises(Unavailable) as late:
        service(start(stalls=0.5)).call("credentials/list", {}, seconds=0.1)
    assert late.value.code == "HET_GIO"


@pytest.mark.parametrize("address", ["http://ky.example.vn", "ftp://127.0.0.1", "ky.example.vn"])
def test_secrets_never_leave_this_machine_unencrypted(address: str) -> None:
    with pytest.raises(InputError, match="https://"):
        open_remote(Service(address, Version.V1, "t"))


def test_secrets_and_tokens_are_never_shown(start: Start) -> None:
    shown = repr(remote(start()))
    assert PIN not in shown
    assert csc_service.TOKEN not in shown


def test_ecdsa_is_the_only_algorithm_of_a_p256_key(start: Start) -> None:
    assert remote(start(algorithms=[ECDSA])).algorithm is Algorithm.ECDSA
