"""Take a file in without ever writing it to a disk."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest

MAX_BYTES = 16 * 1024 * 1024
"""What a stranger may have judged: a class of 45 is 1.5 MB."""

MAX_REQUEST_BYTES = MAX_BYTES + 64 * 1024
"""A file of the largest size, and what a form puts around it."""


class MemoryOnly(MemoryFileUploadHandler):
    """Keeps every file in memory; the view has bounded the request before."""

    def handle_raw_input(self, *_: Any, **__: Any) -> None:
        self.activated = True


def too_large(request: HttpRequest) -> bool:
    """By what the request says of itself; no more than that is ever read from it."""
    said = request.META.get("CONTENT_LENGTH", "")
    return said.isdecimal() and int(said) > MAX_REQUEST_BYTES


def keep_in_memory(request: HttpRequest) -> None:
    """To be called before anything of the request's body is read."""
    request.upload_handlers = [MemoryOnly(request)]
