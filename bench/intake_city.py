"""Packed packets of made-up primary schools, whose pages have three signatures."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice, zip_longest
from pathlib import Path

from hocba.adapters.pki.authority import KeyKind, Subject
from hocba.adapters.pki.demonstration import Holder, make_keys
from hocba.core.record import SchoolLevel
from hocba.project.simulation.city import PlannedSchool, plan
from hocba.project.simulation.making import City, make_school

YEAR = "2023-2024"
_EVERYBODY = 1_900_000
_OFFICE = Holder("registry", Subject("Sở GDĐT Hà Nội", "Sở GDĐT Hà Nội"), KeyKind.P_256)


@dataclass(frozen=True)
class Packet:
    """A class's packet on disk, packed with gzip."""

    path: Path
    pages: int


def packets(
    folder: Path, keys: Path, *, schools: Sequence[int], classes: int, processes: int
) -> Iterator[list[Packet]]:
    """Batches of so many schools' packets, ``classes`` of each school; no school is in two.

    The schools send in turns, as they do when all of them report at the same time.
    """
    make_keys(keys, [_OFFICE])
    folder.mkdir()
    every = (each for each in plan(_EVERYBODY, YEAR) if each.school.level is SchoolLevel.PRIMARY)
    job = partial(make_school, city=City(0, YEAR, 1, KeyKind.P_256), folder=folder, keys=keys)
    with ProcessPoolExecutor(processes) as pool:
        for number in schools:
            taken = [_some(planned, classes) for planned in islice(every, number)]
            list(pool.map(job, taken))
            turns = zip_longest(*(_packed_classes(folder, planned) for planned in taken))
            yield [packet for turn in turns for packet in turn if packet is not None]


def _some(planned: PlannedSchool, classes: int) -> PlannedSchool:
    return PlannedSchool(planned.school, planned.classes[:classes])


def _packed_classes(folder: Path, planned: PlannedSchool) -> Iterator[Packet]:
    for each in planned.classes:
        path = folder / planned.school.code / f"{each.year.class_name}.xml"
        packed = path.with_suffix(".xml.gz")
        packed.write_bytes(gzip.compress(path.read_bytes()))
        yield Packet(packed, each.pupils)
