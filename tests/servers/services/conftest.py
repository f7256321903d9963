"""The services, started once for the tests of this folder."""

from collections.abc import Iterator

import pytest

from servers.services.launcher import RunningService
from tests.servers.services.running import running_services


@pytest.fixture(scope="session")
def services() -> Iterator[dict[str, RunningService]]:
    """Database, cache and upstream, by key."""
    with running_services("database", "cache", "upstream") as found:
        yield found
