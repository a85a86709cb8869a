"""Packet version 1: the record as canonical XML, and back.

``<GoiTin>`` carries one class's pages; a page also lives alone, as the exclusive C14N of its
``<HocBa>``: the bytes that school and registry store and that the packet's signature covers.
The format is written down in ``v1.xsd`` and explained in ``docs/packet.md``; a later version
becomes a namespace and a schema beside this one. What the Department reports to the Ministry
is a ``<BaoCaoBo>`` around the same pages: ``dispatch-v1.xsd``, ``docs/reporting.md``. What a
school orders about pages that are there is a ``<DeNghi>``: ``order-v1.xsd``, ``docs/orders.md``.
"""

from hocba.core.packet.apart import Apart, BrokenPage, take_apart
from hocba.core.packet.dispatch import (
    MOST_EVENTS,
    Dispatch,
    DispatchEvent,
    DispatchHeader,
    dispatch_of,
    write_dispatch,
)
from hocba.core.packet.dispatch_receipt import (
    DispatchReceipt,
    EventOutcome,
    Standing,
    dispatch_receipt_of,
    read_dispatch_receipt,
    write_dispatch_receipt,
)
from hocba.core.packet.elements import (
    DISPATCH,
    DISPATCH_RECEIPT,
    NAMESPACE,
    ORDER,
    PACKET,
    PAGE,
    RECEIPT,
    XMLDSIG,
    canonical,
)
from hocba.core.packet.fault import Fault
from hocba.core.packet.header import PacketHeader, assemble, read_header, split
from hocba.core.packet.order import (
    MOST_NAMED,
    Deed,
    NamedPage,
    Order,
    order_of,
    read_order,
    write_order,
)
from hocba.core.packet.parse import parse
from hocba.core.packet.read import read_page, read_page_again
from hocba.core.packet.receipt import (
    PageOutcome,
    Receipt,
    read_receipt,
    receipt_of,
    write_receipt,
)
from hocba.core.packet.write import write_page

__all__ = [
    "DISPATCH",
    "DISPATCH_RECEIPT",
    "MOST_EVENTS",
    "MOST_NAMED",
    "NAMESPACE",
    "ORDER",
    "PACKET",
    "PAGE",
    "RECEIPT",
    "XMLDSIG",
    "Apart",
    "BrokenPage",
    "Deed",
    "Dispatch",
    "DispatchEvent",
    "DispatchHeader",
    "DispatchReceipt",
    "EventOutcome",
    "Fault",
    "NamedPage",
    "Order",
    "PacketHeader",
    "PageOutcome",
    "Receipt",
    "Standing",
    "assemble",
    "canonical",
    "dispatch_of",
    "dispatch_receipt_of",
    "order_of",
    "parse",
    "read_dispatch_receipt",
    "read_header",
    "read_order",
    "read_page",
    "read_page_again",
    "read_receipt",
    "receipt_of",
    "split",
    "take_apart",
    "write_dispatch",
    "write_dispatch_receipt",
    "write_order",
    "write_page",
    "write_receipt",
]
