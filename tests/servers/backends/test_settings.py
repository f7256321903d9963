"""Where the services are comes from the environment, and pools are told as they are."""

import pytest

from servers.backends import settings


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_POOL", "UPSTREAM_POOL"):
        monkeypatch.delenv(f"FACEOFF_{name}", raising=False)


def told(*modules: str) -> dict[str, tuple[str, bool]]:
    return {each.title: (each.value, each.differs) for each in settings.shown(modules)}


def test_only_the_pools_of_what_is_served_are_told() -> None:
    assert told() == {}
    assert told("page", "upload") == {}
    assert told("database") == {"Database pool": ("10", True)}
    assert told("cache") == {"Cache pool": ("100", False)}


def test_the_pools_are_those_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACEOFF_DATABASE_POOL", "4")
    monkeypatch.setenv("FACEOFF_UPSTREAM_POOL", "20")
    assert told("upstream", "database") == {
        "Database pool": ("4", False),
        "Upstream pool": ("20", True),
        "Upstream kept alive": ("20", False),
    }
