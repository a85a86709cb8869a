"""One test for each reason for which a page, or a whole packet, is sent back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hocba.core.errors import PacketError
from hocba.core.lifecycle import Role
from hocba.core.packet import write_page
from hocba.core.record import Event, Page, Sex
from hocba.parties.actions import revoke
from hocba.parties.models import Appointment, Certificate, Unit
from hocba.parties.substitutions import NewSubstitution, substitute
from hocba.registry.intake.models import Packet, RegisteredPage
from tests.registry.school import (
    HEAD,
    KIM_DONG,
    SEAL,
    SIGNED_AT,
    TEACHER,
    VAN_QUAN,
    VAN_QUAN_SEAL,
    VAN_QUAN_STAFF,
    Member,
    answer,
    code,
    employ,
    faults,
    packet,
    page,
    receive,
    secondary_page,
    sign,
    signed,
    unfinished_page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("schools")]


def refusals(*pages: Page | bytes) -> list[set[str]]:
    return faults(answer(packet(*pages)))


# The packet as a whole


def test_a_packet_without_its_own_signature_is_refused_whole_by_a_signed_receipt() -> None:
    data = packet(page(1), page(2))
    unsigned = data[: data.rindex(b"<ds:Signature ")] + b"</GoiTin>"
    assert faults(answer(unsigned)) == [{"GOI_TIN_CHUA_KY"}] * 2
    assert RegisteredPage.objects.count() == 0
    assert Packet.objects.count() == 1


def test_a_packet_whose_header_was_changed_is_refused_whole() -> None:
    data = packet(page(1)).replace(b"<MaLop>4A1</MaLop>", b"<MaLop>4A2</MaLop>", 1)
    assert faults(answer(data)) == [{"NOI_DUNG_BI_SUA"}]


def test_a_packet_that_lost_a_page_is_refused_whole() -> None:
    data = packet(page(1), page(2))
    begin, end = data.index(b"<HocBa "), data.index(b"</HocBa>") + len(b"</HocBa>")
    lessened = (data[:begin] + data[end:]).replace(b"<SoHocBa>2<", b"<SoHocBa>1<")
    (found,) = faults(answer(lessened))
    assert found == {"SAI_PHAM_VI"}


def test_a_packet_that_miscounts_its_pages_cannot_be_answered() -> None:
    data = packet(page(1)).replace(b"<SoHocBa>1<", b"<SoHocBa>2<")
    with pytest.raises(PacketError):
        receive(data)


def test_a_packet_sealed_by_a_teacher_is_refused_whole() -> None:
    assert faults(answer(packet(page(1), seal=TEACHER))) == [{"KHONG_CO_QUYEN_KY"}]


def test_a_packet_sealed_with_an_unregistered_certificate_is_refused_whole() -> None:
    stranger = Member("Con dấu lạ", Role.SCHOOL)
    receipt = answer(packet(page(1), seal=stranger))
    assert faults(receipt) == [{"CHUNG_THU_CHUA_DANG_KY"}]
    assert "Con dấu lạ" in receipt.outcomes[0].faults[0].message


def test_a_school_that_the_department_does_not_know_is_refused_whole() -> None:
    nowhere = replace(KIM_DONG, school_code="TH-KHONG-CO")
    content = signed(replace(page(1), class_year=nowhere))
    (found,) = faults(answer(packet(content, of=nowhere)))
    assert found == {"TRUONG_KHONG_CO", "KHONG_CO_QUYEN_KY"}


def test_a_packet_for_another_department_is_refused_whole() -> None:
    elsewhere = replace(KIM_DONG, department_code="79")
    content = signed(replace(page(1), class_year=elsewhere))
    assert faults(answer(packet(content, of=elsewhere))) == [{"SAI_SO"}]


# Signatures, and who may sign for whom


def test_a_page_that_the_head_has_not_signed_is_refused() -> None:
    assert refusals(signed(page(1), (TEACHER,))) == [{"THIEU_CHU_KY"}]


def test_a_changed_page_is_refused() -> None:
    changed = signed(page(1)).replace("Học Sinh Mẫu 1".encode(), "Học Sinh Mẫu 7".encode())
    assert refusals(changed) == [{"NOI_DUNG_BI_SUA"}]


def test_a_page_whose_teacher_is_not_registered_is_refused() -> None:
    stranger = Member("Người Lạ", Role.HOMEROOM_TEACHER)
    assert refusals(signed(page(1), (stranger, HEAD, SEAL))) == [{"CHUNG_THU_CHUA_DANG_KY"}]


def test_a_teacher_may_not_sign_as_head() -> None:
    as_head = replace(TEACHER, role=Role.HEAD)
    assert refusals(signed(page(1), (TEACHER, as_head, SEAL))) == [{"KHONG_CO_QUYEN_KY"}]


def test_a_head_of_another_school_may_not_sign() -> None:
    other = VAN_QUAN_STAFF[-2]
    assert refusals(signed(page(1), (TEACHER, other, SEAL))) == [{"KHONG_CO_QUYEN_KY"}]


def test_an_appointment_must_have_begun_when_the_signature_was_made() -> None:
    late = Member("Người Mới", Role.HEAD)
    employ([late], since=SIGNED_AT.date() + timedelta(days=1))
    assert refusals(signed(page(1), (TEACHER, late, SEAL))) == [{"KHONG_CO_QUYEN_KY"}]


def test_an_appointment_must_not_have_ended_when_the_signature_was_made() -> None:
    Appointment.objects.filter(person=HEAD.code).update(valid_to=date(2024, 6, 2))
    assert refusals(page(1)) == [{"KHONG_CO_QUYEN_KY"}]


def test_an_appointment_counts_through_its_last_day_in_viet_nam() -> None:
    Appointment.objects.filter(person=HEAD.code).update(valid_to=date(2024, 6, 3))
    just_before_midnight = datetime(2024, 6, 3, 16, 55, tzinfo=UTC)
    assert refusals(signed(page(1), at=just_before_midnight)) == [set()]
    just_after = datetime(2024, 6, 3, 17, 1, tzinfo=UTC)
    assert refusals(signed(page(2), at=just_after)) == [{"KHONG_CO_QUYEN_KY"}]


def test_a_certificate_that_was_revoked_before_the_signature_is_refused() -> None:
    revoke(bytes(Certificate.objects.get(person=HEAD.code).sha256), at=SIGNED_AT)
    assert refusals(page(1)) == [{"KHONG_CO_QUYEN_KY"}]


def test_a_seal_bound_to_another_school_of_the_same_name_is_refused() -> None:
    namesake = Unit.objects.get(pk=KIM_DONG.school_code)
    namesake.pk = "TH-KIM-DONG-2"
    namesake.save(force_insert=True)
    other = Member("Kim Đồng thứ hai", Role.SCHOOL)
    assert other.school.school_name == KIM_DONG.school_name
    employ([replace(other, school=replace(KIM_DONG, school_code=namesake.pk))])
    assert refusals(signed(page(1), (TEACHER, HEAD, other))) == [{"KHONG_CO_QUYEN_KY"}]


def test_a_secondary_subject_without_its_teachers_signature_is_refused() -> None:
    _, *others = VAN_QUAN_STAFF
    content = signed(secondary_page(1), others)
    receipt = answer(packet(content, of=VAN_QUAN, seal=VAN_QUAN_SEAL))
    assert faults(receipt) == [{"THIEU_CHU_KY_BO_MON"}]
    assert "Ngữ văn" in receipt.outcomes[0].faults[0].message


def signed_in_place_of_the_first_teacher() -> bytes:
    """A class's page on which the head signed for a subject teacher, and said so."""
    first, *others = VAN_QUAN_STAFF
    head = VAN_QUAN_STAFF[-2]
    stand_in = replace(
        head, role=Role.SUBJECT_TEACHER, subjects=first.subjects, in_place_of=first.code
    )
    content = signed(secondary_page(1), (stand_in, *others))
    return packet(content, of=VAN_QUAN, seal=VAN_QUAN_SEAL)


