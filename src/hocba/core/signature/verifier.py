"""The verifier: bytes, trust, policy and a time in; verdicts and the covered bytes out.

A document is taken through these steps; a part stops at the first that it fails.

 1. Limits, safe parsing, schema, unique Ids (``core.packet.parse``). A page of a packet that
    breaks the schema has failed, and is not taken any further (``core.packet.apart``).
 2. Each page is cut from its canonical form; nothing may stand beside data and signatures.

Then each signature, in the order of the document (``judge``):

 3. It has the one form of the profile, to the byte.
 4. Its claimed role may sign here, after these signatures, and its Id is that of its place.
 5. It covers what its role must cover, no more and no less. References are compared with
    the Ids of the parts that were cut out; none is ever looked up.
 6. It is not older than what it covers nor younger than the time of verification, and the
    policy accepts its algorithm at its signing time.
 7. The digest of every part, and of SignedProperties, is what SignedInfo says.
 8. The certificate is the one that the signer committed to (SigningCertificateV2).
 9. The certificate is for signing, strong enough, and valid at signing time.
10. The signature value is the certificate's, over SignedInfo.
11. A seal belongs to the school that the document names.
12. The certificate's chain reaches a trusted root at signing time.

Then, where evidence is given, embedded or demanded by the policy, from the last signature to
the first (``long_term``):

13. A timestamp is of the very signature, by a trusted authority, within the certificate's
    life and not before the signing; it proves that all existed which its signature covers.
14. Every certificate of the chain was in good standing at signing time: an answer says so,
    or it was revoked only after a proof of existence.
15. An archive timestamp in a page's seal is of all that stands before it, and was made before
    the authority of the one before it ended; the last authority has not ended (``archive``).

At last the whole: every role has signed. Only then are the covered bytes given out, and what
is read further on is read from those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.lifecycle import Role
from hocba.core.packet import (
    DISPATCH,
    DISPATCH_RECEIPT,
    ORDER,
    PACKET,
    PAGE,
    RECEIPT,
    Apart,
    BrokenPage,
    canonical,
    dispatch_of,
    identifiers,
    order_of,
    parse,
    read_header,
    take_apart,
)
from hocba.core.packet.elements import PAGES, child
from hocba.core.packet.parse import well_formed
from hocba.core.signature import coverage, grammar, parts
from hocba.core.signature.archive import hold_together
from hocba.core.signature.evidence import Evidence
from hocba.core.signature.judge import Court, judge
from hocba.core.signature.long_term import weigh, weigh_page
from hocba.core.signature.places import NextOnPage, OnlyPlace
from hocba.core.signature.policy import Policy
from hocba.core.signature.profile import digest
from hocba.core.signature.reasons import (
    DISPATCH_VALID,
    ORDER_VALID,
    PACKET_VALID,
    PAGE_VALID,
    RECEIPT_VALID,
    because,
    missing,
    unreadable,
)
from hocba.core.signature.report import (
    BodyReport,
    DispatchReceiptReport,
    DispatchReport,
    OrderReport,
    PacketReport,
    PageReport,
    ReceiptReport,
    Report,
    SignatureReport,
    UnreadReport,
    status_of,
)
from hocba.core.signature.trust import TrustStore
from hocba.core.signature.witnesses import Witnesses
from hocba.core.verdict import Status, Verdict

_Body = TypeVar("_Body", bound=BodyReport)
_ROOTS = (PACKET, PAGE, RECEIPT, DISPATCH, DISPATCH_RECEIPT, ORDER)
_BROKEN_WITHIN = frozenset({"SAI_LUOC_DO", "TRUNG_ID"})
_MOST_PAGES = 2_000


def verify(
    data: bytes,
    *,
    trust: TrustStore,
    policy: Policy,
    at: datetime,
    evidence: Evidence | None = None,
) -> Report:
    """Judge whatever document of ours ``data`` is; gzip or not.

    Never raises for what is in ``data``. ``at`` must have a time zone. ``evidence`` is what
    was collected on certificates and times; None when nobody has asked. Beyond what the other
    functions do, a page also fails whose signed record contradicts itself.
    """
    court = _court(trust, policy, at, evidence)
    try:
        apart = take_apart(data, roots=_ROOTS)
    except PacketError as error:
        pages = _pages_apart(data, error, court)
        verdicts = (unreadable(error),)
        return PacketReport(verdicts, pages) if pages else UnreadReport(verdicts)
    if apart.root.tag in _BODIES:
        return _BODIES[apart.root.tag](apart.root, court)
    if apart.root.tag == PAGE:
        return _without_flaw(_page(apart.root, court))
    dispatched = apart.root.tag == DISPATCH
    report = _dispatch(apart.root, court) if dispatched else _packet(apart, court)
    return replace(report, pages=tuple(_without_flaw(page) for page in report.pages))


def _without_flaw(page: PageReport) -> PageReport:
    return page if page.flaw is None else replace(page, verdicts=(page.flaw,), covered=b"")


def _court(
    trust: TrustStore, policy: Policy, at: datetime, evidence: Evidence | None = None
) -> Court:
    given = None if evidence is None else Witnesses(evidence, trust, policy, at)
    return Court(trust, policy, at, given)


def verify_page(
    data: bytes,
    *,
    trust: TrustStore,
    policy: Policy,
    at: datetime,
    evidence: Evidence | None = None,
) -> PageReport:
    """Judge a lone page, as :func:`verify` does."""
    return _lone_page(data, _court(trust, policy, at, evidence))


def verify_packet(
    data: bytes,
    *,
    trust: TrustStore,
    policy: Policy,
    at: datetime,
    evidence: Evidence | None = None,
) -> PacketReport:
    """Judge a packet, as :func:`verify` does."""
    court = _court(trust, policy, at, evidence)
    try:
        apart = take_apart(data)
    except PacketError as error:
        return PacketReport((unreadable(error),), _pages_apart(data, error, court))
    return _packet(apart, court)


def verify_tree(packet: Apart, *, trust: TrustStore, policy: Policy, at: datetime) -> PacketReport:
    """Judge a packet that was taken apart, for who reads more of it than the verdict."""
    return _packet(packet, _court(trust, policy, at))


def verify_tree_asking(
    packet: Apart,
    ask: Callable[[PacketReport], Evidence],
    *,
    trust: TrustStore,
    policy: Policy,
    at: datetime,
) -> tuple[PacketReport, Evidence]:
    """The same, with the evidence that ``ask`` collects once steps 1 to 12 are done.

    ``ask`` sees whose signatures hold, and has no more to go by than that.
    """
    judged = _judge_packet(packet, _court(trust, policy, at))
    evidence = ask(judged)
    return _weighed(judged, _court(trust, policy, at, evidence)), evidence


def verify_receipt(
    data: bytes, *, trust: TrustStore, policy: Policy, at: datetime
) -> ReceiptReport:
    """Judge a receipt, as :func:`verify` does."""
    try:
        root = parse(data, roots=(RECEIPT,))
    except PacketError as error:
        return ReceiptReport((unreadable(error),))
    return _receipt(root, _court(trust, policy, at))


def verify_dispatch(
    data: bytes, *, trust: TrustStore, policy: Policy, at: datetime
) -> DispatchReport:
    """Judge what the Department reports to the Ministry, as :func:`verify` does."""
    try:
        root = parse(data, roots=(DISPATCH,))
    except PacketError as error:
        return DispatchReport((unreadable(error),))
    return _dispatch(root, _court(trust, policy, at))


def verify_dispatch_receipt(
    data: bytes, *, trust: TrustStore, policy: Policy, at: datetime
) -> DispatchReceiptReport:
    """Judge the Ministry's receipt, as :func:`verify` does."""
    try:
        root = parse(data, roots=(DISPATCH_RECEIPT,))
    except PacketError as error:
        return DispatchReceiptReport((unreadable(error),))
    return _dispatch_receipt(root, _court(trust, policy, at))


