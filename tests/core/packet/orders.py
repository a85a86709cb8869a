"""An order of each kind, unsigned, for the tests to vary."""

from __future__ import annotations

from dataclasses import replace

from hocba.core.packet import Deed, NamedPage, Order
from tests.core.packet.examples import HEADER, PRIMARY

OTHER_CODE = "1" * 12 + "4" + "1" * 3 + "8" + "1" * 15
RECALL = Order(
    order_id="0c7d1e2b3a4c4c5d8e9f0a1b2c3d4e5f",
    department_code=HEADER.department_code,
    school_code=HEADER.school_code,
    school_name=HEADER.school_name,
    deed=Deed.RECALL,
    reason="Nhập nhầm điểm môn Toán",
    created_at=HEADER.created_at,
    school_year=HEADER.school_year,
    pages=(NamedPage(PRIMARY.lookup_code, 1), NamedPage(OTHER_CODE, 3)),
)
LOCK = replace(RECALL, deed=Deed.LOCK, reason="Học sinh chuyển đi nước ngoài")
LATE = replace(
    RECALL, deed=Deed.REPORT_LATE, pages=(), personal_ids=("001214000001", "001214000002")
)
HAND_OVER = replace(
    RECALL,
    deed=Deed.HAND_OVER,
    school_year="",
    to_school="THCS-VAN-QUAN",
    pages=(NamedPage(PRIMARY.lookup_code),),
)
TAKE_IN = replace(HAND_OVER, deed=Deed.TAKE_IN, to_school="")
TAKE_BACK = replace(TAKE_IN, deed=Deed.TAKE_BACK)
ORDERS = (RECALL, LOCK, LATE, HAND_OVER, TAKE_IN, TAKE_BACK)
