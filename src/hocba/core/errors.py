"""The error tree of the program.

::

    HocbaError                    a sentence in Vietnamese that a user may read
    ├── InputError                what came in cannot be used; nothing was done
    │   ├── UnreadableFile        not a workbook or packet that can be read
    │   └── GradeNotOpen          no rule set for this level, grade and school year
    ├── PacketError               the bytes are not a well-formed, valid packet
    │   └── LimitExceeded         larger or deeper than a packet may be, found before parsing
    ├── SigningError              a signature could not be made; no key was used in vain
    ├── LifecycleError            the action is not allowed in the page's state
    └── Unavailable               database, disk or a service is away; try again later

Low-level exceptions (lxml, zipfile, psycopg, cryptography) are translated where they
occur, so that a caller of a public function needs to know this tree only.
"""

from __future__ import annotations


class HocbaError(Exception):
    """An error with a stable ``code`` for machines and a Vietnamese ``message`` for people.

    The message names the thing and what to do; it never carries personal data beyond
    what the reader has just supplied.
    """

    code = "LOI"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class InputError(HocbaError):
    code = "DU_LIEU_VAO"


class UnreadableFile(InputError):
    code = "TEP_KHONG_DOC_DUOC"


class GradeNotOpen(InputError):
    code = "KHOI_CHUA_MO"


class PacketError(HocbaError):
    code = "GOI_TIN_HONG"


class LimitExceeded(PacketError):
    code = "VUOT_GIOI_HAN"


class SigningError(HocbaError):
    code = "KHONG_KY_DUOC"


class LifecycleError(HocbaError):
    code = "SAI_TRANG_THAI"


class Unavailable(HocbaError):
    code = "TAM_THOI_KHONG_CO"
