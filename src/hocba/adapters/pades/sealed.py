"""Take a sealed PDF apart: its one seal, what that covers, the proofs after it, what is attached.

pyHanko reads the PDF and compares its revisions; the bytes under the seal are cut out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from asn1crypto.parser import peek
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.decode_limits import (
    DecodeLimits,
    DocumentDecodeBudget,
    StreamDecodeLimits,
)
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, read_certification_data
from pyhanko.sign.validation.status import SignatureCoverageLevel

from hocba.adapters.pades.cms import CmsSignature, read_cms
from hocba.adapters.pades.reasons import Rejected
from hocba.core.signature.evidence import Evidence

MAX_BYTES = 32 * 1024 * 1024
"""A transcript of five years with its signed pages is below 1 MB."""

_LIMITS = DecodeLimits(
    StreamDecodeLimits(max_output_size=MAX_BYTES),
    document_budget=DocumentDecodeBudget(base_allowance=2 * MAX_BYTES, max_ratio=2),
)
_NOTHING = MDPPerm.NO_CHANGES
_SUBFILTER = "/ETSI.CAdES.detached"

# What pyHanko raises when a broken or hostile file is not of the shape that it assumes.
_UNREADABLE = (
    PdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)


@contextmanager
def reading() -> Iterator[None]:
    """Whatever a broken file does to its reader ends as the rejection PDF_HONG."""
    try:
        yield
    except _UNREADABLE as error:
        raise Rejected("PDF_HONG") from error


@dataclass(frozen=True, slots=True)
class Stamp:
    """A document timestamp: its token (DER), and the SHA-256 of all that it covers."""

    token: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class SealedPdf:
    """A PDF whose seal has the form that :mod:`hocba.adapters.pades.seal` gives it.

    ``digest`` is the SHA-256 of all that the seal covers: the whole file as it was then, but
    for the seal's own value. ``root`` is the catalog of that time, ``sealed_at`` the seal's claim.
    ``issued`` is the SHA-256 of that file with the value in it.
    ``stamps`` (the earliest first) and ``evidence`` are the proofs that were added since.
    """

    root: generic.DictionaryObject
    field: str
    cms: CmsSignature
    sealed_at: datetime
    digest: bytes
    issued: bytes
    stamps: tuple[Stamp, ...]
    evidence: Evidence


def open_sealed(data: bytes) -> SealedPdf:
    """The sealed PDF in ``data``. Raises Rejected."""
    if len(data) > MAX_BYTES:
        raise Rejected("PDF_QUA_LON")
    with reading():
        reader = PdfFileReader(BytesIO(data), decode_limits=_LIMITS)
        signatures = reader.embedded_regular_signatures
    if not signatures:
        raise Rejected("PDF_CHUA_KY")
    with reading():
        _require_unchanged(reader, signatures)
        return _sealed(data, reader, signatures[0])


def _require_unchanged(reader: PdfFileReader, seals: list[EmbeddedPdfSignature]) -> None:
    """One seal, over the whole of its revision; after it nothing but proofs, to the last byte."""
    first, last = seals[0], reader.embedded_signatures[-1]
    if (
        len(seals) > 1
        or first.evaluate_signature_coverage() < SignatureCoverageLevel.ENTIRE_REVISION
        or last.evaluate_signature_coverage() is not SignatureCoverageLevel.ENTIRE_FILE
    ):
        raise Rejected("PDF_BI_SUA")
    if first is last:
        return
    changes = DEFAULT_DIFF_POLICY.review_file(reader, first.signed_revision, doc_mdp=_NOTHING)
    if getattr(changes, "modification_level", None) is not ModificationLevel.LTA_UPDATES:
        raise Rejected("PDF_BI_SUA")


def _sealed(data: bytes, reader: PdfFileReader, signature: EmbeddedPdfSignature) -> SealedPdf:
    certification = read_certification_data(reader)
    dictionary = signature.sig_object
    if (
        certification is None
        or certification.permission is not _NOTHING
        or certification.author_sig is not dictionary
        or dictionary["/SubFilter"] != _SUBFILTER
    ):
        raise Rejected("PDF_SAI_KHUON")
    covered, contents = _cut(data, signature.byte_range)
    return SealedPdf(
        reader.get_historical_root(signature.signed_revision),
        signature.field_name,
        _read_cms(contents),
        _moment(dictionary["/M"]),
        sha256(covered).digest(),
        sha256(data[: len(covered) + len(contents) * 2 + len("<>")]).digest(),
        tuple(_stamp(data, each) for each in reader.embedded_timestamp_signatures),
        _evidence(_entry(reader.root, "/DSS")),
    )


def _cut(data: bytes, byte_range: generic.ArrayObject) -> tuple[bytes, bytes]:
    """What is covered, and the value: it fills the gap, and the gap holds nothing else."""
    start, first, second, length = map(int, byte_range)
    gap = data[first:second].decode("ascii")
    contents = bytes.fromhex(gap[1:-1])
    if start != 0 or gap != f"<{contents.hex().upper()}>":
        raise Rejected("PDF_SAI_KHUON")
    return data[:first] + data[second : second + length], contents


def _stamp(data: bytes, signature: EmbeddedPdfSignature) -> Stamp:
    if signature.sig_object["/SubFilter"] != "/ETSI.RFC3161":
        raise Rejected("PDF_SAI_KHUON")
    covered, contents = _cut(data, signature.byte_range)
    end = peek(contents)
    if any(contents[end:]):
        raise Rejected("PDF_SAI_KHUON")
    return Stamp(contents[:end], sha256(covered).digest())


def _evidence(store: Mapping[str, Any]) -> Evidence:
    """What the document security store holds (ISO 32000-2, 12.8.4.3)."""
    kinds = (_entry(store, kind) for kind in ("/Certs", "/OCSPs", "/CRLs"))
    return Evidence(*(tuple(kind[n].data for n in range(len(kind))) for kind in kinds))


def _entry(dictionary: Mapping[str, Any], key: str) -> Any:
    """The value, its reference followed; something empty if there is none."""
    try:
        return dictionary[key]
    except KeyError:
        return {}


def _read_cms(contents: bytes) -> CmsSignature:
    try:
        return read_cms(contents)
    except ValueError as error:
        raise Rejected("PDF_SAI_KHUON") from error


def _moment(text: str) -> datetime:
    moment = generic.parse_pdf_date(text)
    if moment.tzinfo is None:
        raise Rejected("PDF_SAI_KHUON")
    return moment


def attachments(pdf: SealedPdf) -> dict[str, bytes]:
    """The files that the PDF carries by name, as they were when it was sealed. Raises Rejected."""
    with reading():
        named = _entry(_entry(_entry(pdf.root, "/Names"), "/EmbeddedFiles"), "/Names")
        files = {str(named[n]): named[n + 1] for n in range(0, len(named), 2)}
        if 2 * len(files) != len(named):
            raise Rejected("PDF_SAI_KHUON")
        return {name: bytes(file["/EF"]["/F"].data) for name, file in files.items()}
