"""Real authorities for the tests, by certomancer: issuing, OCSP, CRL and timestamps over HTTP.

They live in the summer of 2024, at ``Authorities.clock``, and answer on 127.0.0.1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from hocba.adapters.keys import SigningKey
from hocba.adapters.timestamping import TimestampAuthority
from hocba.core.signature import Algorithm, TrustStore

SCHOOL = "Trường Tiểu học Kim Đồng"
REVOKED_EARLY = datetime(2024, 6, 1, tzinfo=UTC)
REVOKED_LATE = datetime(2024, 6, 10, tzinfo=UTC)

_ARCHITECTURE = "thu-nghiem"
_AUTHORITIES = ("goc", "cap-phat", "goc-la", "la", "goc-luu-tru")
_ARCHIVES = {
    "luu-tru-1": ("2020-01-01", "2032-01-01"),
    "luu-tru-2": ("2030-01-01", "2042-01-01"),
    "luu-tru-3": ("2040-01-01", "2052-01-01"),
}
"""Timestamp authorities for decades: from when to when their certificates count."""
_SERVICES = ("ocsp", "dau-thoi-gian", "dau-thoi-gian-la", *_ARCHIVES)
_SIGNERS = {
    "gvcn": {},
    "hieu-truong": {},
    "nha-truong": {},
    "het-han": {"ends": "2024-01-01"},
    "chua-toi": {"begins": "2024-06-05"},
    "thu-hoi-truoc": {"revoked": REVOKED_EARLY},
    "thu-hoi-sau": {"revoked": REVOKED_LATE},
    "con-dau-thu-hoi-sau": {"revoked": REVOKED_LATE},
    "sai-muc-dich": {"usage": "key_encipherment"},
    "chi-crl": {"asks": ("crl",)},
    "chi-ocsp": {"asks": ("ocsp",)},
    "khong-noi-hoi": {"asks": ()},
    "nguoi-la": {"issuer": "la", "asks": ()},
}
_NAMES = (*_AUTHORITIES, *_SERVICES, *_SIGNERS)


@dataclass
class Authorities:
    """The authorities at work; ``refusing`` are the parts of addresses that fail for now."""

    animator: Animator
    keys: Path
    url: str
    asked: Counter[str] = field(default_factory=Counter)
    refusing: set[str] = field(default_factory=set)

    def at(self, moment: datetime) -> None:
        """Let it be ``moment`` for the authorities, and nobody has asked them yet."""
        self.animator.fixed_time = moment
        self.asked.clear()
        self.refusing.clear()

    def certificate(self, name: str) -> x509.Certificate:
        architecture = self.animator.architectures[ArchLabel(_ARCHITECTURE)]
        return x509.load_der_x509_certificate(architecture.get_cert(CertLabel(name)).dump())

    def key(self, name: str) -> SigningKey:
        """A signer's key; the issuing authority is in its chain."""
        issuer = self.certificate(_SIGNERS[name].get("issuer", "cap-phat"))
        private = load_pem_private_key((self.keys / f"{name}.pem").read_bytes(), password=None)
        return SigningKey(self.certificate(name), (issuer,), Algorithm.ECDSA, private)

    @cached_property
    def archive_trust(self) -> TrustStore:
        """Whom a verifier believes who also knows the root of the archive's authorities."""
        return TrustStore.of([self.certificate("goc"), self.certificate("goc-luu-tru")])

    @cached_property
    def trust(self) -> TrustStore:
        return TrustStore.of([self.certificate("goc")])

    def timestamps(self, name: str = "dau-thoi-gian") -> TimestampAuthority:
        return TimestampAuthority(f"{self.url}/{_ARCHITECTURE}/tsa/{name}")

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        self.asked[path] += 1
        if any(part in path for part in self.refusing):
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        return self.animator(environ, start_response)


@contextmanager
def serving(directory: Path) -> Iterator[Authorities]:
    """The authorities on a free port of 127.0.0.1, their keys made anew in ``directory``."""
    for name in _NAMES:
        (directory / f"{name}.pem").write_bytes(_new_key())
    with make_server("127.0.0.1", 0, _not_yet, _Server, _Quiet) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        config = CertomancerConfig(_config(url), key_search_dir=str(directory))
        animator = Animator(AnimatorArchStore(config.pki_archs), with_web_ui=False)
        authorities = Authorities(animator, directory, url)
        server.set_app(authorities)
        Thread(target=server.serve_forever, daemon=True).start()
        yield authorities
        server.shutdown()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments):
        """Nothing: pytest shows what matters."""


