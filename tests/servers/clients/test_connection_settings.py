"""Where the services are comes from the environment, and pools are told as they are."""

import pytest

from servers.clients import connection_settings


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_POOL", "UPSTREAM_POOL"):
        monkeypatch.delenv(f"FACEOFF_{name}", raising=False)


def told(*modules: str) -> dict[str, tuple[str, bool]]:
    return {
        each.title: (each.value, each.differs)
        for each in connection_settings.shown(modules, "httpx")
    }


def test_only_the_pools_of_what_is_served_are_told() -> None:
    assert told() == {}
    assert told("page", "upload") == {}
    assert told("database") == {
        "Database pool": ("10", True),
        "Database wait": ("5 s", True),
    }
    assert told("cache") == {
        "Cache pool": ("100", False),
        "Cache pool full": ("waits 5 s", True),
        "Cache retries": ("1", True),
    }


def test_the_pools_are_those_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACEOFF_DATABASE_POOL", "4")
    monkeypatch.setenv("FACEOFF_UPSTREAM_POOL", "20")
    pools = {title: each for title, each in told("upstream", "database").items() if "ool" in title}
    assert pools == {"Database pool": ("4", False), "Upstream pool": ("20", True)}


@pytest.mark.parametrize(
    ("client", "how", "kept"),
    [
        ("httpx", "httpx, one shared client", "20"),
        ("aiohttp", "aiohttp, one shared session", "100"),
        ("requests", "requests, one shared session", "10"),
        ("urllib3", "urllib3, one shared pool", "1"),
    ],
)
def test_the_upstream_client_is_named_with_its_own_defaults(
    client: str, how: str, kept: str
) -> None:
    shown = {each.key: each for each in connection_settings.shown(("upstream",), client)}
    assert (shown["upstream_client"].value, shown["upstream_keep_alive"].default) == (how, kept)
    assert set(connection_settings.versions(("upstream",), client)) >= {client}
