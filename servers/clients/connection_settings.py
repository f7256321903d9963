"""Where the backing services are and how many connections a process keeps to each."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from servers.catalog.backing_services import BACKING_SERVICES, BackingService, backing_service
from servers.catalog.scenario_parameters import DATABASE_POOL, UPSTREAM_POOL
from servers.catalog.scenarios import services_of
from servers.process.import_string import import_object
from servers.telemetry.messages import Setting

CACHE_POOL = 100
FAILED_STATUS = 500
"""A call to the upstream API has failed from this status on."""

WAIT_S = 5.0
"""So long a request waits for a free connection to the database or the cache."""


def _url(service: str, usual: str) -> str:
    return os.environ.get(backing_service(service).url_variable, usual)


def database_url() -> str:
    """Where the database is; without the launcher's word, where it usually is."""
    return _url("database", "postgresql://127.0.0.1/postgres")


def cache_url() -> str:
    """Where the cache is."""
    return _url("cache", "redis://127.0.0.1:6379")


def upstream_url() -> str:
    """Where the upstream API is."""
    return _url("upstream", "http://127.0.0.1:8000")


def database_pool() -> int:
    """Connections to the database, for each process."""
    return int(os.environ.get("FACEOFF_DATABASE_POOL", DATABASE_POOL.default))


def upstream_pool() -> int:
    """Connections to the upstream, for each process; as many are kept alive."""
    return int(os.environ.get("FACEOFF_UPSTREAM_POOL", UPSTREAM_POOL.default))


@dataclass(frozen=True, slots=True)
class UpstreamClient:
    """A library that calls the upstream API, with the defaults of its pool, proxies and retries.

    ``packages`` are what it is made of, ``shared`` is what all requests of a process share,
    ``pool`` and ``kept`` how many connections there may be and how many are used again, ``timeout``
    what a timeout is for.
    """

    packages: tuple[str, ...]
    shared: str
    pool: str
    kept: str
    timeout: str
    proxies: str
    retries: str


NO_LIMIT = "no limit"
UPSTREAM_CLIENTS: dict[str, UpstreamClient] = {
    "httpx": UpstreamClient(("httpx", "httpcore"), "client", "100", "20", "each step", "used", "0"),
    "aiohttp": UpstreamClient(
        ("aiohttp",), "session", "100", "100", "the whole call", "ignored", "0"
    ),
    "requests": UpstreamClient(
        ("requests", "urllib3"), "session", NO_LIMIT, "10", "each step", "used", "0"
    ),
    "urllib3": UpstreamClient(("urllib3",), "pool", NO_LIMIT, "1", "each step", "ignored", "3"),
}


def client_words(client: str) -> str:
    """``httpx, one shared client``."""
    return f"{client}, one shared {UPSTREAM_CLIENTS[client].shared}"


class ClientInUse(NamedTuple):
    """What calls a backing service.

    ``packages`` are what it is made of; ``settings`` has the value of each, beside the default of
    its library, by key.
    """

    packages: tuple[str, ...]
    settings: dict[str, tuple[str, str]]


def database_client(_: str) -> ClientInUse:
    """psycopg, with its pool."""
    return ClientInUse(
        ("psycopg", "psycopg-pool"),
        {
            "database_pool": (f"{database_pool()}", "4"),
            "database_wait": (f"{WAIT_S:.0f} s", "30 s"),
        },
    )


def cache_client(_: str) -> ClientInUse:
    """redis-py, with its pool."""
    return ClientInUse(
        ("redis",),
        {
            "cache_pool": (f"{CACHE_POOL}", "100"),
            "cache_full": (f"waits {WAIT_S:.0f} s", "fails"),
            "cache_retries": ("1", "10"),
        },
    )


def upstream_client(library: str) -> ClientInUse:
    """The library of that name; one without a name has no settings to show."""
    if not library:
        return ClientInUse((), {})
    usual = UPSTREAM_CLIENTS[library]
    how, size = client_words(library), f"{upstream_pool()}"
    return ClientInUse(
        usual.packages,
        {
            "upstream_client": (how, how),
            "upstream_pool": (size, usual.pool),
            "upstream_keep_alive": (size, usual.kept),
            "upstream_timeout": (usual.timeout, usual.timeout),
            "upstream_proxies": ("ignored", usual.proxies),
            "upstream_retries": ("0", usual.retries),
        },
    )


def shown(modules: Collection[str], library: str) -> tuple[Setting, ...]:
    """The settings of the clients that a server with these modules has.

    ``library`` is the one that calls the upstream API.
    """
    return tuple(
        Setting(row.key, row.title, *client.settings[row.key])
        for service, client in _clients(modules, library)
        for row in service.settings
        if row.key in client.settings
    )


def versions(modules: Collection[str], library: str) -> dict[str, str]:
    """Of the packages with which these modules call their services."""
    from importlib.metadata import version  # takes 15 ms

    packages = (name for _, client in _clients(modules, library) for name in client.packages)
    return {name: version(name) for name in packages}


def _clients(
    modules: Collection[str], library: str
) -> Iterator[tuple[BackingService, ClientInUse]]:
    called = services_of(modules)
    for service in BACKING_SERVICES:
        if service.key in called:
            yield service, import_object(service.client)(library)
