"""Make the signed packets of a city's schools in a folder, on all cores, to be taken up again.

``FOLDER/<school>/<class>.xml`` is a packet, ``FOLDER/<school>/staff.json`` who signed it. A
school's folder appears when it is whole, so a run that was broken off goes on where it was.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from uuid import UUID

from hocba.adapters.clock import ZONE
from hocba.adapters.pki.authority import KeyKind
from hocba.adapters.pki.demonstration import AUTHORITY, KeyRing
from hocba.adapters.whole_file import write_whole
from hocba.core.errors import InputError
from hocba.core.packet import PacketHeader, assemble, write_page
from hocba.core.school_year import SchoolYear
from hocba.core.signature import complete, prepare_packet, prepare_page
from hocba.project.simulation.city import PlannedClass, PlannedSchool, plan
from hocba.project.simulation.pupils import pages
from hocba.project.simulation.staff import Signer, Staff

STAFF = "staff.json"
_DESCRIPTION = "city.json"


@dataclass(frozen=True, slots=True)
class City:
    """What a made-up city is made of: the same description gives the same pupils and results.

    Keys, and so signatures, are new each time.
    """

    pages: int
    school_year: str
    seed: int
    keys: KeyKind

    @property
    def written_at(self) -> datetime:
        """The last day of May, when the year's results stand."""
        return datetime(SchoolYear.parse(self.school_year).first + 1, 5, 31, 8, tzinfo=ZONE)


def claim_folder(folder: Path, city: City) -> None:
    """Make ``folder`` the city's. Raises InputError when it holds another one."""
    folder.mkdir(parents=True, exist_ok=True)
    description = folder / _DESCRIPTION
    wanted = json.dumps(asdict(city)).encode()
    if description.exists() and description.read_bytes() != wanted:
        raise InputError(
            f"Thư mục {folder} đang chứa một thành phố mô phỏng khác; hãy chọn thư mục khác hoặc"
            " xoá thư mục này."
        )
    write_whole(description, wanted)


def make(city: City, folder: Path, keys: Path, *, workers: int) -> Iterator[int]:
    """Make every school that is not there yet; gives the pages of each school, made or there.

    ``keys`` is the directory of the demonstration's keys, whose authority certifies the staff.
    """
    missing: list[PlannedSchool] = []
    for planned in plan(city.pages, city.school_year):
        if (folder / planned.school.code).exists():
            yield _size(planned)
        else:
            missing.append(planned)
    with ProcessPoolExecutor(max_workers=workers) as pool:
        job = partial(make_school, city=city, folder=folder, keys=keys)
        for done in as_completed([pool.submit(job, planned) for planned in missing]):
            yield done.result()


def make_school(planned: PlannedSchool, *, city: City, folder: Path, keys: Path) -> int:
    """Write one school's folder and give the number of its pages."""
    code = planned.school.code
    unfinished = folder / f".{code}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    staff = Staff(planned.school, KeyRing(keys).key(AUTHORITY), city.keys)
    random = Random(f"{city.seed}/{code}")
    for each in planned.classes:
        packet = _packet(each, staff, city.written_at, random)
        (unfinished / f"{each.year.class_name}.xml").write_bytes(packet)
    (unfinished / STAFF).write_bytes(staff.file())
    unfinished.rename(folder / code)
    return _size(planned)


def _size(planned: PlannedSchool) -> int:
    return sum(each.pupils for each in planned.classes)


def _packet(planned: PlannedClass, staff: Staff, written_at: datetime, random: Random) -> bytes:
    signers = staff.signers(planned)
    at = written_at + timedelta(days=3)
    signed = [_signed(write_page(page), signers, at) for page in pages(planned, written_at, random)]
    packet_id = UUID(int=random.getrandbits(128), version=4)
    unsigned = assemble(_header(planned, packet_id, at + timedelta(days=1)), signed)
    prepared = prepare_packet(
        unsigned,
        certificate=staff.seal.certificate,
        chain=staff.seal.chain,
        algorithm=staff.seal.algorithm,
        signing_time=at + timedelta(days=1),
    )
    return complete(prepared, staff.seal.sign(prepared.to_be_signed))


def _signed(page: bytes, signers: Sequence[Signer], at: datetime) -> bytes:
    for minute, signer in enumerate(signers):
        prepared = prepare_page(
            page,
            role=signer.role,
            subjects=signer.subjects,
            certificate=signer.key.certificate,
            chain=signer.key.chain,
            algorithm=signer.key.algorithm,
            signing_time=at + timedelta(minutes=minute),
        )
        page = complete(prepared, signer.key.sign(prepared.to_be_signed))
    return page


def _header(planned: PlannedClass, packet_id: UUID, at: datetime) -> PacketHeader:
    year = planned.year
    return PacketHeader(
        packet_id=packet_id.hex,
        department_code=year.department_code,
        school_code=year.school_code,
        school_name=year.school_name,
        level=year.level,
        grade=year.grade,
        class_name=year.class_name,
        school_year=year.school_year,
        created_at=at,
    )
