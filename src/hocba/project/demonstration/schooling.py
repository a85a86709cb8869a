"""The school's steps of the demonstration: read, draft, sign, pack, take the answer in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from hocba.adapters import clock
from hocba.adapters.pki.demonstration import KeyRing
from hocba.core.lifecycle import SIGNING_ORDER, Role
from hocba.project.demonstration.classes import SampleClass, open_class
from hocba.project.demonstration.desks import Desk
from hocba.project.demonstration.folder import Folder, put
from hocba.project.demonstration.steps import Steps
from hocba.school.pages.drafting import accepted_years, draft_class
from hocba.school.pages.models import SentPacket
from hocba.school.pages.packing import pack_class
from hocba.school.signing.actions import sign_class
from hocba.school.signing.turns import waiting_for

_SIGNING = {
    Role.SUBJECT_TEACHER: "Ký số bộ môn",
    Role.HOMEROOM_TEACHER: "Ký số GVCN",
    Role.HEAD: "Ký duyệt của hiệu trưởng",
    Role.SCHOOL: "Ký phát hành của nhà trường",
}


def read(desks: Sequence[Desk], samples: Path, steps: Steps) -> list[SampleClass]:
    """Check and assess every workbook of the sample schools."""
    workbooks = [(desk, samples / name) for desk in desks for name in desk.school.workbooks]
    classes = []
    with steps.step("Đọc và kiểm tra bảng tổng hợp", len(workbooks)) as advance:
        for desk, workbook in workbooks:
            classes.append(open_class(desk, workbook))
            advance(1)
    return classes


def draft(classes: Sequence[SampleClass], steps: Steps) -> None:
    """A draft and a lookup code for every pupil that the check let pass."""
    total = sum(each.report.counts.accepted for each in classes)
    with steps.step("Khởi tạo học bạ", total) as advance:
        for each in classes:
            years = accepted_years(each.report.pupils)
            report = draft_class(
                each.class_year, years, at=clock.now(), new_code=lambda: uuid4().hex
            )
            each.refused = report.refused
            advance(len(years))


def sign(classes: Sequence[SampleClass], keys: KeyRing, steps: Steps) -> None:
    """Every signer's turn, in the order of the law, with a bar for each role."""
    signers = [(each, s) for each in classes for s in each.desk.signers(each.name, keys)]
    for role in SIGNING_ORDER:
        turns = [(each.class_year, signer) for each, signer in signers if signer.role is role]
        total = sum(len(waiting_for(signer, class_year)) for class_year, signer in turns)
        with steps.step(_SIGNING[role], total) as advance:
            for class_year, signer in turns:
                pages = waiting_for(signer, class_year)
                sign_class(pages, signer, at=clock.now(), advance=advance)


def pack(classes: Sequence[SampleClass], keys: KeyRing, folder: Folder, steps: Steps) -> None:
    """A packet for every class that has issued pages; every packet also lies on disk."""
    with steps.step("Đóng gói", len(classes)) as advance:
        for each in classes:
            pack_class(each.class_year, each.desk.seal(keys), packet_id=uuid4(), at=clock.now())
            for packet in sent_packets(each):
                path = folder.packet(each, packet.packet_id.hex)
                if not path.exists():
                    put(path, bytes(packet.content))
            advance(1)


def sent_packets(each: SampleClass) -> list[SentPacket]:
    """Every packet that this class ever sent, the oldest first."""
    year = each.class_year
    return list(
        SentPacket.objects.filter(
            school_code=year.school_code,
            school_year=year.school_year,
            class_name=year.class_name,
        ).order_by("sent_at")
    )
