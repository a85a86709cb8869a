"""Attacks by transforms and by the document itself, one test each, named after it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from hocba.core.errors import SigningError
from hocba.core.lifecycle import Role
from hocba.core.packet import canonical, write_page
from hocba.core.signature import (
    POLICY,
    TrustStore,
    complete,
    prepare_page,
    verify_page,
)
from hocba.core.verdict import Status
from tests.core.packet.examples import PRIMARY
from tests.core.signature import pki, signing
from tests.core.signature.refusals import (
    CODE,
    DATA,
    TEACHER,
    UNSIGNED,
    by_teacher,
    code_of,
    refused,
)
from tests.core.signature.signing import HOMEROOM_TEACHER, SIGNED_AT

XSLT = "http://www.w3.org/TR/1999/REC-xslt-19991116"


def test_xslt_transform() -> None:
    transform = (
        f'<ds:Transform Algorithm="{XSLT}"><xsl:stylesheet version="1.0" '
        'xmlns:xsl="http://www.w3.org/1999/XSL/Transform"></xsl:stylesheet></ds:Transform>'
    )
    report = by_teacher(
        edit_info=lambda info: info.replace("<ds:Transforms>", f"<ds:Transforms>{transform}", 1)
    )
    assert report.signatures[0].verdict.code == "CAU_TRUC_CHU_KY"


def test_xpath_transform() -> None:
    transform = (
        '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116">'
        "<ds:XPath>self::none</ds:XPath></ds:Transform>"
    )
    report = by_teacher(
        edit_info=lambda info: info.replace("<ds:Transforms>", f"<ds:Transforms>{transform}", 1)
    )
    assert report.signatures[0].verdict.code == "CAU_TRUC_CHU_KY"


def test_inclusive_canonicalisation() -> None:
    inclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
    report = by_teacher(
        edit_info=lambda info: info.replace("http://www.w3.org/2001/10/xml-exc-c14n#", inclusive)
    )
    assert report.signatures[0].verdict.code == "CAU_TRUC_CHU_KY"


@pytest.mark.parametrize(
    "uri",
    ["http://127.0.0.1/du-lieu.xml", "file:///etc/passwd", "", "#xpointer(/)", "du-lieu.xml"],
)
def test_external_reference(uri: str) -> None:
    report = by_teacher(edit_info=lambda info: info.replace(f'URI="#{DATA}"', f'URI="{uri}"'))
    assert report.signatures[0].verdict.code == "CAU_TRUC_CHU_KY"


def test_manifest_reference() -> None:
    """A reference whose failure XML-DSig lets a verifier ignore."""
    manifest = 'Type="http://www.w3.org/2000/09/xmldsig#Manifest" URI='
    report = by_teacher(edit_info=lambda info: info.replace("URI=", manifest, 1))
    assert report.signatures[0].verdict.code == "CAU_TRUC_CHU_KY"


def test_signed_properties_not_covered() -> None:
    def drop(info: str) -> str:
        return info[: info.index('<ds:Reference Type="')] + "</ds:SignedInfo>"

    report = by_teacher(edit_info=drop)
    assert report.signatures[0].verdict.code == "CAU_TRUC_CHU_KY"


def test_signing_time_altered() -> None:
    page = signing.primary_page().replace(b"T01:30:00Z", b"T01:29:00Z")
    assert code_of(refused(page), Role.HOMEROOM_TEACHER) == "NOI_DUNG_BI_SUA"


def test_unsigned_element_added_to_a_signature() -> None:
    page = signing.primary_page()
    for place in (b"</ds:KeyInfo>", b"</ds:X509Data>", b"</ds:Object>", b"</ds:SignatureValue>"):
        addition = b"<ds:KeyName>ai do</ds:KeyName>"
        name = place[2:-1]
        addition = b"<" + name + b">x</" + name + b">" if name == b"ds:Object" else addition
        before, found, after = page.rpartition(place)
        refused(before + found + addition + after, "CAU_TRUC_CHU_KY")


def test_key_value_beside_the_certificate() -> None:
    page = signing.primary_page().replace(
        b"<ds:KeyInfo>", b"<ds:KeyInfo><ds:KeyValue></ds:KeyValue>", 1
    )
    refused(page, "CAU_TRUC_CHU_KY")


def test_dtd() -> None:
    refused(b"<!DOCTYPE HocBa>" + signing.primary_page(), "CAU_TRUC_CAM")


def test_dtd_that_gives_a_default_attribute() -> None:
    dtd = b'<!DOCTYPE HocBa [<!ATTLIST HoVaTen Id ID "dl-x">]>'
    refused(dtd + signing.primary_page(), "CAU_TRUC_CAM")


def test_entity_bomb() -> None:
    levels = b"".join(
        b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, 10)
    )
    bomb = b'<!DOCTYPE HocBa [<!ENTITY e0 "ha">' + levels + b"]>" + signing.primary_page()
    refused(bomb.replace("Hồ Minh Khoa".encode(), b"&e9;"), "CAU_TRUC_CAM")


def test_external_entity() -> None:
    dtd = b'<!DOCTYPE HocBa [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    data = signing.primary_page().replace("Hồ Minh Khoa".encode(), b"&x;")
    refused(dtd + data, "CAU_TRUC_CAM")


def test_huge_document() -> None:
    huge = signing.primary_page().replace(b"<HoVaTen>", b"<HoVaTen>" + b"A" * (17 * 1024 * 1024))
    refused(huge, "VUOT_GIOI_HAN")


def test_deep_document() -> None:
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    page = signing.primary_page().replace(b"<ds:KeyInfo>", b"<ds:KeyInfo>" + deep, 1)
    refused(page, "VUOT_GIOI_HAN")


def test_comments_in_text_nodes() -> None:
    """To C14N the name is whole, to a careless reader it ends at the comment."""
    page = signing.primary_page().replace("Hồ Minh".encode(), "Hồ<!-- --> Minh".encode())
    refused(page, "CAU_TRUC_CAM")


def test_processing_instruction() -> None:
    page = signing.primary_page().replace("Hồ Minh".encode(), "Hồ<?x y?> Minh".encode())
    refused(page, "CAU_TRUC_CAM")


def test_changed_namespace_of_the_data() -> None:
    page = signing.primary_page().replace(b"<DuLieu ", b'<DuLieu xmlns="urn:hocba:goi-tin:2" ')
    refused(page, "SAI_LUOC_DO")


def test_changed_namespace_of_a_signature() -> None:
    for old, new in (
        (b"http://www.w3.org/2000/09/xmldsig#", b"urn:x"),
        (b"http://uri.etsi.org/01903/v1.3.2#", b"http://uri.etsi.org/01903/v1.1.1#"),
    ):
        report = signing.check_page(
            signing.primary_page().replace(b'"' + old + b'"', b'"' + new + b'"')
        )
        assert (report.status, report.page) == (Status.FAILED, None)


def test_other_prefixes() -> None:
    page = signing.primary_page().replace(b"xades:", b"x:").replace(b":xades=", b":x=")
    refused(page, "CAU_TRUC_CHU_KY")
    page = signing.primary_page().replace(b"ds:", b"dsig:").replace(b":ds=", b":dsig=")
    refused(page, "KHUNG_TRANG")


def test_data_with_a_prefix() -> None:
    """The same names to a schema, other bytes to everyone else."""
    page = signing.primary_page().replace(b"<DuLieu ", b'<x:DuLieu xmlns:x="urn:hocba:goi-tin:1" ')
    refused(page.replace(b"</DuLieu>", b"</x:DuLieu>"), "KHUNG_TRANG")


def test_white_space_around_the_signed_parts() -> None:
    refused(signing.primary_page().replace(b"<ChuKySo>", b"\n<ChuKySo>"), "KHUNG_TRANG")
    refused(signing.primary_page().replace(b"</ChuKySo>", b"\n</ChuKySo>"), "KHUNG_TRANG")
    refused(signing.primary_page().replace(b"<DuLieu ", b" <DuLieu "), "KHUNG_TRANG")


def test_replayed_old_version_is_told_by_its_version() -> None:
    """An old page is as well signed as it was; the record tells its version, registries compare."""
    newer = signing.sign_page(write_page(replace(PRIMARY, version=2)))
    versions = [signing.check_page(page).page for page in (signing.primary_page(), newer)]
    assert [page.version for page in versions if page] == [1, 2]


def test_checked_something_other_than_what_is_read() -> None:
    """Another spelling of the same document: what comes back is its canonical form alone."""
    page = signing.primary_page()
    spelled = page.replace(
        b'Id="hb-' + CODE.encode() + b'"', b"Id\n =  'hb-" + CODE.encode() + b"'"
    )
    spelled = spelled.replace("Hồ".encode(), b"H&#7891;").replace(b"</HocBa>", b"</HocBa\n>\n")
    assert spelled != page
    report = signing.check_page(spelled)
    assert report.status is Status.PASSED
    assert report.covered == page == canonical(etree.fromstring(spelled))
    assert report.page == PRIMARY


def test_content_altered_anywhere() -> None:
    page = signing.primary_page()
    for old, new in (("Hồ Minh", "Hồ Mính"), (">10<", ">9<"), ("DAODUC", "DAODUE"), ("HTT", "HT")):
        report = signing.check_page(page.replace(old.encode(), new.encode()))
        assert (report.status, report.page) == (Status.FAILED, None)


def test_nothing_is_said_where_nobody_is_trusted() -> None:
    report = verify_page(
        signing.primary_page(), trust=TrustStore.of([]), policy=POLICY, at=signing.CHECKED_AT
    )
    assert (report.status, report.page) == (Status.UNDETERMINED, None)
    assert report.signatures[0].verdict.code == "CHUA_CO_GOC_TIN_CAY"


def test_a_key_that_answers_for_another_is_found_out_before_the_page_is_written() -> None:
    prepared = prepare_page(
        UNSIGNED,
        role=Role.HOMEROOM_TEACHER,
        certificate=TEACHER.certificate,
        algorithm=TEACHER.algorithm,
        signing_time=SIGNED_AT,
    )
    other = pki.signer(replace(HOMEROOM_TEACHER, name="Người khác"))
    with pytest.raises(SigningError, match="không đúng với chứng thư số"):
        complete(prepared, other.sign(prepared.to_be_signed))
