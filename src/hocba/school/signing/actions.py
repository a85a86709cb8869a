"""Signing sessions: prepare → sign outside → complete, the one road for every device.

A page (a browser with a token, say) calls :func:`prepare`, hands out what
``queries.to_sign`` gives, and calls :func:`complete` with the values as they come, or
:func:`fail`. Where this process can reach the device itself, :func:`sign_pages` goes the same
road; :func:`sign_class` goes it for all pages or none.
"""

from hocba.school.signing.completing import Completion, Fault, complete, fail
from hocba.school.signing.devices import sign_class, sign_pages
from hocba.school.signing.preparing import SESSION_LASTS, prepare

__all__ = [
    "SESSION_LASTS",
    "Completion",
    "Fault",
    "complete",
    "fail",
    "prepare",
    "sign_class",
    "sign_pages",
]
