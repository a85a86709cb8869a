"""Prepare → sign outside → complete: the one road for every signing device.

Preparing checks all that can be checked before a key is used: place, order, coverage and
certificate. Completing checks the value that came back, for a wrong card or a confused
service must not leave a broken signature on a page.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Required, TypedDict, Unpack

from cryptography import x509
from lxml import etree

from hocba.core.errors import SigningError
from hocba.core.lifecycle import Role
from hocba.core.packet import (
    DISPATCH,
    DISPATCH_RECEIPT,
    ORDER,
    PACKET,
    PAGE,
    RECEIPT,
    canonical,
    identifiers,
    parse,
)
from hocba.core.signature import certificates, grammar, parts, profile
from hocba.core.signature.algorithms import Algorithm, holds
from hocba.core.signature.certificates import SigningCertificate
from hocba.core.signature.judge import require_algorithm, require_fit, require_school
from hocba.core.signature.places import NextOnPage, OnlyPlace, Place
from hocba.core.signature.policy import POLICY, Policy
from hocba.core.signature.profile import Reference, SignedForm, digest
from hocba.core.signature.reasons import Refused

_PAGE_ENDS = b"</ChuKySo></HocBa>"
_PACKET_ENDS = b"</GoiTin>"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A signature that waits for its value.

    Plain data: it may be kept for as long as the signer takes. The document lies in it, cut
    in two where the signature will stand; ``certificates`` are base64 DER, the signer's first.
    """

    form: SignedForm
    certificates: tuple[str, ...]
    before: bytes
    after: bytes

    @property
    def to_be_signed(self) -> bytes:
        """What the device signs: the C14N of SignedInfo."""
        return self.form.to_be_signed()


class Means(TypedDict, total=False):
    """With what a signature will be made, and when.

    ``chain`` are the authorities above the certificate that shall stand beside it, the nearest
    first; ``policy`` is POLICY unless told.
    """

    certificate: Required[x509.Certificate]
    algorithm: Required[Algorithm]
    signing_time: Required[datetime]
    chain: Sequence[x509.Certificate]
    policy: Policy


def prepare_page(
    page: bytes,
    *,
    role: Role,
    subjects: Collection[str] = (),
    in_place_of: str = "",
    **means: Unpack[Means],
) -> Prepared:
    """The next signature of a lone ``<HocBa>``.

    ``subjects`` are the codes that a subject teacher signs; those that the page has not are
    left out. ``in_place_of`` is the staff code of the person whose place the signer takes
    (ký thay): letters, digits and hyphens. Raises SigningError when the role may not sign now
    or has nothing to sign, or the certificate cannot be used for it; PacketError when ``page``
    is no valid page.
    """
    root = parse(page, roots=(PAGE,))
    content = canonical(root)
    place = _next_place(root, content)
    own = {identifiers.of_subject(place.lookup_code, subject) for subject in subjects}
    targets = place.targets(role, own)
    if not targets:
        raise SigningError("Học bạ này không có môn học nào để ký.", code="KHONG_CO_MON")
    read = _read(**means, in_place_of=in_place_of)
    return _prepare(content, _PAGE_ENDS, place, place.id_for(role), role, targets, read)


def resume_page(page: bytes, form: SignedForm, certificates: Sequence[str]) -> Prepared:
    """A page's signature that was prepared as ``form`` and has been waiting elsewhere since.

    ``page`` must be the very bytes for which it was prepared, ``certificates`` those of the
    prepared signature.
    """
    return _waiting(form, tuple(certificates), page, _PAGE_ENDS)


def prepare_packet(packet: bytes, **means: Unpack[Means]) -> Prepared:
    """The school's signature of an unsigned packet. Raises as :func:`prepare_page` does."""
    root = parse(packet, roots=(PACKET,))
    header, pages, *signatures = root
    _require_unsigned(signatures)
    place = OnlyPlace.of_packet(
        header, {page.get("Id", ""): digest(canonical(page)) for page in pages}
    )
    return _prepare_only(root, _PACKET_ENDS, place, _read(**means))


def prepare_receipt(receipt: bytes, **means: Unpack[Means]) -> Prepared:
    """The registry's signature of an unsigned receipt. Raises as :func:`prepare_page` does."""
    root = parse(receipt, roots=(RECEIPT,))
    body, *signatures = root
    _require_unsigned(signatures)
    return _prepare_only(root, b"</BienNhan>", OnlyPlace.of_receipt(body), _read(**means))


def prepare_dispatch(dispatch: bytes, **means: Unpack[Means]) -> Prepared:
    """The Department's signature of an unsigned dispatch. Raises as :func:`prepare_page` does."""
    root = parse(dispatch, roots=(DISPATCH,))
    header, events, *signatures = root
    _require_unsigned(signatures)
    place = OnlyPlace.of_dispatch(
        header, {event.get("Id", ""): digest(canonical(event)) for event in events}
    )
    return _prepare_only(root, b"</BaoCaoBo>", place, _read(**means))


