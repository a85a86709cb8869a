"""Archive timestamps (XAdES B-LTA, EN 319 132-1, 5.5.2): step 15 of the verifier.

A certificate ends, and with it what its holder stamped can no longer be told from what a thief
of the key would stamp. So before an authority's certificate ends, another authority stamps
everything: the record, its signatures, the evidence and the earlier timestamps. Each takes over
from the one before while that could still be believed, and only the last must be believed today.

They stand in the seal, which covers the whole page, so one chain keeps all its signatures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from lxml import etree

from hocba.core.errors import SigningError
from hocba.core.lifecycle import Role
from hocba.core.packet import PAGE, canonical, parse
from hocba.core.packet.parse import well_formed
from hocba.core.signature import grammar, parts, profile, unsigned
from hocba.core.signature.evidence import Evidence
from hocba.core.signature.grammar import Signature
from hocba.core.signature.parts import PageParts
from hocba.core.signature.reasons import Refused, because
from hocba.core.signature.report import SignatureReport
from hocba.core.signature.timestamp import BadToken, Token, read_token
from hocba.core.signature.trust import Chain
from hocba.core.signature.unsigned import Renewal
from hocba.core.signature.witnesses import Witnesses

_ALWAYS = ("SignedInfo", "SignatureValue", "KeyInfo")
_PROPERTIES = (
    f".//{{{profile.XADES}}}UnsignedProperties/{{{profile.XADES}}}UnsignedSignatureProperties"
)


def imprints(page: PageParts) -> Iterator[bytes]:
    """Of what each archive timestamp in the page's seal must be, and last, of what the next would.

    SHA-256 over the C14N of everything in the standard's order: what the References of the seal
    cover, SignedProperties with them, then SignedInfo, SignatureValue and KeyInfo, then each
    unsigned property that stands before the timestamp.
    """
    last = page.signatures[-1]
    signature, tree = grammar.read(last), well_formed(last)
    if signature is None:
        raise ValueError("not the form of a signature")
    hashed = sha256()
    for covered in (page.data, *page.signatures[:-1], signature.signed_properties):
        hashed.update(covered)
    for name in _ALWAYS:
        hashed.update(_own(tree, f"{{{profile.DS}}}{name}"))
    for each in tree.iterfind(f"{_PROPERTIES}/*"):
        if each.tag == unsigned.ARCHIVE:
            yield hashed.copy().digest()
        hashed.update(canonical(each))
    yield hashed.digest()


def _own(tree: etree._Element, name: str) -> bytes:
    found = tree.find(name)
    if found is None:
        raise ValueError(f"no {name}")
    return canonical(found)


def imprint_to_renew(page: bytes) -> bytes:
    """The SHA-256 that the next archive timestamp of this canonical page is of.

    Raises PacketError when it is no page, SigningError when the school has not sealed it.
    """
    _, cut, _ = _cut(page)
    *_, following = imprints(cut)
    return following


def renew(page: bytes, token: bytes, evidence: Evidence) -> bytes:
    """The page with an archive timestamp after all that it has, and what speaks for its authority.

    Raises as :func:`imprint_to_renew` does, SigningError too when the token is of something else.
    """
    content, cut, seal = _cut(page)
    *_, following = imprints(cut)
    if _imprint(token) != following:
        raise SigningError("Dấu thời gian lưu trữ không phải của trang này.", code="SAI_DAU")
    renewals = (*seal.renewals, Renewal(token, replace(evidence, tokens=())))
    end = profile.CLOSING.encode() + parts.END
    text = unsigned.write(seal.unsigned, renewals)
    return parts.plain(content).removesuffix(end) + text.encode() + end


def _cut(page: bytes) -> tuple[bytes, PageParts, Signature]:
    content = canonical(parse(page, roots=(PAGE,)))
    try:
        cut = parts.cut(content)
    except parts.BrokenFrame:
        cut = None
    seal = grammar.read(cut.signatures[-1]) if cut and cut.signatures else None
    if cut is None or seal is None or seal.form.role != Role.SCHOOL:
        raise SigningError(
            "Chỉ lưu trữ lâu dài được trang học bạ đã có con dấu số của trường.", code="CHUA_KY"
        )
    return content, cut, seal


def _imprint(token: bytes) -> bytes | None:
    try:
        return read_token(token).imprint
    except BadToken:
        return None


def hold_together(
    judged: tuple[SignatureReport, ...], page: PageParts
) -> tuple[SignatureReport, ...]:
    """The reports on a page; its last refused if its archive timestamps are of other bytes.

    This comes before anything is believed of what they protect.
    """
    last = judged[-1] if judged else None
    if last is None or last.read is None or not last.read.renewals or not last.verdict.passed:
        return judged
    try:
        tokens = _tokens(last.read)
        if last.role is not Role.SCHOOL or [each.imprint for each in tokens] != _due(page):
            raise BadToken
    except BadToken:
        return (*judged[:-1], replace(last, verdict=because("DAU_LUU_TRU_HONG")))
    return judged


def weigh_renewals(report: SignatureReport, witnesses: Witnesses) -> SignatureReport:
    """The report on a page's last signature, with the archive timestamps that keep it weighed.

    One that has none is asked only when the policy demands that its proofs are still alive.
    """
    if report.read is None or not report.verdict.passed:
        return report
    if not (report.read.renewals or witnesses.policy.kept):
        return report
    try:
        return replace(report, kept_until=_kept_until(report, report.read, witnesses))
    except Refused as refused:
        return replace(report, verdict=refused.verdict)


def _kept_until(report: SignatureReport, seal: Signature, witnesses: Witnesses) -> datetime:
    """Until when the last of the proofs can be believed. Raises Refused.

    The first is the signature's own timestamp, without one its certificate.
    """
    today = witnesses.at + witnesses.policy.clock_skew
    own = [read_token(der) for der in seal.unsigned.tokens]
    end = min([_end(each, witnesses) for each in own], default=_chain_end(report.chain))
    time = max([each.time for each in own], default=seal.form.signing_time)
    for token in _tokens(seal):
        if token.time > today or token.time < time:
            raise Refused("THOI_GIAN_TUONG_LAI" if token.time > today else "DAU_LUU_TRU_HONG")
        _require_alive(end, token.time)
        time, end = token.time, _end(token, witnesses)
    _require_alive(end, witnesses.at)
    return end


def _tokens(seal: Signature) -> Sequence[Token]:
    return [read_token(renewal.token) for renewal in seal.renewals]


def _due(page: PageParts) -> list[bytes]:
    """Of what the page's archive timestamps must be."""
    *due, _next = imprints(page)
    return due


def _end(token: Token, witnesses: Witnesses) -> datetime:
    chain = witnesses.believed(token, asked=True)
    if chain is None:
        raise Refused("DAU_THOI_GIAN_CHUA_TIN_CAY")
    return _chain_end(chain)


def _chain_end(chain: Chain) -> datetime:
    """The first end of what leads to the root; a root is believed as long as it is kept."""
    return min(certificate.not_valid_after_utc for certificate in chain[:-1] or chain)


def _require_alive(end: datetime, moment: datetime) -> None:
    if moment > end:
        raise Refused("DAU_LUU_TRU_DUT")
