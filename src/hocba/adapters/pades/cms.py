"""The CMS signature inside a sealed PDF: RFC 5652 with the attributes of PAdES B-B, in one form.

All of it but a digest and a signature's value is the same for every PDF under one certificate:
it is encoded once, which makes a seal several times as quick. A signature is read by writing
it again from what it says: whatever differs by a byte is not of this form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1
from asn1crypto.parser import emit
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.core.signature import Algorithm

DIGEST = "sha256"

_PSS = {
    "hash_algorithm": {"algorithm": DIGEST},
    "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": DIGEST}},
    "salt_length": 32,
}
_NAMES = {
    Algorithm.RSA_PKCS1: "sha256_rsa",
    Algorithm.RSA_PSS: "rsassa_pss",
    Algorithm.ECDSA: "sha256_ecdsa",
}
_UNIVERSAL, _CONTEXT, _CONSTRUCTED = 0, 2, 1
_SEQUENCE, _SET = 16, 17
_P256_BYTES = 32
_BLANK = sha256(b"where the digest of a document goes").digest()
_LONGEST_VALUE = bytes(512)
"""That of RSA-4096."""


@dataclass(frozen=True, slots=True)
class CmsSignature:
    """What a signature says. ``value`` is in the form of XML-DSig, over ``attributes``."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    algorithm: Algorithm
    document_digest: bytes
    attributes: bytes
    value: bytes


class CmsForm:
    """The signatures under one certificate, with blanks for a document's digest and the value."""

    def __init__(
        self, certificate: x509.Certificate, chain: Sequence[x509.Certificate], algorithm: Algorithm
    ) -> None:
        signer = asn1.Certificate.load(_der(certificate))
        names = {"issuer": signer.issuer, "serial_number": signer.serial_number}
        digest = cms.DigestAlgorithm({"algorithm": DIGEST})
        self._before, self._after = _attributes(signer).dump().split(_BLANK)
        self._head = (
            core.Integer(1).dump(),
            cms.DigestAlgorithms([digest]).dump(),
            cms.EncapsulatedContentInfo({"content_type": "data"}).dump(),
            _under_0(b"".join(sorted(map(_der, (certificate, *chain))))),
        )
        issuer = cms.IssuerAndSerialNumber(names)
        self._signer = (core.Integer(1).dump(), issuer.dump(), digest.dump())
        self._algorithm = algorithm
        self._mechanism = _mechanism(algorithm).dump()

    @property
    def room(self) -> int:
        """How many bytes a signature may need."""
        return len(self._message(_BLANK, _LONGEST_VALUE))

    def attributes(self, document_digest: bytes) -> bytes:
        """What is to be signed for a document of this SHA-256."""
        return bytes(self._before + document_digest + self._after)

    def filled(self, document_digest: bytes, value: bytes) -> bytes:
        """The whole in DER. Raises ValueError for what cannot be an ECDSA value."""
        ecdsa = self._algorithm is Algorithm.ECDSA
        return self._message(document_digest, _dss_der(value) if ecdsa else value)

    def _message(self, document_digest: bytes, value: bytes) -> bytes:
        # What is signed is a SET; within the message it stands under [0] instead.
        attributes = b"\xa0" + self.attributes(document_digest)[1:]
        octets = core.OctetString(value).dump()
        signer = _sequence(*self._signer, attributes, self._mechanism, octets)
        signers = emit(_UNIVERSAL, _CONSTRUCTED, _SET, signer)
        content = _under_0(_sequence(*self._head, signers))
        return _sequence(cms.ContentType("signed_data").dump(), content)


def read_cms(data: bytes) -> CmsSignature:
    """The signature in ``data``, which may end in zeros. Raises ValueError if not of this form."""
    try:
        found, form = _read(cms.ContentInfo.load(data)["content"])
    except (LookupError, TypeError, AttributeError, x509.InvalidVersion) as error:
        raise ValueError("not a CMS signature") from error
    if form.filled(found.document_digest, found.value).ljust(len(data), b"\0") != data:
        raise ValueError("a CMS signature of another form")
    return found


def _read(content: cms.SignedData) -> tuple[CmsSignature, CmsForm]:
    signer = content["signer_infos"][0]
    certificates = [each.chosen for each in content["certificates"]]
    issuer = signer["sid"].chosen.dump()
    certificates.sort(key=lambda each: _identity(each) != issuer)
    first, *others = (x509.load_der_x509_certificate(each.dump()) for each in certificates)
    algorithm = _algorithm(signer["signature_algorithm"])
    form = CmsForm(first, others, algorithm)
    digest = _document_digest(signer["signed_attrs"])
    value = signer["signature"].native
    value = _dss_plain(value) if algorithm is Algorithm.ECDSA else value
    attributes = form.attributes(digest)
    return CmsSignature(first, tuple(others), algorithm, digest, attributes, value), form


def _attributes(signer: asn1.Certificate) -> cms.CMSAttributes:
    """What is signed: kind and digest of the content, and which certificate signs.

    The time of signing stands in the PDF's own signature dictionary (EN 319 142-1, 6.3).
    """
    digest = sha256(signer.dump()).digest()
    identifier = tsp.SigningCertificateV2({"certs": [{"cert_hash": digest}]})
    return cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
            cms.CMSAttribute({"type": "message_digest", "values": [_BLANK]}),
            cms.CMSAttribute({"type": "signing_certificate_v2", "values": [identifier]}),
        ]
    )


def _document_digest(attributes: cms.CMSAttributes) -> bytes:
    values = {each["type"].native: each["values"] for each in attributes}
    return bytes(values["message_digest"][0].native)


def _identity(certificate: asn1.Certificate) -> bytes:
    names = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    return bytes(cms.IssuerAndSerialNumber(names).dump())


def _mechanism(algorithm: Algorithm) -> algos.SignedDigestAlgorithm:
    name = {"algorithm": _NAMES[algorithm]}
    parameters = {"parameters": algos.RSASSAPSSParams(_PSS)}
    return algos.SignedDigestAlgorithm(
        name | parameters if algorithm is Algorithm.RSA_PSS else name
    )


def _algorithm(mechanism: algos.SignedDigestAlgorithm) -> Algorithm:
    names = {name: algorithm for algorithm, name in _NAMES.items()}
    return names[mechanism["algorithm"].native]


def _dss_der(value: bytes) -> bytes:
    """CMS wants an ECDSA signature as a sequence of two numbers, XML-DSig has them plain."""
    if len(value) != 2 * _P256_BYTES:
        raise ValueError("an ECDSA P-256 signature has 64 bytes")
    halves = value[:_P256_BYTES], value[_P256_BYTES:]
    return encode_dss_signature(*map(int.from_bytes, halves))


def _dss_plain(value: bytes) -> bytes:
    """The reverse. Raises ValueError."""
    try:
        return b"".join(n.to_bytes(_P256_BYTES) for n in decode_dss_signature(value))
    except OverflowError as error:
        raise ValueError("not an ECDSA P-256 signature") from error


def _sequence(*parts: bytes) -> bytes:
    return bytes(emit(_UNIVERSAL, _CONSTRUCTED, _SEQUENCE, b"".join(parts)))


def _under_0(content: bytes) -> bytes:
    return bytes(emit(_CONTEXT, _CONSTRUCTED, 0, content))


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