def verify_order(
    data: bytes,
    *,
    trust: TrustStore,
    policy: Policy,
    at: datetime,
    evidence: Evidence | None = None,
) -> OrderReport:
    """Judge what a school orders of the register, as :func:`verify` does."""
    try:
        root = parse(data, roots=(ORDER,))
    except PacketError as error:
        return OrderReport((unreadable(error),))
    return _order(root, _court(trust, policy, at, evidence))


def _lone_page(data: bytes, court: Court) -> PageReport:
    try:
        root = parse(data, roots=(PAGE,))
    except PacketError as error:
        return PageReport((unreadable(error),))
    return _page(root, court)


def _pages_apart(data: bytes, error: PacketError, court: Court) -> tuple[PageReport, ...]:
    """The pages of a packet whose frame is broken, or of which none can say which is which:
    nothing is known of the packet, and its pages are judged as if each had come alone."""
    if error.code not in _BROKEN_WITHIN:
        return ()
    root = well_formed(data)
    pages = root.findall(f"{PAGES}/{PAGE}") if root.tag == PACKET else []
    if len(pages) > _MOST_PAGES:
        return ()
    return tuple(_lone_page(canonical(page), court) for page in pages)


def _page(element: etree._Element, court: Court) -> PageReport:
    return _weighed_page(_judge_page(element, canonical(element), court), court)


