"""The packets of a made-up city are as real as any other's, and a registry takes them in."""

import json
import shutil
from datetime import datetime

import pytest

from hocba.adapters.clock import ZONE
from hocba.adapters.pki.authority import KeyKind, Subject, issue
from hocba.adapters.pki.demonstration import AUTHORITY, SIGNER_VALIDITY, KeyRing, make_keys
from hocba.adapters.trust import load_trust
from hocba.core.errors import InputError
from hocba.core.packet import read_receipt
from hocba.core.record import SchoolLevel
from hocba.project.simulation.city import PlannedSchool, plan
from hocba.project.simulation.making import City, claim_folder, make, make_school
from hocba.project.simulation.registering import register
from hocba.registry.intake.actions import receive
from hocba.registry.intake.examining import Conditions

NOW = datetime(2024, 6, 24, 8, tzinfo=ZONE)
CITY = City(60, "2023-2024", 1, KeyKind.P_256)


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    directory = tmp_path_factory.mktemp("keys")
    make_keys(directory, ())
    return directory


def one_school(level, pupils_of_a_class=2):
    """A school of the whole city at that level, with its first class only, and a small one."""
    planned = next(p for p in plan(1_000_000, "2023-2024") if p.school.level is level)
    first = planned.classes[0]
    small = type(first)(first.year, pupils_of_a_class, first.first)
    return PlannedSchool(planned.school, (small,))


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KeyKind)
def test_a_registry_that_was_told_of_the_staff_accepts_every_page(tmp_path, keys, kind):
    for level in SchoolLevel:
        make_school(
            one_school(level), city=City(6, "2023-2024", 1, kind), folder=tmp_path, keys=keys
        )
    register(tmp_path, "2023-2024")
    register(tmp_path, "2023-2024")
    authority = KeyRing(keys).key(AUTHORITY)
    office = Subject("Sở GDĐT Hà Nội", "Sở GDĐT Hà Nội")
    receipt_key = issue(authority, office, KeyKind.P_256, SIGNER_VALIDITY)
    conditions = Conditions(load_trust(keys / "trust"))
    packets = sorted(tmp_path.glob("*/*.xml"))
    assert len(packets) == 3
    for packet in packets:
        receipt = read_receipt(
            receive(
                packet.read_bytes(),
                sender="mô phỏng",
                at=NOW,
                conditions=conditions,
                receipt_key=receipt_key,
            )
        )
        assert [outcome.faults for outcome in receipt.outcomes] == [(), ()]


def test_a_run_goes_on_where_it_was_broken_off(tmp_path, keys):
    claim_folder(tmp_path, CITY)
    assert sum(make(CITY, tmp_path, keys, workers=2)) == 60
    packets = {path: path.read_bytes() for path in tmp_path.glob("*/*.xml")}
    lost = min(tmp_path.glob("*/staff.json")).parent
    shutil.rmtree(lost)
    assert sum(make(CITY, tmp_path, keys, workers=2)) == 60
    assert packets.keys() == set(tmp_path.glob("*/*.xml"))
    assert all(p.read_bytes() == data for p, data in packets.items() if lost not in p.parents)


def test_a_school_that_was_half_made_is_made_anew(tmp_path, keys):
    school = one_school(SchoolLevel.PRIMARY)
    (tmp_path / f".{school.school.code}.unfinished").mkdir()
    assert make_school(school, city=CITY, folder=tmp_path, keys=keys) == 2
    assert [path.name for path in tmp_path.iterdir()] == [school.school.code]


def test_a_folder_of_another_city_is_left_alone(tmp_path):
    claim_folder(tmp_path, CITY)
    claim_folder(tmp_path, CITY)
    with pytest.raises(InputError, match="mô phỏng khác"):
        claim_folder(tmp_path, City(61, "2023-2024", 1, KeyKind.P_256))
    assert json.loads((tmp_path / "city.json").read_text())["pages"] == 60
