"""A packet's bytes from a request, never more of them than may be."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpRequest

from hocba.registry.api.problems import Problem

MAX_BODY = 16 * 1024 * 1024
"""Of a request; 2,000 pages packed with gzip are some 5 MB."""

PACKET_TYPES = ("application/xml", "application/gzip")


def packet_bytes(request: HttpRequest) -> bytes:
    """A packet's or dispatch's; raises as :func:`body_bytes`."""
    return body_bytes(request, PACKET_TYPES, most=MAX_BODY)


def body_bytes(request: HttpRequest, kinds: Sequence[str], *, most: int) -> bytes:
    """Raises Problem when the body's kind or length is not said, not allowed or not kept to."""
    if request.content_type not in kinds:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "LOAI_NOI_DUNG",
            f"Content-Type phải là {' hoặc '.join(kinds)}.",
        )
    length = _length(request)
    if length > most:
        raise Problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "VUOT_GIOI_HAN",
            f"Nội dung lớn hơn {most // 1024 // 1024} MB; hãy nén gzip (gói tin) hoặc chia nhỏ.",
        )
    data: bytes = request.read(length)
    if len(data) != length:
        raise Problem(HTTPStatus.BAD_REQUEST, "NOI_DUNG_CUT", "Nội dung nhận được bị cụt.")
    return data


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH", "")
    if not (said.isascii() and said.isdecimal()):
        raise Problem(HTTPStatus.LENGTH_REQUIRED, "THIEU_DO_DAI", "Thiếu Content-Length.")
    return int(said)
