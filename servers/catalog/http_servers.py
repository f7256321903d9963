"""The HTTP servers that run the apps: where each is implemented, and what is particular to it."""

import msgspec

from servers.catalog.setting_description import SettingDescription
from servers.process.packages import Package


class HttpServer(msgspec.Struct, frozen=True, kw_only=True):
    """One way to run an app.

    ``host`` is the import string of the class that implements ``servers.hosts.Serving``.
    ``manages_workers`` servers start their processes themselves; of the others several are started
    (``hosts.multiprocess``). Under ``uses_greenlets``, a call that blocks lets other requests go
    on. ``settings`` are the rows of the fairness table that it alone announces. ``chunked_bodies``
    is what the app reads of a body whose length is not announced, and what it would read by
    default, where that differs. ``packages`` are what the class imports.
    """

    key: str
    host: str
    manages_workers: bool = False
    uses_greenlets: bool = False
    settings: tuple[SettingDescription, ...] = ()
    chunked_bodies: tuple[str, str] | None = None
    packages: tuple[Package, ...]


_UVICORN = Package(import_name="uvicorn")
_GUNICORN = Package(import_name="gunicorn", extra="gunicorn")
_WORKER_CLASS = SettingDescription(
    key="worker_class",
    title="Worker class",
    means="How gunicorn's processes serve requests.",
    in_every_race=False,
)

WAITRESS = HttpServer(
    key="waitress",
    host="servers.hosts.waitress_server:WaitressServing",
    packages=(Package(import_name="waitress"),),
)
UVICORN = HttpServer(
    key="uvicorn",
    host="servers.hosts.uvicorn_server:UvicornServing",
    packages=(_UVICORN,),
)
MOUNTED = HttpServer(
    key="mounted",
    host="servers.hosts.mounted_server:MountedServing",
    chunked_bodies=("read", "empty: a2wsgi does not say where they end"),
    packages=(Package(import_name="fastapi"), _UVICORN, Package(import_name="a2wsgi")),
)
FRONT = HttpServer(
    key="front",
    host="servers.hosts.front_server:FrontServing",
    settings=(
        SettingDescription(
            key="upstreams",
            title="Behind the front",
            means="Which stages of the shop the front sends requests to.",
            in_every_race=False,
        ),
    ),
    packages=(Package(import_name="httptools"),),
)
GEVENT = HttpServer(
    key="gevent",
    host="servers.hosts.gevent_server:GeventServing",
    uses_greenlets=True,
    packages=(Package(import_name="gevent", extra="gevent"),),
)
GUNICORN = HttpServer(
    key="gunicorn",
    host="servers.hosts.gunicorn_flask:FlaskGunicorn",
    manages_workers=True,
    settings=(_WORKER_CLASS,),
    packages=(_GUNICORN,),
)
GUNICORN_UVICORN = HttpServer(
    key="gunicorn-uvicorn",
    host="servers.hosts.gunicorn_fastapi:FastAPIGunicorn",
    manages_workers=True,
    settings=(_WORKER_CLASS,),
    packages=(
        _UVICORN,
        _GUNICORN,
        Package(import_name="uvicorn_worker", requirement="uvicorn-worker", extra="gunicorn"),
    ),
)
