"""Which device signs, as the command line names it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from hocba.adapters.keys import Device, load_pkcs12
from hocba.adapters.keys.csc import Secrets, Service, Version, open_remote
from hocba.adapters.keys.token import open_token
from hocba.core.errors import InputError, UnreadableFile


@dataclass(frozen=True, slots=True)
class Choice:
    """A file, a token or a service; just one of the three first fields is filled.

    ``secret`` is the password or PIN; it is asked for at the terminal when it is not known.
    """

    file: Path | None = None
    token: str = ""
    service: str = ""
    module: Path | None = None
    version: Version = Version.V2
    user: str = ""
    credential: str = ""
    secret: str | None = None


_FILE = click.Path(path_type=Path)
_OPTIONS = (
    click.option("--pkcs12", type=_FILE, help="Tệp khoá PKCS#12."),
    click.option("--token", default="", help="Nhãn của USB token hoặc HSM."),
    click.option("--module", type=_FILE, help="Trình điều khiển PKCS#11 của thiết bị (tệp .so)."),
    click.option("--csc", default="", help="Địa chỉ dịch vụ ký số từ xa (CSC API)."),
    click.option("--csc-version", type=click.Choice(["v1", "v2"]), default="v2", help="v1, v2."),
    click.option("--csc-user", default="", help="Tên đăng nhập ở dịch vụ ký số từ xa."),
    click.option("--credential", default="", help="Tên khoá ở dịch vụ ký số từ xa."),
    click.option("--secret-file", type=_FILE, help="Tệp chứa mật khẩu hoặc mã PIN; thiếu thì hỏi."),
)


def with_device(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options that name a device; it gets them as ``device: Choice``."""

    @wraps(command)
    def taken(**given: Any) -> int:
        device = Choice(
            file=given.pop("pkcs12"),
            token=given.pop("token"),
            module=given.pop("module"),
            service=given.pop("csc"),
            version=Version(given.pop("csc_version")),
            user=given.pop("csc_user"),
            credential=given.pop("credential"),
            secret=_read(given.pop("secret_file")),
        )
        return command(device=device, **given)

    for option in reversed(_OPTIONS):
        taken = option(taken)
    return taken


def _read(file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        return file.read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"Không đọc được mật khẩu trong tệp «{file}».") from error


@contextmanager
def opened(choice: Choice) -> Iterator[Device]:
    """The device, for as long as the block lasts. Raises InputError unless just one is named."""
    if sum(map(bool, (choice.file, choice.token, choice.service))) != 1:
        raise InputError("Hãy chọn đúng một thiết bị ký: --pkcs12, --token hoặc --csc.")
    if choice.file is not None:
        yield load_pkcs12(choice.file, _secret(choice, "Mật khẩu của tệp khoá"))
    elif choice.token:
        if choice.module is None:
            raise InputError("Thiếu --module: trình điều khiển PKCS#11 của thiết bị ký.")
        with open_token(choice.module, choice.token, _secret(choice, "Mã PIN")) as key:
            yield key
    else:
        yield _remote(choice)


def _remote(choice: Choice) -> Device:
    service = Service(choice.service, choice.version)
    if choice.user:
        service = service.logged_in(choice.user, _asked("Mật khẩu của dịch vụ ký số"))
    return open_remote(
        service,
        credential=choice.credential,
        secrets=Secrets(_secret(choice, "Mã PIN"), lambda: _asked("Mã xác nhận (OTP)")),
    )


def _secret(choice: Choice, name: str) -> str:
    return choice.secret if choice.secret is not None else _asked(name)


def _asked(name: str) -> str:
    return str(click.prompt(name, hide_input=True, err=True))
