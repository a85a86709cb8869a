"""The ``Id`` of each signable part; they make sense within one document only."""

from __future__ import annotations

PACKET_ID = "goi-tin"
HEADER_ID = "thong-tin"
PACKET_SIGNATURE_ID = "ck-goi-tin"
RECEIPT_ID = "bien-nhan"
RECEIPT_BODY_ID = "nd-bien-nhan"
RECEIPT_SIGNATURE_ID = "ck-bien-nhan"
DISPATCH_ID = "bao-cao"
DISPATCH_HEADER_ID = "tt-bao-cao"
DISPATCH_SIGNATURE_ID = "ck-bao-cao"
ORDER_ID = "de-nghi"
ORDER_BODY_ID = "nd-de-nghi"
ORDER_SIGNATURE_ID = "ck-de-nghi"


def of_record(lookup_code: str, school_year: str) -> str:
    """IdBanGhi: one page through all its versions."""
    return f"{lookup_code}-{school_year}"


def of_event(lookup_code: str, school_year: str) -> str:
    """What a dispatch says of one page, with the page: what the Department's signature covers."""
    return f"sk-{of_record(lookup_code, school_year)}"


def of_page(lookup_code: str) -> str:
    """The page with its signatures: what the packet's signature covers."""
    return f"hb-{lookup_code}"


def of_data(lookup_code: str) -> str:
    """The page's data: what homeroom teacher, head and seal cover."""
    return f"dl-{lookup_code}"


def of_subject(lookup_code: str, subject: str) -> str:
    """One subject's results: what its teacher covers."""
    return f"mh-{lookup_code}-{subject}"
