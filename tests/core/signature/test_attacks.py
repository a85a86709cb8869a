"""Attacks on signatures and their places, one test each, named after it. None may pass."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from datetime import timedelta

import pytest
import xmlsec
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from hocba.adapters.keys import SigningKey
from hocba.core.lifecycle import Role
from hocba.core.packet import write_page
from hocba.core.verdict import Status
from tests.core.packet.examples import PRIMARY
from tests.core.signature import forging, pki, signing
from tests.core.signature.forging import DS, HOCBA, changed, sign_anyway
from tests.core.signature.refusals import (
    CODE,
    DATA,
    HEAD_ID,
    TEACHER,
    UNSIGNED,
    by_teacher,
    code_of,
    refused,
)
from tests.core.signature.signing import HEAD, SEAL, SIGNED_AT, STEPS


def general_verifier_accepts(document: bytes, signature_id: str, key: SigningKey) -> bool:
    """What a verifier says that looks references up by Id, wherever the Id stands."""
    root = etree.fromstring(document)
    xmlsec.tree.add_ids(root, ["Id"])
    (signature,) = root.xpath(f"//*[@Id='{signature_id}']")
    context = xmlsec.SignatureContext()
    der = key.certificate.public_bytes(Encoding.DER)
    context.key = xmlsec.Key.from_memory(der, xmlsec.KeyFormat.CERT_DER)
    try:
        context.verify(signature)
    except xmlsec.Error:
        return False
    return True


def _forged_data(original: etree._Element) -> etree._Element:
    """Another pupil's better data, under Ids of its own."""
    forged = copy.deepcopy(original)
    text = etree.tostring(forged, encoding="unicode").replace(CODE, "e" * 12 + "4eee8" + "e" * 15)
    forged = etree.fromstring(text)
    forged.find(f"{HOCBA}HoVaTen").text = "Kẻ Giả Mạo"
    return forged


def test_signature_wrapping_by_moving_the_signed_part() -> None:
    def move(root: etree._Element) -> None:
        data = root[0]
        root.replace(data, _forged_data(data))
        root.set("Id", root[0].get("Id").replace("dl-", "hb-"))
        etree.SubElement(root[1][0], f"{DS}Object").append(data)

    page = forging.edited(signing.primary_page(), move)
    assert general_verifier_accepts(page, f"ck-{CODE}-GVCN", TEACHER)
    report = refused(page, "CAU_TRUC_CHU_KY")
    assert not any(signature.verdict.passed for signature in report.signatures)


def test_signature_wrapping_by_copying_the_signed_part() -> None:
    def copy_into_object(root: etree._Element) -> None:
        original = copy.deepcopy(root[0])
        root.replace(root[0], _forged_data(root[0]))
        etree.SubElement(root[1][2], f"{DS}Object").append(original)

    page = forging.edited(signing.primary_page(), copy_into_object)
    assert general_verifier_accepts(page, f"ck-{CODE}-GVCN", TEACHER)
    refused(page, "KHUNG_TRANG")


def test_signature_wrapping_by_nesting_the_signed_page() -> None:
    def nest(root: etree._Element) -> None:
        original = copy.deepcopy(root)
        root.set("Id", "hb-" + "e" * 12 + "4eee8" + "e" * 15)
        root.replace(root[0], _forged_data(root[0]))
        root.replace(root[1], etree.Element(f"{HOCBA}ChuKySo"))
        root[1].append(original)

    page = forging.edited(signing.primary_page(), nest)
    assert general_verifier_accepts(page, f"ck-{CODE}-GVCN", TEACHER)
    refused(page, "SAI_LUOC_DO")


def test_signature_wrapping_by_nesting_within_a_signature() -> None:
    def nest(root: etree._Element) -> None:
        first, second = root[1][0], root[1][1]
        etree.SubElement(second, f"{DS}Object").append(first)

    refused(forging.edited(signing.primary_page(), nest), "CAU_TRUC_CHU_KY", "THIEU_CHU_KY")


