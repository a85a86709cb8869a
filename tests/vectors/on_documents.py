"""Attacks by transforms, references and the document itself."""

from __future__ import annotations

from collections.abc import Mapping

from hocba.core.lifecycle import Role
from hocba.core.packet.limits import MAX_ATTRIBUTES, MAX_ELEMENTS
from hocba.core.verdict import Status
from tests.core.signature import signing
from tests.core.signature.forging import DATA, TEACHER, UNSIGNED, Edit, sign_anyway
from tests.core.signature.signing import STEPS
from tests.vectors.catalogue import NO_TRUST, Catalogue

ON_DOCUMENTS = Catalogue()
_vector = ON_DOCUMENTS.vector
_NAME = "Hồ Minh Khoa".encode()


def _by_teacher(edit_info: Edit) -> bytes:
    """A page whose first signature has another SignedInfo, signed by a real key."""
    return sign_anyway(UNSIGNED, Role.HOMEROOM_TEACHER, TEACHER, edit_info=edit_info)


def _with_transform(transform: str) -> bytes:
    return _by_teacher(
        lambda info: info.replace("<ds:Transforms>", f"<ds:Transforms>{transform}", 1)
    )


def _altered(old: str, new: str) -> bytes:
    return _replaced(signing.primary_page(), old, new)


def _replaced(page: bytes, old: str, new: str) -> bytes:
    assert old.encode() in page
    return page.replace(old.encode(), new.encode())


def _swollen(old: str, new: str) -> bytes:
    """A page under one signature: what is large is looked at once by everybody."""
    return _replaced(signing.sign_page(UNSIGNED, STEPS[:1]), old, new)


@_vector("CAU_TRUC_CHU_KY")
def xslt_transform() -> bytes:
    """An XSL stylesheet among the transforms."""
    return _with_transform(
        '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116">'
        '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">'
        "</xsl:stylesheet></ds:Transform>"
    )


@_vector("CAU_TRUC_CHU_KY")
def xpath_transform() -> bytes:
    """An XPath filter that keeps nothing."""
    return _with_transform(
        '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116">'
        "<ds:XPath>self::none</ds:XPath></ds:Transform>"
    )


@_vector("CAU_TRUC_CHU_KY")
def inclusive_canonicalisation() -> bytes:
    """Inclusive C14N everywhere."""
    inclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
    return _by_teacher(
        lambda info: info.replace("http://www.w3.org/2001/10/xml-exc-c14n#", inclusive)
    )


@_vector("CAU_TRUC_CHU_KY")
def external_reference() -> Mapping[str, bytes]:
    """A reference to something that is not an Id of this document."""
    uris = {
        "http": "http://127.0.0.1/du-lieu.xml",
        "file": "file:///etc/hostname",
        "empty": "",
        "xpointer": "#xpointer(/)",
        "relative": "du-lieu.xml",
    }
    return {name: _by_teacher(_referring_to(uri)) for name, uri in uris.items()}


def _referring_to(uri: str) -> Edit:
    return lambda info: info.replace(f'URI="#{DATA}"', f'URI="{uri}"')


@_vector("CAU_TRUC_CHU_KY")
def manifest_reference() -> bytes:
    """A reference whose failure XML-DSig lets a verifier ignore."""
    manifest = 'Type="http://www.w3.org/2000/09/xmldsig#Manifest" URI='
    return _by_teacher(lambda info: info.replace("URI=", manifest, 1))


@_vector("CAU_TRUC_CHU_KY")
def signed_properties_not_covered() -> bytes:
    """No reference to SignedProperties, so that time and role may be changed at will."""
    return _by_teacher(lambda info: info[: info.index('<ds:Reference Type="')] + "</ds:SignedInfo>")


@_vector("NOI_DUNG_BI_SUA")
def signing_time_altered() -> bytes:
    """A minute earlier."""
    return _altered("T01:30:00Z", "T01:29:00Z")


@_vector("CAU_TRUC_CHU_KY")
def unsigned_element_added_to_a_signature() -> Mapping[str, bytes]:
    """An element that no digest covers, behind another within the seal."""
    additions = {
        "KeyInfo": "<ds:KeyName>ai do</ds:KeyName>",
        "X509Data": "<ds:KeyName>ai do</ds:KeyName>",
        "Object": "<ds:Object>x</ds:Object>",
        "SignatureValue": "<ds:KeyName>ai do</ds:KeyName>",
    }
    return {name: _added_within(name, addition) for name, addition in additions.items()}


def _added_within(name: str, addition: str) -> bytes:
    before, found, after = signing.primary_page().rpartition(f"</ds:{name}>".encode())
    return before + addition.encode() + found + after


@_vector("CAU_TRUC_CHU_KY")
def key_value_beside_the_certificate() -> bytes:
    """KeyValue invites a verifier to use a key that nobody has certified."""
    return _altered("<ds:KeyInfo>", "<ds:KeyInfo><ds:KeyValue></ds:KeyValue>")


@_vector("CAU_TRUC_CAM")
def dtd() -> bytes:
    """A document type, be it empty."""
    return b"<!DOCTYPE HocBa>" + signing.primary_page()


@_vector("CAU_TRUC_CAM")
def dtd_that_gives_a_default_attribute() -> bytes:
    """An Id that stands in the document type alone."""
    declared = b'<!DOCTYPE HocBa [<!ATTLIST HoVaTen Id ID "dl-x">]>'
    return declared + signing.primary_page()


