"""A report as plain data, for JSON: the same names in the command's output and elsewhere."""

from __future__ import annotations

from datetime import datetime

from hocba.core.packet import DispatchHeader, Order, PacketHeader
from hocba.core.packet.elements import VIETNAM
from hocba.core.signature.certificates import SigningCertificate
from hocba.core.signature.report import (
    DispatchReceiptReport,
    DispatchReport,
    OrderReport,
    PacketReport,
    PageReport,
    PdfReport,
    ReceiptReport,
    Report,
    SignatureReport,
)
from hocba.core.verdict import Verdict

Plain = dict[str, object]


def as_plain(report: Report) -> Plain:
    """``kind``, ``status``, ``verdicts``, and what each kind of document has besides.

    Times are ISO 8601 at +07:00; absent things are None or empty.
    """
    match report:
        case PacketReport():
            return {
                **_head("packet", report),
                "packet": _header(report.header),
                "signature": _signature(report.packet_signature),
                "pages": [_page(page) for page in report.pages],
            }
        case PageReport():
            return _head("page", report) | _page(report)
        case DispatchReport():
            return {
                **_head("dispatch", report),
                "dispatch": _dispatch(report.dispatch.header if report.dispatch else None),
                "signature": _signature(report.signature),
                "pages": [_page(page) for page in report.pages],
            }
        case OrderReport():
            return {
                **_head("order", report),
                "order": _order(report.order),
                "signature": _signature(report.signature),
            }
        case DispatchReceiptReport():
            return {**_head("dispatch-receipt", report), "signature": _signature(report.signature)}
        case ReceiptReport():
            return {**_head("receipt", report), "signature": _signature(report.signature)}
        case PdfReport():
            return {
                **_head("pdf", report),
                "signature": _signature(report.seal),
                "pages": [_page(page) for page in report.pages],
            }
        case _:
            return _head("unknown", report)


def _head(kind: str, report: Report) -> Plain:
    return {
        "kind": kind,
        "status": report.status.value,
        "verdicts": [_verdict(verdict) for verdict in report.verdicts],
    }


def _verdict(verdict: Verdict) -> Plain:
    return {"status": verdict.status.value, "code": verdict.code, "message": verdict.message}


def _header(header: PacketHeader | None) -> Plain | None:
    if header is None:
        return None
    return {
        "packet_id": header.packet_id,
        "school_code": header.school_code,
        "school_name": header.school_name,
        "class_name": header.class_name,
        "school_year": header.school_year,
        "created_at": _time(header.created_at),
    }


def _dispatch(header: DispatchHeader | None) -> Plain | None:
    if header is None:
        return None
    return {
        "dispatch_id": header.dispatch_id,
        "department_code": header.department_code,
        "school_year": header.school_year,
        "created_at": _time(header.created_at),
    }


def _order(order: Order | None) -> Plain | None:
    if order is None:
        return None
    return {
        "order_id": order.order_id,
        "deed": order.deed.value,
        "school_code": order.school_code,
        "school_name": order.school_name,
        "school_year": order.school_year,
        "to_school": order.to_school,
        "reason": order.reason,
        "created_at": _time(order.created_at),
        "pages": [
            {"lookup_code": each.lookup_code, "version": each.version} for each in order.pages
        ],
        "personal_ids": list(order.personal_ids),
    }


def _page(page: PageReport) -> Plain:
    return {
        "lookup_code": page.lookup_code,
        "status": page.status.value,
        "verdicts": [_verdict(verdict) for verdict in page.verdicts],
        "signatures": [_signature(signature) for signature in page.signatures],
    }


def _signature(report: SignatureReport | None) -> Plain | None:
    if report is None:
        return None
    return {
        "id": report.signature_id,
        "role": None if report.role is None else report.role.value,
        "in_place_of": report.in_place_of,
        "signer": report.signer_name,
        "organization": report.organization,
        "signing_time": _time(report.signing_time),
        "covers": list(report.covers),
        "certificate": _certificate(report.signer),
        "trust": None if report.anchor is None else report.anchor.value,
        "proven_at": _time(report.proven_at),
        "kept_until": _time(report.kept_until),
        "revocation": report.revocation.value,
        **_verdict(report.verdict),
    }


def _certificate(signer: SigningCertificate | None) -> Plain | None:
    if signer is None:
        return None
    return {
        "serial_number": f"{signer.x509.serial_number:X}",
        "issuer": signer.x509.issuer.rfc4514_string(),
        "valid_from": _time(signer.valid_from),
        "valid_until": _time(signer.valid_until),
        "sha256": signer.fingerprint.hex(),
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(VIETNAM).isoformat()