def _judge_page(element: etree._Element, page: bytes, court: Court) -> PageReport:
    """Before any evidence: what is covered may still be taken back."""
    try:
        own = parts.cut(page)
    except parts.BrokenFrame:
        return PageReport((because("KHUNG_TRANG"),))
    judged = tuple(_in_order(own.signatures, NextOnPage.first(element, own), court))
    signatures = hold_together(judged, own)
    verdicts = (_completeness([report.role for report in signatures]),)
    passed = status_of(verdicts, signatures) is Status.PASSED
    return PageReport(verdicts, own.lookup_code, signatures, parts.plain(page) if passed else b"")


def _weighed_page(page: PageReport, court: Court) -> PageReport:
    signatures = weigh_page(page.signatures, court)
    if signatures is page.signatures:
        return page
    passed = status_of(page.verdicts, signatures) is Status.PASSED
    return replace(page, signatures=signatures, covered=page.covered if passed else b"")


def _in_order(
    signatures: Sequence[bytes], place: NextOnPage, court: Court
) -> Iterator[SignatureReport]:
    # All are read before any is judged: the grammar stays in the processor's cache.
    read = [grammar.read(data) for data in signatures]
    for signature, data in zip(read, signatures, strict=True):
        yield judge(signature, place, court)
        place.take(signature, data)


def _completeness(roles: Sequence[Role | None]) -> Verdict:
    absent = [role for role in coverage.REQUIRED if role not in roles]
    return missing(absent) if absent else PAGE_VALID


def _packet(apart: Apart, court: Court) -> PacketReport:
    return _weighed(_judge_packet(apart, court), court)


def _weighed(packet: PacketReport, court: Court) -> PacketReport:
    pages = tuple(_weighed_page(page, court) for page in packet.pages)
    if packet.packet_signature is None:
        return replace(packet, pages=pages)
    (signature,) = weigh((packet.packet_signature,), court)
    header = packet.header if signature.verdict.passed else None
    return replace(packet, pages=pages, packet_signature=signature, header=header)


def _judge_packet(apart: Apart, court: Court) -> PacketReport:
    header, listed, *signatures = apart.root
    contents = [canonical(page) for page in listed]
    pages = tuple(_pages(apart.broken, zip(listed, contents, strict=True), court))
    if not signatures:
        return PacketReport((because("GOI_TIN_CHUA_KY"),), pages)
    ids = (page.get("Id", "") for page in listed)
    digests = dict(zip(ids, map(digest, contents), strict=True))
    place = OnlyPlace.of_packet(header, digests, not_before=_latest(pages))
    signature = judge(grammar.read(canonical(signatures[0])), place, court)
    return _closed(apart.root, pages, signature)


