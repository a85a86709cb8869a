"""A packet whose pages break the schema: they fail, each for itself, and nothing else does."""

from __future__ import annotations

from copy import deepcopy

import pytest
from lxml import etree

from hocba.core.errors import PacketError
from hocba.core.packet import NAMESPACE, read_header, take_apart
from hocba.core.signature import PacketReport
from hocba.core.verdict import Status
from tests.core.packet.examples import HEADER
from tests.core.signature import pki, signing
from tests.core.signature.breaking import MADE_UP, Edit, then, unknown_element, wrong_score
from tests.core.signature.forging import DS, HOCBA, edited, resealed

FAILED, PASSED = Status.FAILED, Status.PASSED


def sealed(edit: Edit) -> bytes:
    """Three pages, spoilt, and then sealed by their own school."""
    return resealed(signing.packet(), edit, pki.signer(signing.SEAL))


def judged(edit: Edit) -> PacketReport:
    return signing.check_packet(sealed(edit))


def refused(edit: Edit) -> PacketError:
    with pytest.raises(PacketError) as error:
        take_apart(sealed(edit))
    return error.value


@pytest.mark.parametrize("places", [(0,), (1,), (2,), (0, 1), (0, 2), (0, 1, 2)])
def test_broken_pages_fail_and_the_others_pass_under_the_packets_own_signature(places) -> None:
    report = judged(wrong_score(*places))
    assert [page.status is FAILED for page in report.pages] == [n in places for n in range(3)]
    assert {page.verdicts[0].code for page in report.pages if page.status is FAILED} == {
        "SAI_LUOC_DO"
    }
    assert (report.status, report.header) == (FAILED, HEADER)
    assert report.packet_signature is not None
    assert report.packet_signature.verdict.passed


def test_of_a_broken_page_nothing_is_given_out_but_its_name_and_what_is_wrong() -> None:
    report = judged(wrong_score(1))
    page = report.pages[1]
    assert (page.covered, page.page, page.signatures) == (b"", None, ())
    (verdict,) = page.verdicts
    assert verdict.message == "Mục «DiemKTDK»: giá trị không hợp lệ."
    whole = signing.check_packet(signing.packet())
    assert page.lookup_code == whole.pages[1].lookup_code
    assert [report.pages[n].covered for n in (0, 2)] == [whole.pages[n].covered for n in (0, 2)]


def test_the_sentence_never_repeats_a_name_that_the_sender_made_up() -> None:
    (verdict,) = judged(unknown_element(0)).pages[0].verdicts
    assert MADE_UP not in verdict.message
    assert verdict.message == "Mục «ThoiGianCapNhat»: thiếu, thừa hoặc sai thứ tự phần tử."


def test_a_name_too_long_for_a_receipt_is_not_repeated_either() -> None:
    def edit(root: etree._Element) -> None:
        root[1][0][0].append(etree.Element(f"{HOCBA}{'x' * 40_000}"))

    (verdict,) = judged(edit).pages[0].verdicts
    assert verdict.message == "Mục «HocBa»: thiếu, thừa hoặc sai thứ tự phần tử."


def test_bytes_of_a_broken_page_changed_after_sealing_fail_the_packet() -> None:
    data = sealed(wrong_score(1))
    report = signing.check_packet(data.replace(b">11.55<", b">11.56<"))
    assert report.packet_signature is not None
    assert report.packet_signature.verdict.code == "NOI_DUNG_BI_SUA"
    assert (report.status, report.header) == (FAILED, None)


def test_a_page_broken_after_sealing_fails_the_packet() -> None:
    report = signing.check_packet(edited(signing.packet(), wrong_score(2)))
    assert [page.status for page in report.pages] == [PASSED, PASSED, FAILED]
    assert report.header is None


# Ids, and pages within pages


@pytest.mark.parametrize("blank", ["", " ", "\t"])
@pytest.mark.parametrize("part", ["", "DuLieu", "DuLieu/*/MonHoc"])
def test_an_id_that_a_broken_page_shares_with_a_good_one_is_refused(part: str, blank: str) -> None:
    def share(root: etree._Element) -> None:
        path = "/".join(f"{HOCBA}{step}" if step != "*" else step for step in part.split("/"))
        broken, good = root[1][0], root[1][1]
        theirs = good if not part else good.find(path)
        element = broken if not part else broken.find(path)
        element.set("Id", f"{blank}{theirs.get('Id')}{blank}")

    assert refused(then(wrong_score(0), share)).code == "TRUNG_ID"


def test_two_broken_pages_of_one_name_are_refused() -> None:
    def share(root: etree._Element) -> None:
        root[1][0].set("Id", root[1][2].get("Id"))

    assert refused(then(wrong_score(0, 2), share)).code == "TRUNG_ID"


