"""The program's settings as the tests use them: own data directory, own database for each run."""

import os
from pathlib import Path

os.environ["HOCBA_ENV"] = "test"
os.environ["HOCBA_HOME"] = str(Path(__file__).parent.parent / "var" / "test")
os.environ.pop("HOCBA_CLOCK", None)

from hocba.project.settings import *  # noqa: F403
from hocba.project.settings import DATABASES

# Tests lay out and spoil what they need as the owner; tests/adapters/roles is about the others.
# Two runs at the same time must not empty each other's database.
DATABASES["default"]["OPTIONS"] = DATABASES["default"]["OWNER_OPTIONS"]
DATABASES["default"]["TEST"] = {"NAME": f"test_hocba_{os.getpid()}"}
