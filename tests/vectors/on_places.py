"""Attacks on signatures and their places: wrapped, doubled, stripped, out of order, lying."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from lxml import etree

from hocba.core.lifecycle import Role
from hocba.core.packet import write_page
from tests.core.packet.examples import PRIMARY
from tests.core.packet.test_receipt import RECEIPT_OF_TWO
from tests.core.signature import forging, pki, signing
from tests.core.signature.forging import (
    CODE,
    DATA,
    DS,
    HEAD_ID,
    HOCBA,
    TEACHER,
    UNSIGNED,
    changed,
    edited,
    sign_anyway,
)
from tests.core.signature.signing import HEAD, SEAL, SIGNED_AT, STEPS
from tests.vectors.catalogue import Catalogue

ON_PLACES = Catalogue()
_vector = ON_PLACES.vector
_OTHER = "e" * 12 + "4eee8" + "e" * 15


def _forged_data(original: etree._Element) -> etree._Element:
    """Another pupil's better data, under Ids of its own."""
    text = etree.tostring(original, encoding="unicode").replace(CODE, _OTHER)
    forged = etree.fromstring(text)
    forged.find(f"{HOCBA}HoVaTen").text = "Kẻ Giả Mạo"
    return forged


def _by_teacher(**changes: object) -> bytes:
    """A page whose first signature says something else, signed by a real key."""
    return sign_anyway(UNSIGNED, Role.HOMEROOM_TEACHER, TEACHER, change=changed(**changes))


@_vector("CAU_TRUC_CHU_KY")
def signature_wrapping_by_moving_the_signed_part() -> bytes:
    """The signed data lies in an Object of the first signature, forged data in its place."""

    def move(root: etree._Element) -> None:
        data = root[0]
        root.replace(data, _forged_data(data))
        root.set("Id", root[0].get("Id").replace("dl-", "hb-"))
        etree.SubElement(root[1][0], f"{DS}Object").append(data)

    return edited(signing.primary_page(), move)


@_vector("KHUNG_TRANG")
def signature_wrapping_by_copying_the_signed_part() -> bytes:
    """A copy of the signed data lies in an Object of the seal, forged data in its place."""

    def copy_into_object(root: etree._Element) -> None:
        original = copy.deepcopy(root[0])
        root.replace(root[0], _forged_data(root[0]))
        etree.SubElement(root[1][2], f"{DS}Object").append(original)

    return edited(signing.primary_page(), copy_into_object)


@_vector("SAI_LUOC_DO")
def signature_wrapping_by_nesting_the_signed_page() -> bytes:
    """The whole signed page lies where a forged page has its signatures."""

    def nest(root: etree._Element) -> None:
        original = copy.deepcopy(root)
        root.set("Id", "hb-" + _OTHER)
        root.replace(root[0], _forged_data(root[0]))
        root.replace(root[1], etree.Element(f"{HOCBA}ChuKySo"))
        root[1].append(original)

    return edited(signing.primary_page(), nest)


@_vector("CAU_TRUC_CHU_KY")
def signature_wrapping_by_nesting_within_a_signature() -> bytes:
    """The teacher's signature lies in an Object of the head's."""

    def nest(root: etree._Element) -> None:
        first, second = root[1][0], root[1][1]
        etree.SubElement(second, f"{DS}Object").append(first)

    return edited(signing.primary_page(), nest)


@_vector("SAI_PHAM_VI")
def signature_wrapping_of_a_page_within_a_packet() -> bytes:
    """A signed page lies within a signature of another pupil's page."""

    def wrap(root: etree._Element) -> None:
        first, second = root[1][0], root[1][1]
        etree.SubElement(second[1][0], f"{DS}Object").append(first)

    return edited(signing.packet(), wrap)


@_vector("SAI_VI_TRI")
def signatures_of_another_page() -> bytes:
    """The three signatures of one page stand under another."""
    other = write_page(replace(PRIMARY, lookup_code="b" * 12 + "4bbb8" + "b" * 15))
    return forging.with_signatures(other, forging.signatures_of(signing.primary_page()))


@_vector("TRUNG_ID")
def duplicate_ids_of_parts() -> bytes:
    """Two subjects under one Id."""

    def duplicate(root: etree._Element) -> None:
        first, second = root[0].iter(f"{HOCBA}MonHoc")
        second.set("Id", first.get("Id", ""))

    return edited(signing.primary_page(), duplicate)


@_vector("TRUNG_ID")
def duplicate_ids_of_signatures() -> bytes:
    """Two signatures under one Id."""

    def duplicate(root: etree._Element) -> None:
        root[1][1].set("Id", root[1][0].get("Id", ""))

    return edited(signing.primary_page(), duplicate)


@_vector("CAU_TRUC_CHU_KY")
def duplicate_ids_within_a_signature() -> Mapping[str, bytes]:
    """The Id of the data stands once more within a signature, where the schema does not look."""
    page = signing.primary_page().decode()
    places = ("Reference", "SignedProperties", "SignatureValue")
    return {place: _with_the_id_of_the_data(page, place) for place in places}


def _with_the_id_of_the_data(page: str, place: str) -> bytes:
    opening = f'<((?:ds|xades):{place})( Id="[^"]*")?'
    return re.sub(opening, f'<\\1 Id="{DATA}"', page, count=1).encode()


@_vector("CAU_TRUC_CHU_KY")
def duplicate_ids_by_a_copy_within_a_signature() -> bytes:
    """The data lies a second time within a signature, Id and all."""

    def duplicate(root: etree._Element) -> None:
        etree.SubElement(root[1][0], f"{DS}Object").append(copy.deepcopy(root[0]))

    return edited(signing.primary_page(), duplicate)