@_vector("CAU_TRUC_CAM")
def entity_bomb() -> bytes:
    """Ten levels of entities in the pupil's name, a thousand million letters in the end."""
    levels = b"".join(
        b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, 10)
    )
    bomb = b'<!DOCTYPE HocBa [<!ENTITY e0 "ha">' + levels + b"]>"
    return bomb + signing.primary_page().replace(_NAME, b"&e9;")


@_vector("CAU_TRUC_CAM")
def external_entity() -> bytes:
    """The pupil's name is a file of the machine that verifies."""
    declared = b'<!DOCTYPE HocBa [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    return declared + signing.primary_page().replace(_NAME, b"&x;")


@_vector("VUOT_GIOI_HAN")
def huge_document() -> bytes:
    """A name of 17 million letters."""
    return _swollen("<HoVaTen>", "<HoVaTen>" + "A" * 17_000_000)


@_vector("VUOT_GIOI_HAN")
def deep_document() -> bytes:
    """Five thousand elements, each within the last."""
    return _swollen("<ds:KeyInfo>", "<ds:KeyInfo>" + "<a>" * 5_000 + "</a>" * 5_000)


@_vector("VUOT_GIOI_HAN")
def too_many_elements() -> bytes:
    """More tags than a packet may have; broken ones, but nobody parses them to find out."""
    return _swollen("</ChuKySo>", "<" * (2 * MAX_ELEMENTS + 1) + "</ChuKySo>")


@_vector("VUOT_GIOI_HAN")
def too_many_attributes() -> bytes:
    """More attributes than a packet may have, one name all of them: nobody parses them, either."""
    return _swollen("</ChuKySo>", "<a" + ' b=""' * (MAX_ATTRIBUTES + 1) + "/></ChuKySo>")


@_vector("CAU_TRUC_CAM")
def comments_in_text_nodes() -> bytes:
    """To C14N the name is whole, to a careless reader it ends at the comment."""
    return _altered("Hồ Minh", "Hồ<!-- --> Minh")


@_vector("CAU_TRUC_CAM")
def processing_instruction() -> bytes:
    """An instruction within the name."""
    return _altered("Hồ Minh", "Hồ<?x y?> Minh")


@_vector("SAI_LUOC_DO")
def changed_namespace_of_the_data() -> bytes:
    """The data in the namespace of another version."""
    return _altered("<DuLieu ", '<DuLieu xmlns="urn:hocba:goi-tin:2" ')


@_vector("SAI_LUOC_DO")
def changed_namespace_of_a_signature() -> bytes:
    """Signatures that are none of XML-DSig's."""
    return _altered('"http://www.w3.org/2000/09/xmldsig#"', '"urn:x"')


@_vector("CAU_TRUC_CAM")
def relative_namespace() -> Mapping[str, bytes]:
    """A namespace for which canonical XML has no form, nor has a verifier that asks for it."""
    return {
        "of-the-page": _altered("<HocBa ", '<HocBa xmlns:x="khong/tuyet/doi" '),
        "within-a-signature": _altered("<ds:KeyInfo>", '<ds:KeyInfo xmlns:x="..">'),
    }


@_vector("CAU_TRUC_CHU_KY")
def changed_namespace_of_the_properties() -> bytes:
    """Properties of an older XAdES."""
    return _altered('"http://uri.etsi.org/01903/v1.3.2#"', '"http://uri.etsi.org/01903/v1.1.1#"')


@_vector("CAU_TRUC_CHU_KY")
def other_prefix_of_the_properties() -> bytes:
    """The same names to a schema, other bytes to everyone else."""
    return signing.primary_page().replace(b"xades:", b"x:").replace(b":xades=", b":x=")


@_vector("KHUNG_TRANG")
def other_prefix_of_the_signatures() -> bytes:
    """The same names to a schema, other bytes to everyone else."""
    return signing.primary_page().replace(b"ds:", b"dsig:").replace(b":ds=", b":dsig=")


@_vector("KHUNG_TRANG")
def data_with_a_prefix() -> bytes:
    """The same names to a schema, other bytes to everyone else."""
    page = _altered("<DuLieu ", '<x:DuLieu xmlns:x="urn:hocba:goi-tin:1" ')
    return page.replace(b"</DuLieu>", b"</x:DuLieu>")


@_vector("KHUNG_TRANG")
def white_space_around_the_signed_parts() -> Mapping[str, bytes]:
    """White space that no signature covers."""
    return {
        "before-signatures": _altered("<ChuKySo>", "\n<ChuKySo>"),
        "behind-signatures": _altered("</ChuKySo>", "\n</ChuKySo>"),
        "before-data": _altered("<DuLieu ", " <DuLieu "),
    }


@_vector("NOI_DUNG_BI_SUA")
def content_altered() -> Mapping[str, bytes]:
    """One letter, one mark or one result of the data is another."""
    return {
        "name": _altered("Hồ Minh", "Hồ Mính"),
        "mark": _altered(">10<", ">9<"),
        "result": _altered("HTT", "HT"),
        "comment": _altered("Ngoan", "Ngoan."),
    }


@_vector("NOI_DUNG_BI_SUA")
def version_altered() -> bytes:
    """An old page made to look like a newer one."""
    return _altered("<PhienBan>1<", "<PhienBan>2<")


@_vector("CHUA_CO_GOC_TIN_CAY", Status.UNDETERMINED, trust=NO_TRUST)
def nobody_trusted() -> bytes:
    """A good page before a verifier that was given no root."""
    return signing.primary_page()
