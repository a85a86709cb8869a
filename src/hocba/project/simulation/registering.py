"""Tell a registry of a made-up city's schools and staff, so that it takes their packets in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from hocba.core.lifecycle import Role
from hocba.core.school_year import SchoolYear
from hocba.parties.actions import (
    Employee,
    NewAppointment,
    NewCertificate,
    appoint,
    load_units,
    put_units,
    register_certificates,
    register_people,
)
from hocba.parties.catalogue import UnitRow
from hocba.parties.models import UnitKind
from hocba.project.simulation.city import schools
from hocba.project.simulation.making import STAFF
from hocba.project.simulation.staff import Listed, read_staff

_AT_ONCE = 200
"""Schools written in one step: some ten thousand people."""


def register(folder: Path, school_year: str) -> None:
    """Enter units, people, appointments and certificates of the folder's schools; may be repeated.

    Raises InputError when a certificate is somebody else's already.
    """
    load_units()
    there = {path.parent.name for path in folder.glob(f"*/{STAFF}")}
    put_units(
        UnitRow(each.code, each.name, UnitKind.SCHOOL, each.parent, (each.level.value,))
        for each in schools()
        if each.code in there
    )
    since = SchoolYear.parse(school_year).begins
    codes = iter(sorted(there))
    while some := list(islice(codes, _AT_ONCE)):
        _employ([(code, each) for code in some for each in _staff(folder, code)], since)


def _staff(folder: Path, code: str) -> Iterator[Listed]:
    yield from read_staff((folder / code / STAFF).read_bytes())


def _employ(listed: Sequence[tuple[str, Listed]], since: date) -> None:
    people = [(unit, each) for unit, each in listed if each.role is not Role.SCHOOL]
    register_people(Employee(each.code, each.name) for _, each in people)
    appoint(NewAppointment(each.code, unit, each.role, since) for unit, each in people)
    register_certificates(_certificate(unit, each) for unit, each in listed)


def _certificate(unit: str, listed: Listed) -> NewCertificate:
    if listed.role is Role.SCHOOL:
        return NewCertificate(listed.certificate, unit=unit)
    return NewCertificate(listed.certificate, person=listed.code)
