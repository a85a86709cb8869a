"""The signatures of a document, found by their text: some documents no parser takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hocba.core.signature import Algorithm
from tests.core.signature.signing import SIGNED_AT

_BEGINS = re.compile(rb"<\w+:Signature [^>]*>")
_ID = re.compile(rb'^[^>]* Id="([^"]*)"')
_METHOD = re.compile(rb'SignatureMethod Algorithm="([^"]*)"')
_TIME = re.compile(rb"SigningTime>([^<]*)<")
_CERTIFICATE = re.compile(rb"X509Certificate>([^<]*)<")


@dataclass(frozen=True, slots=True)
class Signed:
    """The signature at ``index`` of the document in ``file``, counted in its order.

    ``root`` is the file of the one trusted root, None for a verifier that trusts nobody.
    """

    file: Path
    root: Path | None
    index: int
    signature_id: str
    algorithm: str
    signing_time: datetime
    certificate: str

    @property
    def is_pss(self) -> bool:
        """The two xmlsec do not know the algorithm."""
        return self.algorithm == Algorithm.RSA_PSS


def signatures(file: Path, root: Path | None) -> Iterator[Signed]:
    document = file.read_bytes()
    begins = [found.start() for found in _BEGINS.finditer(document)]
    for index, (begin, end) in enumerate(zip(begins, [*begins[1:], None], strict=False)):
        text = document[begin:end]
        yield Signed(
            file=file,
            root=root,
            index=index,
            signature_id=_first(_ID, text),
            algorithm=_first(_METHOD, text),
            signing_time=datetime.fromisoformat(_first(_TIME, text) or SIGNED_AT.isoformat()),
            certificate=_first(_CERTIFICATE, text),
        )


def _first(pattern: re.Pattern[bytes], text: bytes) -> str:
    found = pattern.search(text)
    return found[1].decode() if found else ""