def test_a_broken_page_that_holds_a_copy_of_a_good_one_is_refused() -> None:
    def nest(root: etree._Element) -> None:
        root[1][0].append(deepcopy(root[1][1]))

    assert refused(nest).code == "TRUNG_ID"


def test_a_good_page_hidden_in_a_broken_one_is_not_found() -> None:
    def hide(root: etree._Element) -> None:
        root[1][0].append(root[1][1])
        root[0].find(f"{HOCBA}SoHocBa").text = "2"

    report = judged(hide)
    assert [page.status for page in report.pages] == [FAILED, PASSED]


def test_a_packets_signature_within_a_broken_page_seals_nothing() -> None:
    def take_in(root: etree._Element) -> None:
        root[1][0].append(root[-1])

    report = signing.check_packet(edited(signing.packet(), take_in))
    assert [verdict.code for verdict in report.verdicts] == ["GOI_TIN_CHUA_KY"]
    assert (report.packet_signature, report.header) == (None, None)


# What is the packet's stays the packet's


def test_a_header_that_breaks_the_schema_is_refused_beside_a_broken_page() -> None:
    def edit(root: etree._Element) -> None:
        root[0].find(f"{HOCBA}MaKhoi").text = "13"

    assert refused(then(wrong_score(1), edit)).code == "SAI_LUOC_DO"


@pytest.mark.parametrize("name", [f"{HOCBA}DuLieu", f"{{{NAMESPACE}x}}HocBa", f"{DS}Signature"])
def test_what_is_no_page_among_the_pages_is_refused(name: str) -> None:
    def edit(root: etree._Element) -> None:
        etree.SubElement(root[1], name, Id="hb-" + "3" * 12 + "4333" + "8" * 16)

    assert refused(then(wrong_score(1), edit)).code == "SAI_LUOC_DO"


def test_words_between_the_pages_are_refused() -> None:
    def edit(root: etree._Element) -> None:
        root[1][0].tail = "x"

    assert refused(then(wrong_score(1), edit)).code == "SAI_LUOC_DO"


def test_a_count_that_leaves_the_broken_page_out_is_refused() -> None:
    def edit(root: etree._Element) -> None:
        root[0].find(f"{HOCBA}SoHocBa").text = "2"

    with pytest.raises(PacketError, match="SoHocBa"):
        read_header(take_apart(sealed(then(wrong_score(1), edit))).root)


def test_a_comment_in_a_broken_page_is_refused() -> None:
    data = sealed(wrong_score(1)).replace(b">11.55<", b">11<!-- -->.55<")
    with pytest.raises(PacketError) as error:
        take_apart(data)
    assert error.value.code == "CAU_TRUC_CAM"


def _without_id(page: etree._Element) -> None:
    del page.attrib["Id"]


def _with_foreign_id(page: etree._Element) -> None:
    page.set("Id", "hb-1")


def _without_version(page: etree._Element) -> None:
    page[0].remove(page[0].find(f"{HOCBA}PhienBan"))


def _with_two_versions(page: etree._Element) -> None:
    page[0].append(deepcopy(page[0].find(f"{HOCBA}PhienBan")))


def _with_a_second_version_that_holds_an_element(page: etree._Element) -> None:
    _with_two_versions(page)
    etree.SubElement(page[0][-1], f"{HOCBA}PhienBan")


def _with_two_data(page: etree._Element) -> None:
    data = etree.SubElement(page, f"{HOCBA}DuLieu")
    data.append(deepcopy(page[0].find(f"{HOCBA}PhienBan")))


def _with_version_zero(page: etree._Element) -> None:
    page[0].find(f"{HOCBA}PhienBan").text = "0"


@pytest.mark.parametrize(
    "unname",
    [
        _without_id,
        _with_foreign_id,
        _without_version,
        _with_two_versions,
        _with_a_second_version_that_holds_an_element,
        _with_two_data,
        _with_version_zero,
    ],
)
def test_a_page_that_cannot_be_answered_by_its_name_is_told_by_its_number(unname) -> None:
    error = refused(lambda root: unname(root[1][1]))
    assert error.code == "SAI_LUOC_DO"
    assert error.message.startswith("Học bạ thứ 2 sai lược đồ")


def test_a_packet_of_which_one_page_has_no_name_is_still_judged_page_by_page_offline() -> None:
    report = judged(lambda root: _without_version(root[1][1]))
    assert [page.status for page in report.pages] == [PASSED, FAILED, PASSED]
    assert (report.verdicts[0].code, report.header) == ("SAI_LUOC_DO", None)
