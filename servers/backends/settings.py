"""Where the backing services are and how many connections a process keeps to each."""

import os
from collections.abc import Collection

from servers.messages import Setting
from servers.scenario_parameters import DATABASE_POOL, UPSTREAM_POOL

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


def shown(modules: Collection[str]) -> tuple[Setting, ...]:
    """What a server with these modules tells of its pools; the defaults are those of psycopg_pool,
    redis-py and httpx.
    """
    known = {
        "database": (Setting("database_pool", "Database pool", f"{database_pool()}", "4"),),
        "cache": (Setting("cache_pool", "Cache pool", f"{CACHE_POOL}", "100"),),
        "upstream": (
            Setting("upstream_pool", "Upstream pool", f"{upstream_pool()}", "100"),
            Setting("upstream_keep_alive", "Upstream kept alive", f"{upstream_pool()}", "20"),
        ),
    }
    return tuple(each for key, settings in known.items() if key in modules for each in settings)