def test_signature_wrapping_of_a_page_within_a_packet() -> None:
    """A signed page under another pupil's page: the packet and that page fail, nothing else."""

    def wrap(root: etree._Element) -> None:
        first, second = root[1][0], root[1][1]
        etree.SubElement(second[1][0], f"{DS}Object").append(first)

    report = signing.check_packet(forging.edited(signing.packet(), wrap))
    assert report.status is Status.FAILED
    assert report.packet_signature is not None
    assert report.packet_signature.verdict.code == "SAI_PHAM_VI"
    assert [page.status for page in report.pages] == [Status.FAILED, Status.PASSED]


def test_signatures_of_another_page() -> None:
    other = write_page(replace(PRIMARY, lookup_code="b" * 12 + "4bbb8" + "b" * 15))
    page = forging.with_signatures(other, forging.signatures_of(signing.primary_page()))
    refused(page, "SAI_VI_TRI")


def test_duplicate_ids_of_parts() -> None:
    def duplicate(root: etree._Element) -> None:
        first, second = root[0].iter(f"{HOCBA}MonHoc")
        second.set("Id", first.get("Id", ""))

    refused(forging.edited(signing.primary_page(), duplicate), "TRUNG_ID")


def test_duplicate_ids_of_signatures() -> None:
    def duplicate(root: etree._Element) -> None:
        root[1][1].set("Id", root[1][0].get("Id", ""))

    refused(forging.edited(signing.primary_page(), duplicate), "TRUNG_ID")


@pytest.mark.parametrize("place", ["ds:Reference", "xades:SignedProperties", "ds:SignatureValue"])
def test_duplicate_ids_within_a_signature(place: str) -> None:
    """Where the schema does not look, the form leaves no room for an Id that is not its own."""
    page = signing.primary_page().decode()
    page = re.sub(f'<{place}( Id="[^"]*")?', f'<{place} Id="{DATA}"', page, count=1)
    refused(page.encode(), "CAU_TRUC_CHU_KY")


def test_duplicate_ids_by_a_copy_within_a_signature() -> None:
    def duplicate(root: etree._Element) -> None:
        etree.SubElement(root[1][0], f"{DS}Object").append(copy.deepcopy(root[0]))

    refused(forging.edited(signing.primary_page(), duplicate), "CAU_TRUC_CHU_KY")


@pytest.mark.parametrize("stripped", [0, 1, 2])
def test_stripped_signature(stripped: int) -> None:
    signatures = forging.signatures_of(signing.primary_page())
    del signatures[stripped]
    refused(forging.with_signatures(UNSIGNED, signatures), "THIEU_CHU_KY")


def test_all_signatures_stripped() -> None:
    refused(forging.without_signatures(signing.primary_page()), "THIEU_CHU_KY")


@pytest.mark.parametrize(("stripped", "code"), [(0, "SAI_VI_TRI"), (1, "SAI_PHAM_VI")])
def test_stripped_signature_of_a_subject_teacher(stripped: int, code: str) -> None:
    page = signing.secondary_page()
    signatures = forging.signatures_of(page)
    del signatures[stripped]
    refused(forging.with_signatures(forging.without_signatures(page), signatures), code)


def test_stripped_packet_signature() -> None:
    packet = forging.edited(signing.packet(), lambda root: root.remove(root[-1]))
    report = signing.check_packet(packet)
    assert (report.status, report.header) == (Status.FAILED, None)
    assert [verdict.code for verdict in report.verdicts] == ["GOI_TIN_CHUA_KY"]
    assert all(page.status is Status.PASSED for page in report.pages)


def test_order_broken() -> None:
    first, second, third = forging.signatures_of(signing.primary_page())
    refused(forging.with_signatures(UNSIGNED, [second, first, third]), "SAI_THU_TU")


def test_second_signature_appended() -> None:
    page = sign_anyway(
        signing.primary_page(),
        Role.SUBJECT_TEACHER,
        TEACHER,
        signing_time=SIGNED_AT + timedelta(hours=1),
    )
    refused(page, "SAI_THU_TU")


