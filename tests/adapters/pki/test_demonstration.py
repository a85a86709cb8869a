import subprocess
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from hocba.adapters.keys import load_ledger_key
from hocba.adapters.pki.authority import KeyKind, Subject
from hocba.adapters.pki.demonstration import Holder, make_keys

SCHOOL = "Trường THCS Văn Quán"
SEAL = Holder("01P22T002", Subject(SCHOOL, SCHOOL, tax_code="0000000002"), KeyKind.P_256)
TEACHER = Holder("GV001", Subject("Lê Mẫu", SCHOOL, code="GV001"), KeyKind.RSA_2048)


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("demonstration")


@pytest.fixture(scope="module")
def ring(directory):
    return make_keys(directory, [SEAL, TEACHER])


def test_keys_are_for_their_owner_alone(ring, directory):
    modes = {path.name: path.stat().st_mode & 0o777 for path in (directory / "keys").iterdir()}
    assert modes == dict.fromkeys(
        ["GV001.p12", "01P22T002.p12", "issuing-ca.p12", "ledger.pem", "password"], 0o600
    )


@pytest.mark.tools("openssl")
@pytest.mark.parametrize("holder", [SEAL, TEACHER])
def test_openssl_trusts_a_signer_by_what_stands_in_trust(ring, tmp_path, holder):
    signer = tmp_path / "signer.pem"
    signer.write_bytes(ring.key(holder.name).certificate.public_bytes(Encoding.PEM))
    trusted = ["-CAfile", ring.trust / "root.pem", "-untrusted", ring.trust / "issuing-ca.pem"]
    done = subprocess.run(
        ["openssl", "verify", "-x509_strict", *trusted, signer],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (f"{signer}: OK\n", "")


def test_a_second_run_changes_nothing(ring, directory):
    def contents():
        return {path: path.read_bytes() for path in directory.rglob("*") if path.is_file()}

    before = contents()
    make_keys(directory, [SEAL, TEACHER])
    assert contents() == before


def test_a_new_holder_gets_a_key_from_the_same_authority(ring, directory):
    told = []
    newcomer = Holder("GV002", Subject("Đỗ Mẫu", SCHOOL, code="GV002"), KeyKind.P_256)
    ring = make_keys(directory, [SEAL, newcomer], advance=told.append)
    assert ring.key("GV002").chain == ring.key(SEAL.name).chain
    assert told == [1, 1]


def test_certificates_say_whose_they_are(ring):
    seal, teacher = (ring.key(holder.name).certificate.subject for holder in (SEAL, TEACHER))
    assert seal.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value == SCHOOL
    identifier = seal.get_attributes_for_oid(NameOID.ORGANIZATION_IDENTIFIER)[0].value
    assert identifier == "MST:0000000002"
    assert teacher.get_attributes_for_oid(NameOID.SERIAL_NUMBER)[0].value == "GV001"
    assert not teacher.get_attributes_for_oid(NameOID.ORGANIZATION_IDENTIFIER)


def test_certificates_are_for_signing_documents_and_hold_in_the_sample_year(ring):
    key = ring.key(TEACHER.name)
    usage = key.certificate.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert (usage.value.digital_signature, usage.value.content_commitment) == (True, True)
    assert not usage.value.key_cert_sign
    assert key.certificate.not_valid_before_utc < datetime(2023, 9, 1, tzinfo=UTC)
    assert isinstance(key.certificate.public_key(), rsa.RSAPublicKey)
    assert key.certificate.public_key().key_size == 2048


def test_trust_is_written_again_from_the_authority_that_was_kept(ring, directory):
    kept = (ring.trust / "root.pem").read_bytes()
    (ring.trust / "root.pem").unlink()
    make_keys(directory, [])
    assert (ring.trust / "root.pem").read_bytes() == kept


def test_the_ledger_has_its_key(ring):
    assert load_ledger_key(ring.ledger_key)
