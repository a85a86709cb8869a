"""A client of a timestamping authority (RFC 3161 over HTTP, section 3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import randbits
from typing import Any

from asn1crypto import tsp

from hocba.adapters.exchange import Limits, Message, ask
from hocba.core.errors import Unavailable
from hocba.core.signature.timestamp import BadToken, read_token

LIMITS = Limits(size=256 * 1024, seconds=10)
_GRANTED = frozenset({"granted", "granted_with_mods"})
_MALFORMED = (ValueError, TypeError, KeyError)


@dataclass(frozen=True, slots=True)
class TimestampAuthority:
    """An authority at ``url``."""

    url: str
    limits: Limits = LIMITS

    def stamp(self, imprint: bytes) -> bytes:
        """A token (DER) that something with this SHA-256 exists now.

        It is of this imprint and of this request; whether its authority is trusted is the
        verifier's to say. Raises Unavailable when there is no such token.
        """
        nonce = randbits(63)
        question = Message(_request(imprint, nonce), "application/timestamp-query")
        answer = ask(self.url, self.limits, question)
        try:
            return _token(tsp.TimeStampResp.load(answer, strict=True), imprint, nonce)
        except (*_MALFORMED, BadToken) as error:
            raise Unavailable(
                f"Dịch vụ dấu thời gian «{self.url}» trả lời không dùng được; hãy thử lại sau."
            ) from error


def _request(imprint: bytes, nonce: int) -> bytes:
    hashed = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": imprint}
    content = {"version": "v1", "message_imprint": hashed, "nonce": nonce, "cert_req": True}
    return bytes(tsp.TimeStampReq(content).dump())


def _token(response: Any, imprint: bytes, nonce: int) -> bytes:
    if response["status"]["status"].native not in _GRANTED:
        raise BadToken
    token = response["time_stamp_token"]
    info = token["content"]["encap_content_info"]["content"].parsed
    der = bytes(token.dump())
    if read_token(der).imprint != imprint or info["nonce"].native != nonce:
        raise BadToken
    return der