@_vector("THIEU_CHU_KY")
def stripped_signature() -> Mapping[str, bytes]:
    """One of the three signatures is gone."""
    signatures = forging.signatures_of(signing.primary_page())
    return {
        role: forging.with_signatures(UNSIGNED, signatures[:gone] + signatures[gone + 1 :])
        for gone, role in enumerate(("GVCN", "HIEUTRUONG", "NHATRUONG"))
    }


@_vector("THIEU_CHU_KY")
def all_signatures_stripped() -> bytes:
    """Nobody has signed."""
    return forging.without_signatures(signing.primary_page())


@_vector("SAI_VI_TRI")
def stripped_signature_of_the_first_subject_teacher() -> bytes:
    """The first of two subject teachers' signatures is gone."""
    return _without_a_teacher(0)


@_vector("SAI_PHAM_VI")
def stripped_signature_of_the_last_subject_teacher() -> bytes:
    """The second of two subject teachers' signatures is gone."""
    return _without_a_teacher(1)


def _without_a_teacher(gone: int) -> bytes:
    page = signing.secondary_page()
    signatures = forging.signatures_of(page)
    del signatures[gone]
    return forging.with_signatures(forging.without_signatures(page), signatures)


@_vector("GOI_TIN_CHUA_KY")
def stripped_packet_signature() -> bytes:
    """The packet's own signature is gone; its pages have theirs."""
    return edited(signing.packet(), lambda root: root.remove(root[-1]))


@_vector("SAI_VI_TRI")
def receipt_under_another_id() -> bytes:
    """A blank in the Id around the signed body: to the schema the same, and covered by nothing."""
    receipt = signing.receipt(RECEIPT_OF_TWO)
    return receipt.replace(b'Id="bien-nhan"', b'Id=" bien-nhan"')


@_vector("SAI_THU_TU")
def order_broken() -> bytes:
    """The head's signature stands before the teacher's."""
    first, second, third = forging.signatures_of(signing.primary_page())
    return forging.with_signatures(UNSIGNED, [second, first, third])


@_vector("SAI_THU_TU")
def second_signature_appended() -> bytes:
    """A subject teacher signs behind the seal."""
    later = SIGNED_AT + timedelta(hours=1)
    page = signing.primary_page()
    return sign_anyway(page, Role.SUBJECT_TEACHER, TEACHER, signing_time=later)


@_vector("SAI_THU_TU")
def second_seal_appended() -> bytes:
    """A second seal by the same school."""
    change = changed(signature_id=f"ck-{CODE}-NHATRUONG-2")
    return sign_anyway(signing.primary_page(), Role.SCHOOL, pki.signer(SEAL), change=change)


@_vector("TRUNG_ID")
def same_signature_twice() -> bytes:
    """The first signature stands once more behind the seal."""
    first = forging.signatures_of(signing.primary_page())[0]
    return forging.insert(signing.primary_page(), first.decode())


@_vector("SAI_LUOC_DO")
def second_packet_signature_appended() -> bytes:
    """The packet's signature again, under Ids of its own."""

    def append(root: etree._Element) -> None:
        second = copy.deepcopy(root[-1])
        for element in second.iter():
            if "Id" in element.attrib:
                element.set("Id", element.get("Id", "") + "-2")
        root.append(second)

    return edited(signing.packet(), append)


@_vector("SAI_THU_TU")
def role_lying_about_its_place() -> bytes:
    """The first signature claims to be the head's."""
    return _by_teacher(role="HIEUTRUONG")


@_vector("SAI_VI_TRI")
def id_lying_about_its_role() -> bytes:
    """The teacher's signature bears the Id of the head's."""
    return _by_teacher(signature_id=HEAD_ID)


@_vector("VAI_TRO_SAI")
def role_that_signs_no_page() -> Mapping[str, bytes]:
    """The Department, and a role that there is not."""
    return {role: _by_teacher(role=role) for role in ("SOGDDT", "HIEUPHO")}


@_vector("SAI_THU_TU")
def role_altered_after_signing() -> bytes:
    """The head's signature is made a seal."""
    return signing.primary_page().replace(b">HIEUTRUONG</xades", b">NHATRUONG</xades")


def _by_head(signing_time: timedelta, **how: object) -> bytes:
    page = signing.sign_page(UNSIGNED, STEPS[:1])
    moment = SIGNED_AT + signing_time
    return sign_anyway(page, Role.HEAD, pki.signer(HEAD), signing_time=moment, **how)  # type: ignore[arg-type]


@_vector("SAI_PHAM_VI")
def head_who_does_not_cover_the_signatures_before() -> bytes:
    """The head signs the data alone."""
    return _by_head(
        timedelta(minutes=1), change=lambda form: replace(form, references=form.references[:1])
    )


@_vector("SAI_PHAM_VI")
def signature_over_nothing_but_another_signature() -> bytes:
    """The head signs the teacher's signature, and no data."""
    return _by_head(timedelta(), change=lambda form: replace(form, references=form.references[1:]))


@_vector("SAI_PHAM_VI")
def two_subject_teachers_for_one_subject() -> bytes:
    """Two signatures over the same subjects."""
    page = sign_anyway(UNSIGNED, Role.SUBJECT_TEACHER, TEACHER)
    return sign_anyway(page, Role.SUBJECT_TEACHER, TEACHER)


@_vector("THOI_GIAN_NGUOC")
def signature_older_than_what_it_covers() -> bytes:
    """The head claims to have signed a second before the teacher."""
    return _by_head(timedelta(seconds=-1))


@_vector("THOI_GIAN_TUONG_LAI", at=SIGNED_AT - timedelta(seconds=1))
def signature_from_the_future() -> bytes:
    """A good page, verified a second before it was signed."""
    return signing.primary_page()
