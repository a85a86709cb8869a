"""What the two versions of the API say differently about the same things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from hocba.adapters.keys.csc.wire import Version

SHA256_OID = "2.16.840.1.101.3.4.2.1"

Body = dict[str, object]


@dataclass(frozen=True, slots=True)
class Needs:
    """What lets the key sign: the names of the secrets that must be given; none for neither.

    ``sends_otp`` says that the service must be asked to send the one-time password;
    ``elsewhere`` names what the signer gives the service directly, on a phone.
    """

    pin: str = ""
    otp: str = ""
    sends_otp: bool = False
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signing:
    """How to sign: the OIDs of the algorithm and its parameters (base64 DER, empty for none)."""

    algorithm: str
    parameters: str = ""


class Dialect(Protocol):
    """One version's bodies."""

    def mode(self, info: Mapping[str, Any]) -> str: ...

    def needs(self, info: Mapping[str, Any]) -> Needs: ...

    def send_otp(self, credential: str, otp: str) -> tuple[str, Body]: ...

    def authorize(
        self, credential: str, hashes: Sequence[str], secrets: Mapping[str, str]
    ) -> Body: ...

    def sign(self, credential: str, sad: str, hashes: Sequence[str], how: Signing) -> Body: ...


class First:
    """CSC API 1.0.4: sections 11.5 to 11.9."""

    def mode(self, info: Mapping[str, Any]) -> str:
        return str(info.get("authMode", ""))

    def needs(self, info: Mapping[str, Any]) -> Needs:
        pin, otp = info.get("PIN") or {}, info.get("OTP") or {}
        return Needs(
            pin="PIN" if pin.get("presence") == "true" else "",
            otp="OTP" if otp.get("presence") == "true" else "",
            sends_otp=otp.get("type") == "online",
        )

    def send_otp(self, credential: str, otp: str) -> tuple[str, Body]:
        return f"credentials/send{otp}", {"credentialID": credential}

    def authorize(self, credential: str, hashes: Sequence[str], secrets: Mapping[str, str]) -> Body:
        body = {"credentialID": credential, "numSignatures": len(hashes), "hash": list(hashes)}
        return {**body, **secrets}

    def sign(self, credential: str, sad: str, hashes: Sequence[str], how: Signing) -> Body:
        return {
            "credentialID": credential,
            "SAD": sad,
            "hash": list(hashes),
            "hashAlgo": SHA256_OID,
            **_signing(how),
        }


class Second:
    """CSC API 2.0: sections 8.3.1 and 11.5 to 11.10."""

    def mode(self, info: Mapping[str, Any]) -> str:
        return str((info.get("auth") or {}).get("mode", ""))

    def needs(self, info: Mapping[str, Any]) -> Needs:
        found = Needs()
        for each in (info.get("auth") or {}).get("objects") or []:
            kind, name = each.get("type"), str(each.get("id", ""))
            if kind == "Password" and "generator" not in each:
                found = replace(found, pin=name)
            elif kind in ("Password", "ChallengeResponse"):
                found = replace(found, otp=name, sends_otp=kind == "ChallengeResponse")
            else:
                found = replace(found, elsewhere=(*found.elsewhere, name))
        return found

    def send_otp(self, credential: str, otp: str) -> tuple[str, Body]:
        return "credentials/getChallenge", {"credentialID": credential, "authObjectID": otp}

    def authorize(self, credential: str, hashes: Sequence[str], secrets: Mapping[str, str]) -> Body:
        return {
            "credentialID": credential,
            "numSignatures": len(hashes),
            "hashes": list(hashes),
            "hashAlgorithmOID": SHA256_OID,
            "authData": [
                {"id": name, "value": value} if value else {"id": name}
                for name, value in secrets.items()
            ],
        }

    def sign(self, credential: str, sad: str, hashes: Sequence[str], how: Signing) -> Body:
        return {
            "credentialID": credential,
            "SAD": sad,
            "hashes": list(hashes),
            "hashAlgorithmOID": SHA256_OID,
            **_signing(how),
        }


DIALECTS: Mapping[Version, Dialect] = {Version.V1: First(), Version.V2: Second()}


def _signing(how: Signing) -> Body:
    body: Body = {"signAlgo": how.algorithm}
    return {**body, "signAlgoParams": how.parameters} if how.parameters else body
