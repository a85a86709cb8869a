"""What an attacker does: documents spoilt by hand, and signatures that no signer would make.

Forgeries are signed with real keys where the attack supposes one, so that what refuses them
is the check that the test names and not a wrong value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1
from lxml import etree

from hocba.adapters.keys import SigningKey
from hocba.core.lifecycle import Role
from hocba.core.packet import canonical, write_page
from hocba.core.signature import certificates, grammar, parts, profile
from hocba.core.signature.places import NextOnPage, OnlyPlace
from hocba.core.signature.profile import Reference, SignedForm
from tests.core.packet.examples import PRIMARY
from tests.core.signature import pki
from tests.core.signature.signing import HOMEROOM_TEACHER, SIGNED_AT

HOCBA = "{urn:hocba:goi-tin:1}"
DS = f"{{{profile.DS}}}"
XADES = f"{{{profile.XADES}}}"

CODE = PRIMARY.lookup_code
DATA, HEAD_ID = f"dl-{CODE}", f"ck-{CODE}-HIEUTRUONG"
UNSIGNED = write_page(PRIMARY)
TEACHER = pki.signer(HOMEROOM_TEACHER)

Change = Callable[[SignedForm], SignedForm]
Edit = Callable[[str], str]


def changed(**fields: object) -> Change:
    """A change of a signature's form before it is signed."""
    return lambda form: replace(form, **fields)  # type: ignore[arg-type]


def sign_anyway(
    page: bytes,
    role: Role,
    key: SigningKey,
    *,
    signing_time: datetime = SIGNED_AT,
    change: Change = lambda form: form,
    edit_info: Edit = lambda info: info,
    edit_whole: Edit = lambda whole: whole,
    value: Callable[[bytes], bytes] | None = None,
) -> bytes:
    """The page with one more signature, made without any of the signer's checks.

    ``change`` alters what it says, ``edit_info`` the SignedInfo before and ``edit_whole`` the
    signature after it is signed; ``value`` makes the signature value another way.
    """
    place = _next_place(page)
    targets = place.targets(role, list(place.subjects))
    form = change(
        SignedForm(
            signature_id=place.id_for(role),
            algorithm=key.algorithm,
            references=tuple(Reference(each, place.digest_of(each)) for each in targets),
            signing_time=signing_time,
            certificate_digest=certificates.of(key.certificate).digest,
            role=role,
        )
    )
    chain = [certificates.of(each).text for each in (key.certificate, *key.chain)]
    info = edit_info(form.signed_info)
    signed = (value or key.sign)(profile.info_alone(info))
    whole = profile.render(form, signed, chain).decode().replace(form.signed_info, info)
    return insert(page, edit_whole(whole))


def insert(page: bytes, signature: str) -> bytes:
    """The page with these bytes behind its last signature."""
    before, closing, after = page.rpartition(b"</ChuKySo></HocBa>")
    return before + signature.encode() + closing + after


def signatures_of(page: bytes) -> list[bytes]:
    return list(parts.cut(page).signatures)


def without_signatures(page: bytes) -> bytes:
    begin, end = page.index(b"<ChuKySo>"), page.index(b"</ChuKySo>")
    return page[:begin] + b"<ChuKySo>" + page[end:]


def with_signatures(page: bytes, signatures: list[bytes]) -> bytes:
    """The page's data under these signatures, in this order."""
    for signature in signatures:
        page = insert(page, signature.decode()) if page.count(b"<ds:") else _first(page, signature)
    return page


def _first(page: bytes, signature: bytes) -> bytes:
    return page.replace(b"<ChuKySo>", b"<ChuKySo>" + signature)


def edited(document: bytes, edit: Callable[[etree._Element], object]) -> bytes:
    """The document after ``edit`` has worked on its tree, in canonical form."""
    root = etree.fromstring(document)
    edit(root)
    return canonical(root)


def resealed(
    packet: bytes,
    edit: Callable[[etree._Element], object],
    key: SigningKey,
    *,
    signing_time: datetime = SIGNED_AT + timedelta(hours=1),
) -> bytes:
    """The packet after ``edit``, with a new seal over whatever has become of its pages."""
    root = etree.fromstring(packet)
    root.remove(root[-1])
    edit(root)
    header, pages = root
    place = OnlyPlace.of_packet(
        header, {page.get("Id", ""): profile.digest(canonical(page)) for page in pages}
    )
    form = SignedForm(
        signature_id=place.signature_id,
        algorithm=key.algorithm,
        references=tuple(Reference(each, place.digest_of(each)) for each in place.digests),
        signing_time=signing_time,
        certificate_digest=certificates.of(key.certificate).digest,
        role=place.role,
    )
    chain = [certificates.of(each).text for each in (key.certificate, *key.chain)]
    signature = profile.render(form, key.sign(form.to_be_signed()), chain)
    return canonical(root).removesuffix(b"</GoiTin>") + signature + b"</GoiTin>"


def rsa_sha1(key: SigningKey) -> Callable[[bytes], bytes]:
    """Signing by RSA with SHA-1, as tokens of ten years ago did."""
    private = key.private_key
    assert isinstance(private, rsa.RSAPrivateKey)
    return lambda data: private.sign(data, padding.PKCS1v15(), SHA1())  # noqa: S303


def _next_place(page: bytes) -> NextOnPage:
    own = parts.cut(page)
    place = NextOnPage.first(etree.fromstring(page), own)
    for data in own.signatures:
        place.take(grammar.read(data), data)
    return place
