"""VGCA Sign Service as a signer's computer has it: a WebSocket server with a real key.

It takes one question a connection and speaks the service's own messages: ``/GetCertInfo`` is
asked by the word ``get_cert_info``, ``/SignMsg`` by ``{HashAlg, HashValue, Encode}``.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Event, Thread

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from websockets.sync.server import Server, ServerConnection, serve

from hocba.adapters.keys import SigningKey

REFUSED = {"Status": 1, "Error": "Người dùng huỷ thao tác ký"}
Deed = Callable[["SignService", bytes], "str | None"]


@dataclass
class SignService:
    """``key`` is on the token that is plugged in; ``deeds`` say how single signatures go wrong.

    A deed stands under the number of its signature, the first being 1; it gives the answer, or
    None to hang up without one.
    """

    key: SigningKey
    deeds: dict[int, Deed] = field(default_factory=dict)
    signatures_asked: int = 0
    over: Event = field(default_factory=Event)
    server: Server | None = None

    @property
    def address(self) -> str:
        assert self.server is not None
        return f"ws://127.0.0.1:{self.server.socket.getsockname()[1]}"

    def answer(self, connection: ServerConnection) -> None:
        path, question = connection.request.path, connection.recv()
        said = self.certificate(question) if path == "/GetCertInfo" else self.sign(question)
        if said is not None:
            connection.send(said)

    def certificate(self, question: str) -> str:
        assert question == "get_cert_info"
        return json.dumps({"Status": 0, "CertInfo": {"Base64Data": in_base64(self.key)}})

    def sign(self, question: str) -> str | None:
        asked = json.loads(question)
        assert (asked["HashAlg"], asked["Encode"]) == ("SHA256", "RSA")
        self.signatures_asked += 1
        deed = self.deeds.get(self.signatures_asked, good)
        return deed(self, b64decode(asked["HashValue"]))


def good(service: SignService, digest: bytes) -> str:
    return signed(service.key, digest)


def refuse(service: SignService, digest: bytes) -> str:
    return json.dumps(REFUSED, ensure_ascii=False)


def hang_up(service: SignService, digest: bytes) -> None:
    return None


def keep_silent(service: SignService, digest: bytes) -> None:
    service.over.wait()


def sign_another_hash(service: SignService, digest: bytes) -> str:
    return signed(service.key, sha256(digest).digest())


def babble(text: str) -> Deed:
    return lambda _service, _digest: text


def sign_with(key: SigningKey) -> Deed:
    """As if another token had been plugged in meanwhile."""
    return lambda _service, digest: signed(key, digest)


def signed(key: SigningKey, digest: bytes) -> str:
    value = key.private_key.sign(digest, PKCS1v15(), Prehashed(SHA256()))
    said = {"Signature": b64encode(value).decode(), "CertBase64": in_base64(key)}
    return json.dumps({"Status": 0, **said})


def in_base64(key: SigningKey) -> str:
    return b64encode(key.certificate.public_bytes(Encoding.DER)).decode()


@contextmanager
def serving(key: SigningKey) -> Iterator[SignService]:
    """The service on a port of its own, until the block ends."""
    service = SignService(key)
    with serve(service.answer, "127.0.0.1", 0) as server:
        service.server = server
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield service
        service.over.set()
        server.shutdown()
        thread.join()
