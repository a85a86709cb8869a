"""Pages signed under certomancer's authorities, and what those say of the signers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from hocba.adapters.evidence import Gatherer
from hocba.adapters.revocation import Collector
from hocba.core.lifecycle import Role
from hocba.core.packet import write_page
from hocba.core.signature import (
    POLICY,
    Evidence,
    PageReport,
    Policy,
    imprint_to_renew,
    renew,
    verify_page,
)
from hocba.core.signature.timestamp import read_token
from tests.authorities import Authorities
from tests.core.packet.examples import PRIMARY
from tests.core.signature.forging import sign_anyway

SIGNED_AT = datetime(2024, 6, 3, 1, 30, tzinfo=UTC)
STAMPED_AT = SIGNED_AT + timedelta(hours=1)
CHECKED_AT = datetime(2024, 6, 20, tzinfo=UTC)

_SIGNERS = {Role.HOMEROOM_TEACHER: "gvcn", Role.HEAD: "hieu-truong", Role.SCHOOL: "nha-truong"}


def page(authorities: Authorities, *, signed_at: datetime = SIGNED_AT, **others: str) -> bytes:
    """A page with three signatures; ``others`` sign in place of the good signers."""
    content = write_page(PRIMARY)
    for role, name in _SIGNERS.items():
        key = authorities.key(others.get(role.name.lower(), name))
        content = sign_anyway(content, role, key, signing_time=signed_at)
    return content


def check(
    authorities: Authorities,
    page: bytes,
    evidence: Evidence | None = None,
    *,
    at: datetime = CHECKED_AT,
    policy: Policy = POLICY,
) -> PageReport:
    return verify_page(page, trust=authorities.trust, policy=policy, at=at, evidence=evidence)


def gather(
    authorities: Authorities,
    page: bytes,
    *,
    at: datetime = CHECKED_AT,
    known: Evidence | None = None,
    stamped: str = "",
    refusing: Collection[str] = (),
    pretending: datetime | None = None,
) -> Evidence:
    """What the authorities say ``at`` that time; ``stamped`` names who stamps the seal then.

    Addresses with something of ``refusing`` in them fail; the clock of the authorities may be
    ``pretending`` another time.
    """
    authorities.at(pretending or at)
    authorities.refusing.update(refusing)
    timestamps = authorities.timestamps(stamped) if stamped else None
    gatherer = Gatherer(authorities.trust, Collector(lambda: at), timestamps)
    return gatherer.gather(check(authorities, page, at=at), known or Evidence())


def stamp(authorities: Authorities, page: bytes, at: datetime, by: str = "dau-thoi-gian") -> bytes:
    """A timestamp of the page's last signature."""
    authorities.at(at)
    last = check(authorities, page).signatures[-1]
    return authorities.timestamps(by).stamp(last.imprint)


def archived(authorities: Authorities, held: bytes, by: str, at: datetime) -> bytes:
    """An archive timestamp by ``by`` after all that stands there, whatever it is worth."""
    authorities.at(at)
    token = authorities.timestamps(by).stamp(imprint_to_renew(held))
    read = read_token(token)
    chain = authorities.archive_trust.chain(read.authority, read.sent, read.time)
    return renew(held, token, Collector(lambda: at).collect([chain]))
