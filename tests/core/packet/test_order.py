"""What a school orders, written and read back; each deed has its parts and no others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.errors import PacketError
from hocba.core.packet import (
    MOST_NAMED,
    ORDER,
    Deed,
    NamedPage,
    Order,
    canonical,
    parse,
    read_order,
    write_order,
)
from tests import strategies
from tests.core.packet.orders import HAND_OVER, LATE, LOCK, ORDERS, RECALL

pages = st.lists(
    st.builds(NamedPage, strategies.lookup_codes, st.integers(1, 999_999_999)),
    min_size=1,
    max_size=4,
    unique_by=lambda page: page.lookup_code,
).map(tuple)
orders = st.builds(
    Order,
    order_id=strategies.lookup_codes,
    department_code=strategies.unit_codes,
    school_code=strategies.unit_codes,
    school_name=strategies.lines(),
    deed=st.sampled_from([Deed.RECALL, Deed.LOCK]),
    reason=strategies.lines(),
    created_at=strategies.moments,
    school_year=strategies.school_years,
    pages=pages,
)


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order.deed)
def test_an_order_of_each_kind_is_read_back_as_it_was(order: Order) -> None:
    assert read_order(write_order(order)) == order


@given(orders)
def test_every_order_is_read_back_and_is_its_own_canonical_form(order: Order) -> None:
    data = write_order(order)
    assert read_order(data) == order
    assert canonical(parse(data, roots=(ORDER,))) == data


@pytest.mark.parametrize(
    "changed",
    [
        replace(RECALL, school_year=""),
        replace(RECALL, to_school="THCS-VAN-QUAN"),
        replace(RECALL, pages=(NamedPage(RECALL.pages[0].lookup_code),)),
        replace(RECALL, pages=(RECALL.pages[0], NamedPage(RECALL.pages[1].lookup_code))),
        replace(LOCK, pages=(), personal_ids=LATE.personal_ids),
        replace(LATE, personal_ids=(), pages=RECALL.pages),
        replace(LATE, personal_ids=LATE.personal_ids[:1] * 2),
        replace(HAND_OVER, to_school=""),
        replace(HAND_OVER, pages=RECALL.pages),
        replace(HAND_OVER, deed=Deed.TAKE_IN),
        replace(RECALL, pages=RECALL.pages[:1] * 2),
        replace(RECALL, pages=(RECALL.pages[0], NamedPage(RECALL.pages[0].lookup_code, 2))),
        replace(RECALL, school_year="2023-2025"),
    ],
)
def test_parts_that_do_not_go_with_the_deed_are_refused(changed: Order) -> None:
    with pytest.raises(PacketError) as caught:
        write_order(changed)
    assert caught.value.code == "KHONG_NHAT_QUAN"


@pytest.mark.parametrize(
    "changed",
    [
        replace(RECALL, order_id="0" * 32),
        replace(RECALL, school_code=""),
        replace(RECALL, reason=""),
        replace(RECALL, reason=" "),
        replace(RECALL, reason="dòng một\ndòng hai"),
        replace(RECALL, reason="x" * 501),
        replace(RECALL, pages=()),
        replace(RECALL, pages=(NamedPage("x", 1),)),
        replace(RECALL, pages=(NamedPage(RECALL.pages[0].lookup_code, 0),)),
        replace(LATE, personal_ids=("12345",)),
        replace(LATE, personal_ids=tuple(f"{n:012}" for n in range(MOST_NAMED + 1))),
    ],
)
def test_what_the_schema_does_not_allow_is_refused(changed: Order) -> None:
    with pytest.raises(PacketError) as caught:
        write_order(changed)
    assert caught.value.code == "SAI_LUOC_DO"


def test_as_many_as_a_packet_may_have_are_named_in_one_order() -> None:
    many = replace(LATE, personal_ids=tuple(f"{n:012}" for n in range(MOST_NAMED)))
    assert read_order(write_order(many)) == many
