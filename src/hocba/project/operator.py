"""Who acts when a command is given on the machine itself."""

from __future__ import annotations

import os
import pwd


def operator() -> str:
    """The account that runs this program, as journals and logs write it."""
    return f"operator:{pwd.getpwuid(os.getuid()).pw_name}"