def _pages(
    broken: Mapping[int, BrokenPage], pages: Iterable[tuple[etree._Element, bytes]], court: Court
) -> Iterator[PageReport]:
    for place, (element, content) in enumerate(pages):
        if place in broken:
            yield PageReport((unreadable(broken[place].error),), broken[place].lookup_code)
        else:
            yield _judge_page(element, content, court)


def _only(element: etree._Element, place: OnlyPlace, court: Court) -> SignatureReport:
    judged = judge(grammar.read(canonical(element)), place, court)
    (report,) = weigh((judged,), court)
    return report


def _latest(pages: Iterable[PageReport]) -> datetime | None:
    times = [each.signing_time for page in pages for each in page.signatures if each.signing_time]
    return max(times, default=None)


def _closed(
    root: etree._Element, pages: tuple[PageReport, ...], signature: SignatureReport
) -> PacketReport:
    try:
        header = read_header(root)
    except PacketError as error:
        return PacketReport((unreadable(error),), pages, signature)
    return PacketReport(
        (PACKET_VALID,), pages, signature, header if signature.verdict.passed else None
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """A document's own Id, and what is said of it unsigned and whole."""

    own_id: str
    unsigned: str
    whole: Verdict


_RECEIPT = _Words(identifiers.RECEIPT_ID, "BIEN_NHAN_CHUA_KY", RECEIPT_VALID)
_ORDER = _Words(identifiers.ORDER_ID, "DE_NGHI_CHUA_KY", ORDER_VALID)


def _receipt(root: etree._Element, court: Court) -> ReceiptReport:
    return _body(root, ReceiptReport, OnlyPlace.of_receipt(root[0]), _RECEIPT, court)


def _dispatch_receipt(root: etree._Element, court: Court) -> DispatchReceiptReport:
    place = OnlyPlace.of_receipt(root[0], Role.MINISTRY)
    return _body(root, DispatchReceiptReport, place, _RECEIPT, court)


def _order(root: etree._Element, court: Court) -> OrderReport:
    try:
        order_of(root)
    except PacketError as error:
        return OrderReport((unreadable(error),))
    return _body(root, OrderReport, OnlyPlace.of_order(root[0]), _ORDER, court)


_BODIES = {RECEIPT: _receipt, DISPATCH_RECEIPT: _dispatch_receipt, ORDER: _order}


def _body(
    root: etree._Element, kind: type[_Body], place: OnlyPlace, words: _Words, court: Court
) -> _Body:
    _, *signatures = root
    if not signatures:
        return kind((because(words.unsigned),))
    # No signature covers the document's own Id, and the schema lets blanks pass around it.
    if root.get("Id") != words.own_id:
        return kind((because("SAI_VI_TRI"),))
    signature = _only(signatures[0], place, court)
    covered = canonical(root) if signature.verdict.passed else b""
    return kind((words.whole,), signature, covered)


def _dispatch(root: etree._Element, court: Court) -> DispatchReport:
    header, listed, *signatures = root
    pages = tuple(_page(child(event, "HocBa"), court) for event in listed)
    if not signatures:
        return DispatchReport((because("BAO_CAO_CHUA_KY"),), pages)
    digests = {event.get("Id", ""): digest(canonical(event)) for event in listed}
    place = OnlyPlace.of_dispatch(header, digests, not_before=_latest(pages))
    signature = _only(signatures[0], place, court)
    try:
        dispatch = dispatch_of(root)
    except PacketError as error:
        return DispatchReport((unreadable(error),), pages, signature)
    believed = dispatch if signature.verdict.passed else None
    return DispatchReport((DISPATCH_VALID,), pages, signature, believed)
