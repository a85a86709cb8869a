"""The program's settings as the tests use them: own data directory, own database for each run."""

import os
from pathlib import Path

os.environ["HOCBA_ENV"] = "test"
os.environ["HOCBA_HOME"] = str(Path(__file__).parent.parent / "var" / "test")
os.environ.pop("HOCBA_CLOCK", None)

from hocba.project.settings import *  # noqa: F403
from hocba.project.settings import DATABASES

# Two runs at the same time must not empty each other's database.
DATABASES["default"]["TEST"] = {"NAME": f"test_hocba_{os.getpid()}"}
