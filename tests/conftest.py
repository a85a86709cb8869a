"""What every test shares. The database comes from pytest-django and ``tests/settings.py``."""

import os
import shutil

import hypothesis
import pytest
from django.db.backends.base.creation import BaseDatabaseCreation
from django.db.backends.postgresql.operations import DatabaseOperations

from tests.authorities import serving
from tests.flush import lifting_guards, refilling

hypothesis.settings.register_profile("default", deadline=None)
hypothesis.settings.register_profile("fuzz", deadline=None, max_examples=5_000)
hypothesis.settings.load_profile("default")


def pytest_runtest_setup(item):
    """``@pytest.mark.tools("xmlsec1")`` skips where Debian's package is not installed."""
    for mark in item.iter_markers("tools"):
        missing = [program for program in mark.args if shutil.which(program) is None]
        if missing:
            pytest.skip(f"needs {', '.join(missing)}")


def pytest_sessionfinish(session):
    """Continuous integration has every tool: there, a test that was skipped has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def _tests_that_commit_may_empty_the_database():
    with pytest.MonkeyPatch.context() as patch:
        flush = lifting_guards(DatabaseOperations.execute_sql_flush)
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
        refill = refilling(BaseDatabaseCreation.deserialize_db_from_string)
        patch.setattr(BaseDatabaseCreation, "deserialize_db_from_string", refill)
        yield


@pytest.fixture(scope="session")
def authorities(tmp_path_factory):
    """Certomancer's authorities; who asks them is marked ``allow_hosts(["127.0.0.1"])``."""
    with pytest.MonkeyPatch.context() as patch, serving(tmp_path_factory.mktemp("keys")) as them:
        patch.setenv("no_proxy", "127.0.0.1")
        yield them
