"""The registry's seal on a printed transcript, against pyHanko's own signer of PAdES B-B."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from asn1crypto.keys import PrivateKeyInfo
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from tests.adapters.pades.examples import SEALED_AT, office, printed
from tests.core.signature import pki

from bench.timing import interleaved
from hocba.adapters.keys import SigningKey
from hocba.adapters.pades import Seal


def measure(*, short: bool = False) -> list[dict[str, Any]]:
    """One row: the same PDF, the same key, one after another."""
    pdf, key = printed(), pki.signer(office())
    seal, other = Seal(key), _pyhanko(key)
    seconds = interleaved(
        {
            "ours": lambda: seal.put_on(pdf, at=SEALED_AT),
            "pyHanko": lambda: other.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))),
        },
        rounds=3 if short else 15,
        repeat=10,
    )
    return [
        {
            "name": "a PDF sealed (PAdES B-B, P-256)",
            "ours": seconds["ours"] * 1000,
            "other": seconds["pyHanko"] * 1000,
            "other_name": "pyHanko's PdfSigner",
            "unit": "ms",
            "ratio": seconds["pyHanko"] / seconds["ours"],
            "aim": None,
        }
    ]


def _pyhanko(key: SigningKey) -> PdfSigner:
    chain = SimpleCertificateStore()
    for each in key.chain:
        chain.register_multiple(load_certs_from_pemder_data(each.public_bytes(Encoding.DER)))
    (certificate,) = load_certs_from_pemder_data(key.certificate.public_bytes(Encoding.DER))
    private = key.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(certificate, PrivateKeyInfo.load(private), chain)
    meta = PdfSignatureMetadata(
        field_name="Seal",
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    return PdfSigner(meta, signer)
