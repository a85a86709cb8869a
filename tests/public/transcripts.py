"""Transcripts in the register, as far on their way as a test wants them."""

from __future__ import annotations

from collections.abc import Mapping

from hocba.core.record import Page
from hocba.parties.models import Unit, UnitKind
from hocba.registry.locking.actions import lock
from tests.registry.audit import LEDGER_KEY
from tests.registry.school import (
    NOW,
    SEAL,
    STAFF,
    VAN_QUAN,
    VAN_QUAN_SEAL,
    VAN_QUAN_STAFF,
    YEAR,
    answer,
    employ,
    faults,
    packet,
    page,
    signed,
)
from tests.registry.transfer.test_actions import (
    LE_LOI,
    NEXT_JUNE,
    STAFF_OF_LE_LOI,
    accepted,
    offered,
    reported_at_le_loi,
)

PATH = "/tra-cuu/"
NOBODYS_CODE = "0f0f0f0f0f0f4f0f8f0f0f0f0f0f0f0f"


def accept(page: Page) -> str:
    """Let the register take the page in; its lookup code."""
    secondary = page.class_year == VAN_QUAN
    staff, seal = (VAN_QUAN_STAFF, VAN_QUAN_SEAL) if secondary else (STAFF, SEAL)
    sent = packet(signed(page, staff), of=page.class_year, seal=seal)
    assert faults(answer(sent)) == [set()]
    return page.lookup_code


def lock_page(page: Page) -> str:
    """The same, and lock it."""
    code = accept(page)
    lock(school_year=YEAR, at=NOW, signer=LEDGER_KEY, actor="văn thư", lookup_codes=[code])
    return code


def second_fact(page: Page) -> Mapping[str, str]:
    """What the pupil's parents would type."""
    return {
        "ngay_sinh": f"{page.pupil.birth_date:%d/%m/%Y}",
        "so_cuoi": page.pupil.personal_id[-4:],
    }


def wrong_fact(page: Page) -> Mapping[str, str]:
    return {**second_fact(page), "so_cuoi": "9999"}


def move_on(number: int) -> str:
    """A pupil of Kim Đồng moves to Lê Lợi, whose page of the next year is locked as well."""
    school = Unit(code=LE_LOI.school_code, name=LE_LOI.school_name, kind=UnitKind.SCHOOL)
    school.parent_id = "01"
    school.save()
    employ(STAFF_OF_LE_LOI)
    offered(number)
    accepted(number)
    assert reported_at_le_loi(number) == [set()]
    code = page(number).lookup_code
    actor = {"signer": LEDGER_KEY, "actor": "văn thư"}
    lock(school_year=LE_LOI.school_year, at=NEXT_JUNE, lookup_codes=[code], **actor)
    return code
