"""A signing service on loopback that speaks the CSC API, versions 1 and 2, as it is written.

It holds real keys and refuses whatever the specification lets a service refuse: no access
token, hashes that were not authorised, an activation that was used, a wrong PIN.
"""

from __future__ import annotations

import json
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from asn1crypto.algos import RSASSAPSSParams
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.adapters.keys import SigningKey

USER, PASSWORD, TOKEN = "co.lan", "mật khẩu", "4/CKN69L8gdSYp5_pwH3XlFQZ3ndFhkXf9P2_TiHRG-bA"
PIN, OTP = "135790", "738496"
SHA256_OID = "2.16.840.1.101.3.4.2.1"
RSA, RSA_PSS, ECDSA = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10", "1.2.840.10045.4.3.2"


class Refusal(Exception):
    def __init__(self, error: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.status = error, status


@dataclass
class Behaviour:
    """What the service and the signer with the phone do."""

    version: str = "v1"
    algorithms: list[str] = field(default_factory=lambda: [RSA, RSA_PSS, ECDSA])
    multisign: int = 100
    asks_pin: bool = True
    asks_otp: bool = False
    on_phone: bool = False
    phone_takes: float = 0.0
    phone_says_no: bool = False
    mode: str = "explicit"
    key_status: str = "enabled"
    stalls: float = 0.0
    garbage: bytes | None = None
    drops_signatures: bool = False


@dataclass
class StandIn:
    """The service: its keys by credential, its behaviour, and the methods that were called."""

    keys: dict[str, SigningKey]
    behaviour: Behaviour
    address: str = ""
    calls: list[str] = field(default_factory=list)
    sads: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    pending: dict[str, tuple[float, str]] = field(default_factory=dict)
    otp_sent: bool = False

    def answer(self, method: str, body: dict[str, Any], authorization: str) -> tuple[int, Any]:
        self.calls.append(method)
        time.sleep(self.behaviour.stalls)
        if method == "auth/login":
            return self._log_in(authorization)
        if authorization != f"Bearer {TOKEN}":
            raise Refusal("invalid_token", 401)
        return getattr(self, "_" + method.replace("/", "_"))(body)

    def _log_in(self, authorization: str) -> tuple[int, Any]:
        expected = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if authorization != f"Basic {expected}":
            raise Refusal("authentication_error", 401)
        return 200, {"access_token": TOKEN, "expires_in": 3600}

    def _credentials_list(self, _body: dict[str, Any]) -> tuple[int, Any]:
        return 200, {"credentialIDs": list(self.keys)}

    def _credentials_info(self, body: dict[str, Any]) -> tuple[int, Any]:
        key = self._key(body)
        chain = [key.certificate, *key.chain]
        info = {
            "key": {"status": self.behaviour.key_status, "algo": self.behaviour.algorithms},
            "cert": {
                "status": "valid",
                "certificates": [b64encode(c.public_bytes(Encoding.DER)).decode() for c in chain],
            },
            "multisign": self.behaviour.multisign,
        }
        return 200, {**info, **(self._auth_v1() if self._first else self._auth_v2())}

    def _auth_v1(self) -> dict[str, Any]:
        words = {True: "true", False: "false"}
        return {
            "authMode": self.behaviour.mode,
            "PIN": {"presence": words[self.behaviour.asks_pin], "format": "N"},
            "OTP": {"presence": words[self.behaviour.asks_otp], "type": "online", "format": "N"},
        }

    def _auth_v2(self) -> dict[str, Any]:
        objects = []
        if self.behaviour.asks_pin:
            objects.append({"type": "Password", "id": "PIN", "format": "N"})
        if self.behaviour.asks_otp:
            objects.append({"type": "ChallengeResponse", "id": "OTP", "format": "N"})
        if self.behaviour.on_phone:
            objects.append({"type": "ChallengeResponseOOB", "id": "APP"})
        return {"auth": {"mode": self.behaviour.mode, "objects": objects}}

    def _credentials_sendOTP(self, body: dict[str, Any]) -> tuple[int, Any]:  # noqa: N802
        self._require(self._first)
        self._key(body)
        self.otp_sent = True
        return 204, None

    def _credentials_getChallenge(self, body: dict[str, Any]) -> tuple[int, Any]:  # noqa: N802
        self._require(not self._first and body.get("authObjectID") == "OTP")
        self._key(body)
        self.otp_sent = True
        return 204, None

    def _credentials_authorize(self, body: dict[str, Any]) -> tuple[int, Any]:
        self._key(body)
        hashes = body["hash" if self._first else "hashes"]
        self._require(body["numSignatures"] == len(hashes) <= self.behaviour.multisign)
        self._check_secrets(self._given(body))
        sad = f"SAD-{len(self.sads)}"
        self.sads[sad] = (body["credentialID"], list(hashes))
        if self.behaviour.on_phone and not self._first:
            self.pending[f"h-{sad}"] = (time.monotonic() + self.behaviour.phone_takes, sad)
            return 202, {"handle": f"h-{sad}"}
        time.sleep(self.behaviour.phone_takes)
        if self.behaviour.phone_says_no:
            raise Refusal("access_denied")
        return 200, {"SAD": sad, "expiresIn": 300}

    def _credentials_authorizeCheck(self, body: dict[str, Any]) -> tuple[int, Any]:  # noqa: N802
        self._require(not self._first and body["handle"] in self.pending)
        ready, sad = self.pending[body["handle"]]
        if time.monotonic() < ready:
            return 202, {"handle": body["handle"]}
        if self.behaviour.phone_says_no:
            raise Refusal("access_denied")
        return 200, {"SAD": sad}

    def _given(self, body: dict[str, Any]) -> dict[str, str | None]:
        if self._first:
            return {name: body[name] for name in ("PIN", "OTP") if name in body}
        self._require(body["hashAlgorithmOID"] == SHA256_OID)
        return {each["id"]: each.get("value") for each in body["authData"]}

    def _check_secrets(self, given: dict[str, str | None]) -> None:
        expected: dict[str, str | None] = {}
        if self.behaviour.asks_pin:
            expected["PIN"] = PIN
        if self.behaviour.asks_otp and self.otp_sent:
            expected["OTP"] = OTP
        if self.behaviour.on_phone and not self._first:
            expected["APP"] = None
        if given != expected:
            raise Refusal("invalid_pin" if self._first else "invalid_authentication_data")

    def _signatures_signHash(self, body: dict[str, Any]) -> tuple[int, Any]:  # noqa: N802
        key = self._key(body)
        hashes = body["hash" if self._first else "hashes"]
        self._require(body["hashAlgo" if self._first else "hashAlgorithmOID"] == SHA256_OID)
        self._require(self.sads.pop(body["SAD"], None) == (body["credentialID"], hashes))
        self._require(body["signAlgo"] in self.behaviour.algorithms)
        values = [b64encode(_sign(key, b64decode(each), body)).decode() for each in hashes]
        return 200, {"signatures": values[:-1] if self.behaviour.drops_signatures else values}

    def _key(self, body: dict[str, Any]) -> SigningKey:
        self._require(body.get("credentialID") in self.keys)
        return self.keys[body["credentialID"]]

    @property
    def _first(self) -> bool:
        return self.behaviour.version == "v1"

    def _require(self, condition: bool) -> None:
        if not condition:
            raise Refusal("invalid_request")


def _sign(key: SigningKey, digest: bytes, body: dict[str, Any]) -> bytes:
    private, prehashed = key.private_key, Prehashed(SHA256())
    if isinstance(private, ec.EllipticCurvePrivateKey):
        return private.sign(digest, ec.ECDSA(prehashed))
    assert isinstance(private, rsa.RSAPrivateKey)
    if body["signAlgo"] == RSA_PSS:
        salt = RSASSAPSSParams.load(b64decode(body["signAlgoParams"]))["salt_length"].native
        pss = padding.PSS(padding.MGF1(SHA256()), salt)
        return private.sign(digest, pss, prehashed)
    return private.sign(digest, padding.PKCS1v15(), prehashed)


def _handler(stand_in: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            prefix = f"/rssp/csc/{stand_in.behaviour.version}/"
            assert self.path.startswith(prefix), self.path
            authorization = self.headers.get("Authorization", "")
            try:
                status, answer = stand_in.answer(
                    self.path.removeprefix(prefix), body, authorization
                )
            except Refusal as refusal:
                status, answer = refusal.status, {"error": refusal.error}
            data = b"" if answer is None else json.dumps(answer).encode()
            self._send(status, data if stand_in.behaviour.garbage is None else b"")

        def _send(self, status: int, data: bytes) -> None:
            data = stand_in.behaviour.garbage or data
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_words: object) -> None:
            """Keep the tests' output clean."""

    return Handler


@contextmanager
def running(keys: dict[str, SigningKey], behaviour: Behaviour) -> Iterator[StandIn]:
    stand_in = StandIn(keys, behaviour)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stand_in))
    stand_in.address = f"http://127.0.0.1:{server.server_port}/rssp"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


Start = Callable[..., StandIn]