def test_second_seal_appended() -> None:
    page = sign_anyway(
        signing.primary_page(),
        Role.SCHOOL,
        pki.signer(SEAL),
        change=changed(signature_id=f"ck-{CODE}-NHATRUONG-2"),
    )
    refused(page, "SAI_THU_TU")


def test_same_signature_twice() -> None:
    first = forging.signatures_of(signing.primary_page())[0]
    refused(forging.insert(signing.primary_page(), first.decode()), "TRUNG_ID")


def test_second_packet_signature_appended() -> None:
    def append(root: etree._Element) -> None:
        second = copy.deepcopy(root[-1])
        for element in second.iter():
            if "Id" in element.attrib:
                element.set("Id", element.get("Id", "") + "-2")
        root.append(second)

    report = signing.check_packet(forging.edited(signing.packet(), append))
    assert (report.status, report.header) == (Status.FAILED, None)
    assert report.verdicts[0].code == "SAI_LUOC_DO"
    assert all(page.status is Status.PASSED for page in report.pages)


def test_role_lying_about_its_place() -> None:
    report = by_teacher(change=changed(role="HIEUTRUONG"))
    assert report.signatures[0].verdict.code == "SAI_THU_TU"


def test_id_lying_about_its_role() -> None:
    report = by_teacher(change=changed(signature_id=HEAD_ID))
    assert report.signatures[0].verdict.code == "SAI_VI_TRI"


@pytest.mark.parametrize("role", ["SOGDDT", "HIEUPHO"])
def test_role_that_signs_no_page(role: str) -> None:
    report = by_teacher(change=changed(role=role))
    assert report.signatures[0].verdict.code == "VAI_TRO_SAI"


def test_role_altered_after_signing() -> None:
    page = signing.primary_page().replace(b">HIEUTRUONG</xades", b">NHATRUONG</xades")
    assert code_of(refused(page, "SAI_THU_TU"), Role.HOMEROOM_TEACHER) == "HOP_LE"


def test_head_who_does_not_cover_the_signatures_before() -> None:
    page = signing.sign_page(UNSIGNED, STEPS[:1])
    page = sign_anyway(
        page,
        Role.HEAD,
        pki.signer(HEAD),
        signing_time=SIGNED_AT + timedelta(minutes=1),
        change=lambda form: replace(form, references=form.references[:1]),
    )
    assert code_of(refused(page), Role.HEAD) == "SAI_PHAM_VI"


def test_signature_over_nothing_but_another_signature() -> None:
    page = signing.sign_page(UNSIGNED, STEPS[:1])
    page = sign_anyway(
        page,
        Role.HEAD,
        pki.signer(HEAD),
        change=lambda form: replace(form, references=form.references[1:]),
    )
    assert code_of(refused(page), Role.HEAD) == "SAI_PHAM_VI"


def test_two_subject_teachers_for_one_subject() -> None:
    page = sign_anyway(UNSIGNED, Role.SUBJECT_TEACHER, TEACHER)
    page = sign_anyway(page, Role.SUBJECT_TEACHER, TEACHER)
    report = refused(page)
    assert [each.verdict.code for each in report.signatures] == ["HOP_LE", "SAI_PHAM_VI"]


def test_signature_older_than_what_it_covers() -> None:
    page = signing.sign_page(UNSIGNED, STEPS[:1])
    page = sign_anyway(
        page, Role.HEAD, pki.signer(HEAD), signing_time=SIGNED_AT - timedelta(seconds=1)
    )
    assert code_of(refused(page), Role.HEAD) == "THOI_GIAN_NGUOC"


def test_signature_from_the_future() -> None:
    report = signing.check_page(signing.primary_page(), at=SIGNED_AT - timedelta(seconds=1))
    assert {each.verdict.code for each in report.signatures} == {"THOI_GIAN_TUONG_LAI"}
    assert report.status is Status.FAILED
