"""A backup is one moment, whole; what comes back is the same to the byte, or is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.db import connection

from hocba.adapters import dumps
from hocba.adapters.roles.owner import as_owner
from hocba.core.errors import InputError, Unavailable
from hocba.project.backups import manifest
from hocba.project.backups.restoring import put_back
from hocba.project.backups.taking import take
from hocba.registry.intake.compression import prefer_lz4
from hocba.registry.intake.models import RegisteredPage
from tests.registry.audit import audit
from tests.registry.school import NOW, answer, code, lock, open_schools, packet, page

pytestmark = pytest.mark.django_db(transaction=True)

# What a restored installation holds, told by a process of its own.
LOOK = """
from hocba.project import django_setup
django_setup.setup()
import json
from hocba.registry.intake.models import Packet, RegisteredPage
from tests.registry.audit import audit
pages = RegisteredPage.objects.order_by("pk")
facts = [[p.lookup_code, p.version, p.state, bytes(p.sha256).hex()] for p in pages]
print(json.dumps([audit(), Packet.objects.count(), facts]))
"""


@pytest.fixture
def registry():
    """Three pages of which two are locked, and a version that was replaced."""
    open_schools()
    answer(packet(page(1), page(2), page(3)))
    answer(packet(page(3, version=2, score=8), number=2))
    lock(1, 2)


@pytest.fixture
def backup(registry, tmp_path):
    folder = tmp_path / "backup"
    take(folder, at=NOW, jobs=2)
    return folder


def elsewhere(home, *command):
    """Run a program on an installation of its own under ``home``."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "hocba.project.settings",
        "HOCBA_ENV": "test",
        "HOCBA_HOME": str(home),
    }
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, *command],
        env=kept | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def restore(home, folder):
    program = "import sys; from hocba.project.cli import run; sys.exit(run(sys.argv[1:]) or 0)"
    return elsewhere(home, "-c", program, "restore", str(folder))


def test_what_comes_back_is_the_same_to_the_byte_and_its_ledger_holds(backup, tmp_path):
    done = restore(tmp_path / "new", backup)
    assert done.returncode == 0, done.stderr
    assert "sổ cái 2 mục" in done.stdout
    size, packets, pages = json.loads(elsewhere(tmp_path / "new", "-c", LOOK).stdout)
    own = RegisteredPage.objects.order_by("pk")
    assert pages == [
        [each.lookup_code, each.version, each.state, bytes(each.sha256).hex()] for each in own
    ]
    assert (size, packets) == (audit(), 2) == (2, 2)


ATTACK = """
from hocba.project import django_setup
django_setup.setup()
from django.db import connection
from hocba.adapters import dumps
from hocba.adapters.roles.owner import as_owner
from hocba.registry.intake.models import RegisteredPage
for who in (connection.ensure_connection, as_owner(connection).__enter__):
    who()
    try:
        RegisteredPage.objects.update(version=9)
    except Exception as refusal:
        print(refusal)
"""


def test_the_restored_register_guards_what_is_locked_from_application_and_owner(backup, tmp_path):
    assert restore(tmp_path / "new", backup).returncode == 0
    done = elsewhere(tmp_path / "new", "-c", ATTACK)
    assert "permission denied" in done.stdout
    assert "không nhận lệnh UPDATE" in done.stdout


def test_a_backup_taken_while_pages_come_in_is_of_one_moment(registry, tmp_path):
    first = take(tmp_path / "first", at=NOW, jobs=1)
    answer(packet(page(4), number=4))
    lock(4)
    second = take(tmp_path / "second", at=NOW, jobs=1)
    assert (first.ledger_size, second.ledger_size) == (2, 3)
    assert first.ledger_root != second.ledger_root


@pytest.mark.parametrize("harm", ["changed", "missing", "surplus"])
def test_a_backup_that_was_touched_is_refused_before_anything_is_written(backup, harm):
    some = min(path for path in (backup / "database").iterdir() if path.name != "toc.dat")
    if harm == "changed":
        data = bytearray(some.read_bytes())
        data[len(data) // 2] ^= 1
        some.write_bytes(data)
    elif harm == "missing":
        some.unlink()
    else:
        (backup / "database" / "more").write_bytes(b"")
    with pytest.raises(InputError, match="bị thay đổi hoặc thiếu"):
        manifest.read(backup)


def test_a_folder_that_is_no_backup_is_named(tmp_path):
    with pytest.raises(InputError, match=str(tmp_path)):
        put_back(tmp_path, jobs=1)


COMPRESSION = """
from hocba.project import django_setup
django_setup.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute(
        "SELECT attcompression::text, (SELECT 'lz4' = ANY (enumvals) FROM pg_settings"
        " WHERE name = 'default_toast_compression') FROM pg_attribute"
        " WHERE attrelid = 'intake_registeredpage'::regclass AND attname = 'content'"
    )
    method, has_lz4 = cursor.fetchone()
print(method == ("l" if has_lz4 else ""))
"""


def test_pages_are_compressed_as_the_restoring_server_can_not_as_the_other_did(registry, tmp_path):
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE intake_registeredpage ALTER COLUMN content SET COMPRESSION pglz"
        )
        take(tmp_path / "backup", at=NOW, jobs=1)
        prefer_lz4(connection)
    assert restore(tmp_path / "new", tmp_path / "backup").returncode == 0
    assert elsewhere(tmp_path / "new", "-c", COMPRESSION).stdout.strip() == "True"


def test_nothing_is_restored_over_data_that_is_there(backup):
    with pytest.raises(InputError, match="không trống"):
        put_back(backup, jobs=1)
    assert RegisteredPage.objects.filter(lookup_code=code(1)).exists()


def test_what_postgresql_could_not_do_is_told_without_the_statement(backup):
    with as_owner(connection), pytest.raises(Unavailable) as told:
        dumps.restore(dumps.Place.of(connection), backup / "database", jobs=1)
    assert "already exists" in str(told.value)
    assert "CREATE" not in str(told.value)


def test_a_ledger_head_that_is_not_the_manifests_is_told(backup, tmp_path):
    path = backup / manifest.NAME
    forged = json.loads(path.read_bytes()) | {"ledger_size": 3}
    path.write_text(json.dumps(forged))
    done = restore(tmp_path / "new", backup)
    assert done.returncode == 2
    assert "không khớp" in done.stderr


def test_a_backup_is_its_owners_alone_and_never_overwrites_another(backup):
    assert backup.stat().st_mode & 0o077 == 0
    with pytest.raises(InputError, match="thư mục mới"):
        take(backup, at=NOW, jobs=1)