def prepare_dispatch_receipt(receipt: bytes, **means: Unpack[Means]) -> Prepared:
    """The Ministry's signature of its unsigned receipt. Raises as :func:`prepare_page` does."""
    root = parse(receipt, roots=(DISPATCH_RECEIPT,))
    body, *signatures = root
    _require_unsigned(signatures)
    place = OnlyPlace.of_receipt(body, Role.MINISTRY)
    return _prepare_only(root, b"</BienNhanBo>", place, _read(**means))


def prepare_order(order: bytes, **means: Unpack[Means]) -> Prepared:
    """The school's signature of its unsigned order. Raises as :func:`prepare_page` does."""
    root = parse(order, roots=(ORDER,))
    body, *signatures = root
    _require_unsigned(signatures)
    return _prepare_only(root, b"</DeNghi>", OnlyPlace.of_order(body), _read(**means))


def resume_packet(packet: bytes, form: SignedForm, certificates: Sequence[str]) -> Prepared:
    """A packet's signature that has been waiting elsewhere, as :func:`resume_page` does."""
    return _waiting(form, tuple(certificates), packet, _PACKET_ENDS)


def complete(prepared: Prepared, signature_value: bytes) -> bytes:
    """The canonical document with the signature in its place.

    ``signature_value`` is that of ``to_be_signed`` (ECDSA: r and s, 32 bytes each). Raises
    SigningError when it is not the certificate's; nothing is lost then, and the same prepared
    signature may be signed again.
    """
    signer = certificates.load(prepared.certificates[0])
    algorithm = Algorithm(prepared.form.algorithm)
    if not holds(algorithm, signer.key, signature_value, prepared.to_be_signed):
        raise SigningError(
            "Thiết bị ký đã trả về chữ ký không đúng với chứng thư số đã chọn; hãy ký lại.",
            code="CHU_KY_SAI",
        )
    signature = profile.render(prepared.form, signature_value, prepared.certificates)
    return prepared.before + signature + prepared.after


@dataclass(frozen=True, slots=True)
class _Read:
    """The means, read once for all that is asked of them."""

    signer: SigningCertificate
    certificates: tuple[str, ...]
    algorithm: Algorithm
    signing_time: datetime
    policy: Policy
    in_place_of: str


def _read(
    *,
    certificate: x509.Certificate,
    algorithm: Algorithm,
    signing_time: datetime,
    chain: Sequence[x509.Certificate] = (),
    policy: Policy = POLICY,
    in_place_of: str = "",
) -> _Read:
    try:
        signer, *authorities = (certificates.of(each) for each in (certificate, *chain))
    except ValueError:
        raise _refusal(Refused("CHUNG_THU_HONG")) from None
    texts = tuple(each.text for each in (signer, *authorities))
    return _Read(signer, texts, algorithm, signing_time.astimezone(UTC), policy, in_place_of)


def _next_place(root: etree._Element, content: bytes) -> NextOnPage:
    try:
        own = parts.cut(content)
    except parts.BrokenFrame:
        raise _refusal(Refused("KHUNG_TRANG")) from None
    place = NextOnPage.first(root, own)
    for data in own.signatures:
        place.take(grammar.read(data), data)
    return place


def _require_unsigned(signatures: Sequence[etree._Element]) -> None:
    if signatures:
        raise SigningError("Tài liệu này đã được ký.", code="DA_KY")


def _prepare_only(root: etree._Element, closing: bytes, place: OnlyPlace, means: _Read) -> Prepared:
    targets = list(place.digests)
    return _prepare(canonical(root), closing, place, place.signature_id, place.role, targets, means)


def _prepare(
    content: bytes,
    closing: bytes,
    place: Place,
    signature_id: str,
    role: Role,
    targets: Sequence[str],
    means: _Read,
) -> Prepared:
    form = SignedForm(
        signature_id=signature_id,
        algorithm=means.algorithm,
        references=tuple(Reference(target, place.digest_of(target)) for target in targets),
        signing_time=means.signing_time.replace(microsecond=0),
        certificate_digest=means.signer.digest,
        role=role,
        in_place_of=means.in_place_of,
    )
    _require_allowed(form, place, means)
    return _waiting(form, means.certificates, content, closing)


def _waiting(
    form: SignedForm, certificates: tuple[str, ...], content: bytes, closing: bytes
) -> Prepared:
    return Prepared(
        form=form,
        certificates=certificates,
        before=content.removesuffix(closing),
        after=closing,
    )


def _require_allowed(form: SignedForm, place: Place, means: _Read) -> None:
    """What the verifier will ask, asked before a key is used."""
    try:
        place.admit(form)
        require_algorithm(form, means.policy)
        require_fit(means.signer, means.policy, form.signing_time)
        if form.role == Role.SCHOOL:
            require_school(means.signer, place.school_name)
    except Refused as refused:
        raise _refusal(refused) from None
    if not means.algorithm.fits(means.signer.key):
        raise SigningError("Thuật toán ký không hợp với khóa của chứng thư số.", code="THUAT_TOAN")


def _refusal(refused: Refused) -> SigningError:
    return SigningError(refused.verdict.message, code=refused.verdict.code)