def test_a_signature_in_place_of_a_teacher_is_refused_unless_recorded() -> None:
    assert faults(answer(signed_in_place_of_the_first_teacher())) == [{"KHONG_CO_QUYEN_KY"}]


def test_a_signature_in_place_of_a_teacher_is_taken_when_recorded() -> None:
    first, head = VAN_QUAN_STAFF[0], VAN_QUAN_STAFF[-2]
    substitute(
        NewSubstitution(
            head.code,
            VAN_QUAN.school_code,
            Role.SUBJECT_TEACHER,
            first.code,
            SIGNED_AT.date(),
            SIGNED_AT.date() + timedelta(days=30),
            "12/QĐ",
        )
    )
    assert faults(answer(signed_in_place_of_the_first_teacher())) == [set()]


# The packet's header


@pytest.mark.parametrize(
    "change",
    [
        lambda year: replace(year, class_name="4A2"),
        lambda year: replace(year, grade=3),
        lambda year: replace(year, school_year="2022-2023"),
    ],
)
def test_a_page_of_another_class_is_refused(change: Callable) -> None:
    stray = page(1)
    stray = replace(stray, class_year=change(stray.class_year))
    found = refusals(stray, page(2))
    assert "KHAC_DAU_GOI" in found[0]
    assert found[1] == set()


