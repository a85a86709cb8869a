from base64 import b64encode
from datetime import UTC, datetime
from shutil import copytree

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.adapters.pki.authority import KeyKind, Subject
from hocba.adapters.pki.demonstration import Holder, make_keys
from hocba.adapters.trust import load_trust
from hocba.core.errors import InputError
from hocba.core.signature.certificates import load
from hocba.core.signature.trust import Anchor, NoTrust, Untrusted

AT = datetime(2024, 6, 24, tzinfo=UTC)


@pytest.fixture(scope="module")
def ring(tmp_path_factory):
    holder = Holder("GV001", Subject("Lê Mẫu", "Trường Thử", code="GV001"), KeyKind.P_256)
    return make_keys(tmp_path_factory.mktemp("demonstration"), [holder])


@pytest.fixture(scope="module")
def signer(ring):
    der = ring.key("GV001").certificate.public_bytes(Encoding.DER)
    return load(b64encode(der).decode())


def test_the_demonstrations_signers_are_trusted_by_its_trust_directory(ring, signer):
    chain = load_trust(ring.trust).chain(signer, (), AT)
    assert [each.subject.rfc4514_string().split(",")[0] for each in chain] == [
        "2.5.4.5=GV001",
        "CN=Cấp phát trình diễn",
        "CN=Gốc trình diễn",
    ]


def test_der_and_bundles_of_pem_are_read_as_well(ring, signer, tmp_path):
    issuing = ring.key("GV001").chain[0]
    (tmp_path / "issuing.der").write_bytes(issuing.public_bytes(Encoding.DER))
    root = (ring.trust / "root.pem").read_bytes()
    (tmp_path / "bundle.crt").write_bytes(b"# the root, twice\n" + root + root)
    (tmp_path / "README").write_text("not looked at")
    assert len(load_trust(tmp_path).chain(signer, (), AT)) == 3


def test_an_authority_without_its_root_is_not_trusted_by_itself(ring, signer, tmp_path):
    (tmp_path / "issuing.pem").write_bytes((ring.trust / "issuing-ca.pem").read_bytes())
    with pytest.raises(NoTrust):
        load_trust(tmp_path).chain(signer, (), AT)


def test_the_root_of_others_does_not_vouch_for_ours(signer, tmp_path):
    others = make_keys(tmp_path, [])
    with pytest.raises(Untrusted):
        load_trust(others.trust).chain(signer, (), AT)


def test_a_missing_directory_is_named(tmp_path):
    with pytest.raises(InputError, match=r"thư mục chứng thư tin cậy «.*none»"):
        load_trust(tmp_path / "none")


@pytest.mark.parametrize("content", [b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n", b"\x30\x82"])
def test_a_file_that_is_no_certificate_is_named(tmp_path, content):
    (tmp_path / "root.pem").write_bytes(content)
    with pytest.raises(InputError, match=r"root\.pem» không phải chứng thư số"):
        load_trust(tmp_path)


@pytest.mark.parametrize(
    ("folder", "anchor"),
    [("cong-vu", Anchor.GOVERNMENT), ("cong-cong", Anchor.PUBLIC), (".", Anchor.OWN)],
)
def test_a_root_stands_under_the_law_of_its_folder(ring, signer, tmp_path, folder, anchor):
    copytree(ring.trust, tmp_path / "trust" / folder)
    store = load_trust(tmp_path / "trust")
    assert store.path(signer, (), AT).anchor is anchor
