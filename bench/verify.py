"""Verification of a page with three signatures, against the libraries on the same bytes.

The raw limit is what lxml and cryptography alone need for the same work: parse, XSD, each
covered part canonicalised and digested once, three certificates read, three signature values.
It checks nothing else: no limits before parsing, no structure, no roles, no validity, no chain.
A second row leaves the certificates out too, as if the public keys were known beforehand.

Ours builds the chains, once for each signer, and so does signxml, which has no memory for them;
its roots are loaded beforehand. python-xmlsec is given the keys and builds none.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.verification import Store
from lxml import etree
from signxml import CanonicalizationMethod, SignatureConfiguration, XMLVerifier
from signxml.util import X509CertChainVerifier

import hocba.core.packet
from bench.timing import interleaved
from hocba.adapters.keys import SigningKey
from hocba.adapters.pki import authority
from hocba.adapters.pki.authority import KeyKind, Subject, Validity
from hocba.core.lifecycle import Role
from hocba.core.packet import write_page
from hocba.core.record import ClassYear, Event, Page
from hocba.core.signature import POLICY, TrustStore, complete, prepare_page, verify_page
from hocba.core.verdict import Status
from hocba.school.imports import check_workbook

WORKBOOK = Path(__file__).parents[1] / "sample" / "lop-4a1-tong-hop-danh-gia.xlsx"
SCHEMA = Path(hocba.core.packet.__file__).with_name("v1.xsd")
SCHOOL = "Trường Tiểu học Kim Đồng"
SIGNED_AT = datetime(2024, 6, 3, tzinfo=UTC)
VALIDITY = Validity(datetime(2023, 8, 1, tzinfo=UTC), datetime(2038, 8, 1, tzinfo=UTC))
ROLES = (Role.HOMEROOM_TEACHER, Role.HEAD, Role.SCHOOL)
ALL_RSA = (KeyKind.RSA_2048, KeyKind.RSA_2048, KeyKind.RSA_2048)
AS_SIGNED = (KeyKind.RSA_2048, KeyKind.P_256, KeyKind.P_256)

OTHERS = {
    "raw": ("raw limit (lxml + cryptography), no chain", 0.7),
    "raw, keys known": ("raw limit, public keys known beforehand", None),
    "xmlsec": ("python-xmlsec, no XSD, no chain", None),
    "signxml": ("signxml with a chain, no XSD", 6.0),
}

_DS = "{http://www.w3.org/2000/09/xmldsig#}"
_PKCS1, _ECDSA, _SHA256 = padding.PKCS1v15(), ec.ECDSA(SHA256()), SHA256()


@dataclass(frozen=True)
class Sample:
    """A signed page, the keys that signed it, and the root that they are trusted by."""

    data: bytes
    keys: tuple[SigningKey, ...]
    root: x509.Certificate

    @property
    def trust(self) -> TrustStore:
        return TrustStore.of([self.root])


def measure(*, short: bool = False) -> list[dict[str, Any]]:
    """Pages a second and core, ours and theirs, for RSA-2048 alone and for mixed keys."""
    rows = []
    for name, kinds in (("RSA-2048", ALL_RSA), ("one RSA-2048, two P-256", AS_SIGNED)):
        sample = _sample(kinds)
        rows += _rows(f"page, 3 signatures, {name}", _seconds(sample, short=short))
    return rows


def _seconds(sample: Sample, *, short: bool) -> list[dict[str, float]]:
    """Ours beside the raw limits, and then beside the libraries, which are slower by far."""
    limits = {
        "ours": _ours(sample),
        "raw": _raw(sample, read_certificates=True),
        "raw, keys known": _raw(sample, read_certificates=False),
    }
    libraries = {"ours": _ours(sample), "xmlsec": _xmlsec(sample), "signxml": _signxml(sample)}
    rounds, repeat = (3, 2) if short else (150, 8)
    return [
        interleaved(limits, rounds=rounds, repeat=repeat),
        interleaved(libraries, rounds=rounds // 3, repeat=repeat),
    ]


def _rows(name: str, seconds: list[dict[str, float]]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "ours": 1 / taken["ours"],
            "other": 1 / taken[side],
            "other_name": other_name,
            "unit": "pages/s",
            "ratio": taken[side] / taken["ours"],
            "aim": aim,
        }
        for taken in seconds
        for side, (other_name, aim) in OTHERS.items()
        if side in taken
    ]


def _sample(kinds: tuple[KeyKind, ...]) -> Sample:
    root = authority.new_root(Subject("Gốc", "Đo tốc độ"), VALIDITY)
    issuing = authority.new_issuing_authority(root, Subject("Cấp phát", "Đo tốc độ"), VALIDITY)
    keys = tuple(
        authority.issue(issuing, Subject(f"Người ký {role}", SCHOOL), kind, VALIDITY)
        for role, kind in zip(ROLES, kinds, strict=True)
    )
    data = write_page(sample_page())
    for role, key in zip(ROLES, keys, strict=True):
        prepared = prepare_page(
            data,
            role=role,
            certificate=key.certificate,
            chain=key.chain,
            algorithm=key.algorithm,
            signing_time=SIGNED_AT,
        )
        data = complete(prepared, key.sign(prepared.to_be_signed))
    return Sample(data, keys, root.certificate)


def sample_page() -> Page:
    """The first pupil of the sample class who may have a page."""
    report = check_workbook(WORKBOOK.read_bytes())
    checked = next(each for each in report.pupils if each.accepted)
    if None in (checked.pupil, checked.results, checked.stated, checked.computed):
        raise RuntimeError("the sample class has no pupil to measure with")
    return Page(
        lookup_code="5f0c7d1e2b3a4c5d8e9f0a1b2c3d4e5f",
        version=1,
        event=Event.NEW,
        updated_at=SIGNED_AT,
        class_year=ClassYear(
            department_code="01",
            school_code="TH-KIM-DONG",
            school_name=SCHOOL,
            level=report.level,
            grade=report.grade,
            class_name=report.class_name,
            school_year=report.school_year,
        ),
        pupil=checked.pupil,
        results=checked.results,
        stated=checked.stated,
        computed=checked.computed,
    )


def _ours(sample: Sample) -> Callable[[], object]:
    trust = sample.trust

    def verify() -> None:
        report = verify_page(sample.data, trust=trust, policy=POLICY, at=SIGNED_AT)
        _require(report.status is Status.PASSED)

    return verify


def _raw(sample: Sample, *, read_certificates: bool) -> Callable[[], object]:
    schema = etree.XMLSchema(file=str(SCHEMA))
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    known = [key.certificate.public_key() for key in sample.keys]

    def verify() -> None:
        root = etree.fromstring(sample.data, parser)
        _require(schema.validate(root))
        data, signatures = root
        digests = {data.get("Id"): _digest(data)}
        for signature, key in zip(signatures, known, strict=True):
            own = _key_within(signature) if read_certificates else key
            _verify_raw(signature, own, digests)

    return verify


def verify_signatures(page: etree._Element) -> None:
    """The raw limit's work on a page that lxml has parsed, its certificates read from it."""
    data, signatures = page
    digests = {data.get("Id"): _digest(data)}
    for signature in signatures:
        _verify_raw(signature, _key_within(signature), digests)


