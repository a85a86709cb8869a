"""Where the server keeps its write-ahead log, the register comes back as it was at any moment."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

from hocba.adapters.embedded.account import let_pass, server_account
from hocba.adapters.keys.ledger import save_ledger_key
from tests.registry.audit import LEDGER_KEY

HOCBA = ("-c", "import sys; from hocba.project.cli import run; sys.exit(run(sys.argv[1:]) or 0)")
LIFE = ("-m", "tests.project.backups.archived")


@pytest.fixture
def keys(tmp_path):
    """The trust, to be filled, and the ledger's key that both installations are judged with."""
    (tmp_path / "trust").mkdir()
    save_ledger_key(tmp_path / "ledger.pem", LEDGER_KEY.key)
    return {
        "HOCBA_TRUST": str(tmp_path / "trust"),
        "HOCBA_LEDGER_KEY": str(tmp_path / "ledger.pem"),
        "HOCBA_LEDGER_NAME": LEDGER_KEY.name,
    }


@pytest.fixture
def archive(tmp_path):
    """A folder where the server puts its log, whoever runs it."""
    folder = tmp_path / "archive"
    folder.mkdir()
    give(folder)
    return folder


def give(folder):
    """To the account that runs PostgreSQL, when it is not ours."""
    account = server_account(folder)
    if account is None:
        return
    let_pass(account, folder)
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def on(home, keys, *words):
    """Run a program to its good end on the installation under ``home``; give what it printed."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    settings = {"DJANGO_SETTINGS_MODULE": "hocba.project.settings", "HOCBA_ENV": "test"}
    done = subprocess.run(
        [sys.executable, *map(str, words)],
        env=kept | settings | keys | {"HOCBA_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def bring_back(copy, archive, data, moment):
    """What an administrator does: the copy in the cluster's place, the log up to the moment."""
    data.parent.mkdir(parents=True)
    shutil.copytree(copy, data, symlinks=True)
    settings = {
        "archive_mode": "off",
        "restore_command": f'cp "{archive}/%f" "%p"',
        "recovery_target_time": moment,
        "recovery_target_action": "promote",
        "hot_standby": "off",
    }
    with (data / "postgresql.auto.conf").open("a") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
    (data / "recovery.signal").touch()
    data.chmod(0o700)
    give(data)


def test_a_table_that_was_dropped_is_back_and_the_audit_is_clean(tmp_path, keys, archive):
    first, second, copy = tmp_path / "first", tmp_path / "second", tmp_path / "copy"
    on(first, keys, *LIFE, "prepare", archive)
    moment, held = json.loads(on(first, keys, *LIFE, "work", copy))
    bring_back(copy, archive, second / "database" / "data", moment)
    assert json.loads(on(second, keys, *LIFE, "look")) == held
    assert "sổ cái 3 mục: mọi thứ đều đúng" in on(second, keys, *HOCBA, "audit")