def test_a_page_of_another_school_is_refused() -> None:
    elsewhere = replace(KIM_DONG, school_code=VAN_QUAN.school_code)
    found = refusals(replace(page(1), class_year=elsewhere))
    assert found == [{"KHAC_DAU_GOI", "KHONG_CO_QUYEN_KY"}]


# Numbers


def with_pupil(number: int, **changes: object) -> Page:
    own = page(number)
    return replace(own, pupil=replace(own.pupil, **changes))


def test_a_personal_id_that_contradicts_the_birth_date_is_refused() -> None:
    assert refusals(with_pupil(1, birth_date=date(2013, 3, 12))) == [
        {"SO_DINH_DANH_KHAC_NGAY_SINH"}
    ]


def test_a_personal_id_that_contradicts_the_sex_is_refused() -> None:
    assert refusals(with_pupil(1, sex=Sex.FEMALE)) == [{"SO_DINH_DANH_KHAC_GIOI_TINH"}]


def test_two_pupils_with_one_personal_id_are_both_refused_and_no_others() -> None:
    twin = with_pupil(2, personal_id=page(1).pupil.personal_id)
    assert refusals(page(1), twin, page(3)) == [
        {"TRUNG_SO_DINH_DANH"},
        {"TRUNG_SO_DINH_DANH"},
        set(),
    ]


def test_a_pupil_who_has_a_lookup_code_gets_no_second_one_at_that_level() -> None:
    receive(packet(page(1)))
    second = replace(page(1), lookup_code=code(77))
    assert faults(answer(packet(second, number=2))) == [{"DA_CO_MA_TRA_CUU"}]


def test_a_lookup_code_never_passes_to_another_pupil() -> None:
    receive(packet(page(1)))
    other = replace(page(2), lookup_code=code(1), version=2)
    assert faults(answer(packet(other, number=2))) == [{"MA_TRA_CUU_CUA_NGUOI_KHAC"}]


def test_a_pupil_has_one_page_a_year_whatever_the_level() -> None:
    receive(packet(page(1)))
    content = signed(replace(secondary_page(1), lookup_code=code(77)), VAN_QUAN_STAFF)
    receipt = answer(packet(content, of=VAN_QUAN, seal=VAN_QUAN_SEAL, number=2))
    assert faults(receipt) == [{"DA_CO_TRANG_NAM_HOC"}]


def test_an_old_version_sent_again_is_refused() -> None:
    receive(packet(page(1)))
    receive(packet(page(1, version=2), number=2))
    assert faults(answer(packet(page(1), number=3))) == [{"PHIEN_BAN_CU"}]


def test_the_same_version_with_other_content_is_refused() -> None:
    receive(packet(page(1)))
    assert faults(answer(packet(page(1, score=8), number=2))) == [{"PHIEN_BAN_CU"}]


def test_a_cancelling_event_is_refused_and_told_to_recall() -> None:
    assert refusals(replace(page(1), event=Event.CANCEL)) == [{"SU_KIEN_HUY"}]


# The regulation


def test_a_page_that_breaks_the_regulation_is_refused() -> None:
    wrong = page(1)
    stated = replace(wrong.stated, completed=False)
    found = refusals(replace(wrong, stated=stated, reassessment=None))
    assert "KHAC_QUY_DINH" in found[0]


def test_what_the_page_says_the_regulation_gives_must_be_what_it_gives() -> None:
    own = page(1)
    assert refusals(replace(own, computed=replace(own.computed, award=None))) == [
        {"KET_QUA_THEO_QUY_DINH"}
    ]


def test_a_grade_under_older_rules_is_refused() -> None:
    fifth = replace(KIM_DONG, grade=5)
    receipt = answer(packet(replace(page(1), class_year=fifth), of=fifth))
    assert faults(receipt) == [{"KHOI_CHUA_MO"}]


def test_all_reasons_are_given_at_once() -> None:
    late = Member("Người Mới", Role.HEAD)
    employ([late], since=SIGNED_AT.date() + timedelta(days=1))
    wrong = replace(with_pupil(1, sex=Sex.FEMALE), event=Event.CANCEL)
    assert refusals(signed(wrong, (TEACHER, late, SEAL))) == [
        {"KHONG_CO_QUYEN_KY", "SO_DINH_DANH_KHAC_GIOI_TINH", "SU_KIEN_HUY"}
    ]


def test_an_unfinished_year_waits_for_re_assessment() -> None:
    assert refusals(unfinished_page(1), page(2)) == [{"CHUA_HOAN_THANH"}, set()]


def test_a_page_that_contradicts_itself_is_refused_alone() -> None:
    content = write_page(page(1)).replace(b"<MaKhoi>4</MaKhoi>", b"<MaKhoi>6</MaKhoi>", 1)
    assert refusals(sign(content), page(2)) == [{"KHONG_NHAT_QUAN"}, set()]