def _not_yet(_environ, start_response):
    start_response("503 Service Unavailable", [])
    return []


def _new_key() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _config(url: str) -> dict:
    return {
        "external-url-prefix": url,
        "keysets": {"khoa": {"keys": {name: {"path": f"{name}.pem"} for name in _NAMES}}},
        "pki-architectures": {
            _ARCHITECTURE: {
                "keyset": "khoa",
                "entity-defaults": {"country-name": "VN", "organization-name": SCHOOL},
                "entities": {name: {"common-name": name} for name in _NAMES},
                "certs": _certificates(),
                "services": _services(),
            }
        },
    }


def _certificates() -> dict:
    return {
        "goc": _authority("goc"),
        "cap-phat": _authority("goc", path_length=0, crl="goc"),
        "goc-la": _authority("goc-la"),
        "la": _authority("goc-la", path_length=0),
        "goc-luu-tru": _authority("goc-luu-tru", ends="2070-01-01"),
        "ocsp": _service("cap-phat", "ocsp_signing", [{"id": "ocsp_no_check"}]),
        "dau-thoi-gian": _service("goc", "time_stamping", [_crl("goc")]),
        "dau-thoi-gian-la": _service("goc-la", "time_stamping", []),
        **{
            name: _service("goc-luu-tru", "time_stamping", [_crl("goc-luu-tru")], *life)
            for name, life in _ARCHIVES.items()
        },
        **{name: _signer(**wish) for name, wish in _SIGNERS.items()},
    }


def _authority(
    issuer: str, path_length: int | None = None, crl: str = "", ends: str = "2040-01-01"
) -> dict:
    constraints = {"ca": True} | ({} if path_length is None else {"path-len-constraint": 0})
    extensions = [
        {"id": "basic_constraints", "critical": True, "value": constraints},
        _usage("key_cert_sign", "crl_sign"),
    ]
    return _certificate(issuer, [*extensions, _crl(crl)] if crl else extensions, ends=ends)


def _service(issuer: str, purpose: str, more: list[dict], *life: str) -> dict:
    purposes = {"id": "extended_key_usage", "critical": True, "value": [purpose]}
    return _certificate(issuer, [_usage("digital_signature"), purposes, *more], *life)


def _signer(
    *,
    issuer: str = "cap-phat",
    begins: str = "2023-01-01",
    ends: str = "2030-01-01",
    usage: str = "digital_signature",
    asks: tuple[str, ...] = ("ocsp", "crl"),
    revoked: datetime | None = None,
) -> dict:
    places = {"ocsp": _ocsp(issuer), "crl": _crl(issuer)}
    extensions = [_usage(usage), *(places[each] for each in asks)]
    certificate = _certificate(issuer, extensions, begins, ends)
    if revoked:
        since = revoked.isoformat()
        certificate["revocation"] = {"revoked-since": since, "reason": "key_compromise"}
    return certificate


def _certificate(
    issuer: str, extensions: list[dict], begins: str = "2020-01-01", ends: str = "2040-01-01"
) -> dict:
    validity = {
        "valid-from": f"{begins}T00:00:00+0000",
        "valid-to": f"{ends}T00:00:00+0000",
    }
    return {"issuer": issuer, "validity": validity, "extensions": extensions}


def _usage(*usages: str) -> dict:
    value = {"schema": "key-usage", "params": list(usages)}
    return {"id": "key_usage", "critical": True, "smart-value": value}


def _crl(issuer: str) -> dict:
    value = {"schema": "crl-dist-url", "params": {"crl-repo-names": [issuer]}}
    return {"id": "crl_distribution_points", "smart-value": value}


def _ocsp(issuer: str) -> dict:
    value = {"schema": "aia-urls", "params": {"ocsp-responder-names": [issuer]}}
    return {"id": "authority_information_access", "smart-value": value}


def _services() -> dict:
    lists = {"goc": "P90D", "cap-phat": "P1D", "goc-luu-tru": "P90D"}
    stamps = ("dau-thoi-gian", "dau-thoi-gian-la", *_ARCHIVES)
    return {
        "ocsp": {"cap-phat": {"for-issuer": "cap-phat", "responder-cert": "ocsp"}},
        "crl-repo": {
            issuer: {"for-issuer": issuer, "simulated-update-schedule": period}
            for issuer, period in lists.items()
        },
        "time-stamping": {name: {"signing-cert": name} for name in stamps},
    }
