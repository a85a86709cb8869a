import os
import pwd

import pytest

from hocba.adapters.embedded.account import NAME, Account, let_pass, server_account

NOBODY = Account(65534, 65534)
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes owners")


def test_the_way_down_is_opened_for_passing_and_for_nothing_else(tmp_path):
    closed, open_already = tmp_path / "closed", tmp_path / "closed" / "open"
    open_already.mkdir(parents=True)
    closed.chmod(0o700)
    open_already.chmod(0o755)
    let_pass(NOBODY, open_already / "cluster")
    assert closed.stat().st_mode & 0o777 == 0o701
    assert open_already.stat().st_mode & 0o777 == 0o755


def test_a_directory_of_the_accounts_own_is_left_as_it_is(tmp_path):
    own = tmp_path / "own"
    own.mkdir(mode=0o700)
    let_pass(Account(os.geteuid(), os.getegid()), own / "cluster")
    assert own.stat().st_mode & 0o777 == 0o700


def test_a_user_runs_the_server_as_themselves(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert server_account(tmp_path) is None


@needs_root
def test_root_hands_the_server_to_an_account_that_cannot_log_in(tmp_path):
    account = server_account(tmp_path / "not there yet")
    assert account.uid != 0
    assert pwd.getpwuid(account.uid).pw_name == NAME
    assert pwd.getpwuid(account.uid).pw_shell == "/usr/sbin/nologin"


@needs_root
def test_root_leaves_a_users_cluster_to_that_user(tmp_path):
    cluster = tmp_path / "data"
    cluster.mkdir()
    os.chown(cluster, NOBODY.uid, NOBODY.gid)
    assert server_account(cluster) == NOBODY
