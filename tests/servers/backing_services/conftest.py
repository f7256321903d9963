"""The services, started once for the tests of this folder."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from servers.backing_services.launcher import RunningService
from tests.support.running_services import running_services


@pytest.fixture(scope="package")
def services() -> Iterator[dict[str, RunningService]]:
    """Database, cache and upstream, by key."""
    with running_services("database", "cache", "upstream") as found:
        yield found


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder for temporary files, which also an unprivileged account may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="faceoff-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)
