"""Packet version 1: the record as canonical XML, and back.

``<GoiTin>`` carries one class's pages; a page also lives alone, as the exclusive C14N of its
``<HocBa>``: the bytes that school and registry store and that the packet's signature covers.
The format is written down in ``v1.xsd`` and explained in ``docs/packet.md``; a later version
becomes a namespace and a schema beside this one.
"""

from hocba.core.packet.elements import NAMESPACE, PACKET, PAGE, RECEIPT, XMLDSIG, canonical
from hocba.core.packet.header import PacketHeader, assemble, read_header, split
from hocba.core.packet.parse import parse
from hocba.core.packet.read import page_of, read_page
from hocba.core.packet.receipt import (
    Fault,
    PageOutcome,
    Receipt,
    read_receipt,
    receipt_of,
    write_receipt,
)
from hocba.core.packet.write import write_page

__all__ = [
    "NAMESPACE",
    "PACKET",
    "PAGE",
    "RECEIPT",
    "XMLDSIG",
    "Fault",
    "PacketHeader",
    "PageOutcome",
    "Receipt",
    "assemble",
    "canonical",
    "page_of",
    "parse",
    "read_header",
    "read_page",
    "read_receipt",
    "receipt_of",
    "split",
    "write_page",
    "write_receipt",
]
