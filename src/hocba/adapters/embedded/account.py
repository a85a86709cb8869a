"""The account that runs PostgreSQL when the program itself is started as root.

PostgreSQL refuses root. So root hands the cluster to an account without a password or a
shell, and opens the directories on the way to it for passing through (search permission
only: nobody can list or read more than before).
"""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from hocba.core.errors import Unavailable

NAME = "hocba"


@dataclass(frozen=True, slots=True)
class Account:
    uid: int
    gid: int


def server_account(cluster: Path) -> Account | None:
    """Who is to run the server of ``cluster``; None for "whoever runs this process".

    A cluster that a user made before stays that user's when root comes later.
    Raises Unavailable when the account cannot be made.
    """
    if os.geteuid() != 0:
        return None
    if cluster.exists() and cluster.stat().st_uid != 0:
        owner = pwd.getpwuid(cluster.stat().st_uid)
    else:
        owner = _system_account()
    return Account(owner.pw_uid, owner.pw_gid)


def _system_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        _make_system_account()
    return pwd.getpwnam(NAME)


def _make_system_account() -> None:
    command = ["/usr/sbin/useradd", "--system", "--no-create-home", "--user-group"]
    try:
        subprocess.run(  # noqa: S603 - fixed words only
            [*command, "--shell", "/usr/sbin/nologin", NAME], check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise Unavailable(
            f"Không tạo được tài khoản hệ thống «{NAME}» để chạy PostgreSQL nhúng; hãy chạy bằng"
            " người dùng thường hoặc đặt DATABASE_URL tới một máy chủ PostgreSQL."
        ) from error


def let_pass(account: Account, path: Path) -> None:
    """Give ``account`` the way down to ``path``: search permission where it lacks on a parent."""
    for parent in path.resolve().parents:
        found = parent.stat()
        if found.st_uid != account.uid and not found.st_mode & stat.S_IXOTH:
            parent.chmod(stat.S_IMODE(found.st_mode) | stat.S_IXOTH)
