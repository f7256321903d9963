"""Where the backing services are and how many connections a process keeps to each."""

import os
from collections.abc import Collection
from dataclasses import dataclass
from importlib.metadata import version

from servers.catalog.scenario_parameters import DATABASE_POOL, UPSTREAM_POOL
from servers.telemetry.messages import Setting

CACHE_POOL = 100
WAIT_S = 5.0
"""So long a request waits for a free connection to the database or the cache."""


def database_url() -> str:
    """Where the database is; without the launcher's word, where it usually is."""
    return os.environ.get("FACEOFF_DATABASE_URL", "postgresql://127.0.0.1/postgres")


def cache_url() -> str:
    """Where the cache is."""
    return os.environ.get("FACEOFF_CACHE_URL", "redis://127.0.0.1:6379")


def upstream_url() -> str:
    """Where the upstream API is."""
    return os.environ.get("FACEOFF_UPSTREAM_URL", "http://127.0.0.1:8000")


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


def shown(modules: Collection[str], client: str) -> tuple[Setting, ...]:
    """The settings of the pools that a server with these modules has.

    Beside the defaults of psycopg_pool, redis-py and ``client``, the library that calls the
    upstream API.
    """
    known = {
        "database": (
            Setting("database_pool", "Database pool", f"{database_pool()}", "4"),
            Setting("database_wait", "Database wait", f"{WAIT_S:.0f} s", "30 s"),
        ),
        "cache": (
            Setting("cache_pool", "Cache pool", f"{CACHE_POOL}", "100"),
            Setting("cache_full", "Cache pool full", f"waits {WAIT_S:.0f} s", "fails"),
            Setting("cache_retries", "Cache retries", "1", "10"),
        ),
        "upstream": _upstream(client) if client else (),
    }
    return tuple(each for key, settings in known.items() if key in modules for each in settings)


def _upstream(client: str) -> tuple[Setting, ...]:
    usual = UPSTREAM_CLIENTS[client]
    how, size = client_words(client), f"{upstream_pool()}"
    return (
        Setting("upstream_client", "HTTP client", how, how),
        Setting("upstream_pool", "Upstream pool", size, usual.pool),
        Setting("upstream_keep_alive", "Upstream kept alive", size, usual.kept),
        Setting("upstream_timeout", "Upstream timeout for", usual.timeout, usual.timeout),
        Setting("upstream_proxies", "Upstream proxies", "ignored", usual.proxies),
        Setting("upstream_retries", "Upstream retries", "0", usual.retries),
    )


def versions(modules: Collection[str], client: str) -> dict[str, str]:
    """Of the libraries with which these modules reach their services."""
    known = {
        "database": ("psycopg", "psycopg-pool"),
        "cache": ("redis",),
        "upstream": UPSTREAM_CLIENTS[client].packages if client else (),
    }
    packages = (name for key, names in known.items() if key in modules for name in names)
    return {name: version(name) for name in packages}
