"""The signing road over a class of many pages: seconds of its parts.

For a process and a database of its own (see ``bench.signing``), after Django's set-up.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from time import perf_counter
from uuid import UUID, uuid4

import pkcs11
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from django.core.management import call_command
from pkcs11 import Attribute, CertificateType, Mechanism, ObjectClass
from pkcs11.util.rsa import decode_rsa_private_key

from hocba.adapters import clock
from hocba.adapters.keys import Device, SigningKey
from hocba.adapters.keys.token import Token, open_token
from hocba.core.lifecycle import Role
from hocba.core.record import ClassYear, SchoolLevel
from hocba.project.demonstration.desks import take_places
from hocba.school.imports import check_workbook
from hocba.school.pages.drafting import PupilYear, accepted_years, draft_class
from hocba.school.pages.models import PageVersion
from hocba.school.signing.actions import complete, prepare, sign_pages
from hocba.school.signing.queries import to_sign
from hocba.school.signing.signatory import ClassSigner
from hocba.school.signing.turns import waiting_for

WORKBOOK = Path(__file__).parents[1] / "sample" / "lop-4a1-tong-hop-danh-gia.xlsx"
MODULE = Path("/usr/lib/softhsm/libsofthsm2.so")
LABEL, PIN = "bench", "246810"
ROUNDS = 3


def main(pages: int) -> None:
    """Print the best seconds of some rounds, as JSON, by part."""
    call_command("migrate", interactive=False, verbosity=0)
    desks, keys = take_places(settings.HOCBA_HOME, advance=lambda _count: None)
    (teacher,) = (post for post in desks[0].posts if post.teacher.homeroom == "4A1")
    key = keys.key(teacher.code)
    _make_token(key)
    codes = count(1)
    rounds = []
    with open_token(MODULE, LABEL, PIN) as token:
        for number in range(ROUNDS):
            school = ClassYear(
                "01", desks[0].unit.code, desks[0].unit.name, SchoolLevel.PRIMARY, 4,
                f"R{number}", "2023-2024",
            )  # fmt: skip
            outside = replace(school, class_name=f"O{number}")
            for which, class_year in enumerate((school, outside)):
                _draft(class_year, pages, codes, 2 * number + which)
            rounds.append({**_outside(outside, key), **_with_token(school, token)})
    print(json.dumps({part: min(each[part] for each in rounds) for part in rounds[0]}))


def _draft(class_year: ClassYear, pages: int, codes: Iterator[int], batch: int) -> None:
    """A class of so many pupils, all of them like those of the sample."""
    sample = accepted_years(check_workbook(WORKBOOK.read_bytes()).pupils)
    years = [
        _another(sample[number % len(sample)], batch * 1_000_000 + number)
        for number in range(pages)
    ]
    draft_class(
        class_year, years, at=clock.now(), new_code=lambda: UUID(int=next(codes), version=4).hex
    )


def _another(year: PupilYear, number: int) -> PupilYear:
    code = f"{number:012}"
    stated = replace(year.stated, completed=True)
    return replace(year, pupil=replace(year.pupil, personal_id=code, code=code), stated=stated)


def _outside(class_year: ClassYear, key: SigningKey) -> dict[str, float]:
    """Prepare and complete; the key is used between the two, and not counted."""
    signer = ClassSigner(Role.HOMEROOM_TEACHER, key)
    started = perf_counter()
    session = prepare(_pages(signer, class_year), signer, session_id=uuid4(), at=clock.now())
    items = to_sign(session)
    prepared = perf_counter()
    values = {item.item_id: key.sign(item.data) for item in items}
    signed = perf_counter()
    done = complete(session.pk, values, at=clock.now())
    assert len(done.signed) == len(items)
    return {"prepare": prepared - started, "complete": perf_counter() - signed}


def _with_token(class_year: ClassYear, token: Token) -> dict[str, float]:
    """The whole road with the token, and the token alone on the same bytes."""
    signer = ClassSigner[Device](Role.HOMEROOM_TEACHER, token)
    started = perf_counter()
    pages = _pages(signer, class_year)
    done = sign_pages(pages, signer, clock=clock.now)
    road = perf_counter() - started
    assert done.signed == len(pages)
    return {"road": road, "token": _token_alone([bytes(2_000)] * len(pages))}


def _token_alone(data: Sequence[bytes]) -> float:
    library = pkcs11.lib(str(MODULE))
    with library.get_token(token_label=LABEL).open(user_pin=PIN) as session:
        key = session.get_key(object_class=ObjectClass.PRIVATE_KEY)
        started = perf_counter()
        for each in data:
            key.sign(
                each,
                mechanism=Mechanism.SHA256_RSA_PKCS_PSS,
                mechanism_param=(Mechanism.SHA256, pkcs11.MGF.SHA256, 32),
            )
        return perf_counter() - started


def _pages(signer: ClassSigner[Device], class_year: ClassYear) -> Sequence[PageVersion]:
    return waiting_for(signer, class_year)


def _make_token(key: SigningKey) -> None:
    home = Path(os.environ["SOFTHSM2_CONF"]).parent
    (home / "tokens").mkdir()
    (home / "softhsm2.conf").write_text(
        f"directories.tokendir = {home / 'tokens'}\nlog.level = ERROR\n"
    )
    words = ["softhsm2-util", "--init-token", "--free", "--label", LABEL]
    subprocess.run([*words, "--so-pin", PIN, "--pin", PIN], check=True, capture_output=True)
    private = decode_rsa_private_key(
        key.private_key.private_bytes(
            Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption()
        )
    )
    token = pkcs11.lib(str(MODULE)).get_token(token_label=LABEL)
    with token.open(rw=True, user_pin=PIN) as session:
        kept = {Attribute.ID: b"\1", Attribute.TOKEN: True, Attribute.SIGN: True}
        session.create_object({**private, **kept})
        session.create_object(
            {
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
                Attribute.TOKEN: True,
                Attribute.ID: b"\1",
                Attribute.SUBJECT: key.certificate.subject.public_bytes(),
                Attribute.VALUE: key.certificate.public_bytes(Encoding.DER),
            }
        )