def _key_within(signature: etree._Element) -> Any:
    certificate = signature[2][0][0].text or ""
    return x509.load_der_x509_certificate(b64decode(certificate)).public_key()


def _verify_raw(signature: etree._Element, key: Any, digests: dict[str | None, str]) -> None:
    info, value, _, holder = signature
    properties = holder[0][0]
    digests[properties.get("Id")] = _digest(properties)
    for reference in info[2:]:
        _require(reference[2].text == digests[reference.get("URI")[1:]])
    raw = b64decode(value.text)
    if isinstance(key, ec.EllipticCurvePublicKey):
        r, s = int.from_bytes(raw[:32]), int.from_bytes(raw[32:])
        key.verify(encode_dss_signature(r, s), _canonical(info), _ECDSA)
    else:
        key.verify(raw, _canonical(info), _PKCS1, _SHA256)
    if signature.getnext() is not None:
        digests[signature.get("Id")] = _digest(signature)


def _canonical(element: etree._Element) -> bytes:
    return etree.tostring(element, method="c14n", exclusive=True)


def _digest(element: etree._Element) -> str:
    return b64encode(sha256(_canonical(element)).digest()).decode()


def _xmlsec(sample: Sample) -> Callable[[], object]:
    ders = [key.certificate.public_bytes(Encoding.DER) for key in sample.keys]
    keys = [xmlsec.Key.from_memory(der, xmlsec.KeyFormat.CERT_DER) for der in ders]

    def verify() -> None:
        root = etree.fromstring(sample.data)
        xmlsec.tree.add_ids(root, ["Id"])
        for signature, key in zip(root[1], keys, strict=True):
            context = xmlsec.SignatureContext()
            context.key = key
            context.verify(signature)

    return verify


class _Chains(X509CertChainVerifier):
    """signxml reads its roots from a file for each chain; these are in memory."""

    def __init__(self, root: x509.Certificate) -> None:
        super().__init__(verification_time=SIGNED_AT)
        self._roots = Store([root])

    @property
    def store(self) -> Store:
        return self._roots


class _OneOfMany(XMLVerifier):
    """signxml looks at the first signature of a document; this one looks at the one with an Id."""

    def __init__(self, signature_id: str | None, chains: _Chains) -> None:
        super().__init__()
        self._path = f".//{_DS}Signature[@Id='{signature_id}']"
        self._chains = chains

    def get_cert_chain_verifier(self, **_given: object) -> _Chains:
        return self._chains

    def _get_signature(self, root: etree._Element) -> etree._Element | None:
        return root.find(self._path)


def _signxml(sample: Sample) -> Callable[[], object]:
    ids = [each.get("Id") for each in etree.fromstring(sample.data)[1]]
    chains = _Chains(sample.root)
    configuration = SignatureConfiguration(
        expect_references=False,
        verification_time=SIGNED_AT,
        default_reference_c14n_method=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )

    def verify() -> None:
        for signature_id in ids:
            verifier = _OneOfMany(signature_id, chains)
            results = verifier.verify(sample.data, expect_config=configuration)
            _require(bool(results))

    return verify


def _require(held: bool) -> None:
    if not held:
        raise RuntimeError("a benchmark verified something else than it should")
