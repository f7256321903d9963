"""The catalogue of server variants: which servers can race, and what may be set on each."""

import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec

from servers.catalog import server_parameters as tunable
from servers.catalog.common_settings import common_settings
from servers.catalog.parameter import Parameter
from servers.process.installation import command_with_extra


@dataclass(frozen=True, slots=True)
class ServerVariant:
    """One way to serve the scenarios.

    ``app`` is the import string of a function that builds the app (``package.module:function``),
    ``server`` the key of what serves it (``servers.hosts`` has them all).
    A change of any of ``settings`` needs a restart of the server. ``validation`` is the library
    that checks what comes in, empty for none. ``pooled`` tells that the handlers run in Starlette's
    pool of threads, ``accelerated`` that uvicorn may use uvloop and httptools, ``asynchronous``
    that the views of a Flask app are ``async def``, ``checks_answers`` that FastAPI validates what
    a handler returns. ``scenarios`` are the keys of those that it
    serves, the first where another must be given up for it, None for all. ``requires`` is the
    import name of a package that is not always there, ``extra`` the extra of this project that
    brings it, ``posix`` that Windows has no such thing.
    """

    key: str
    title: str
    subtitle: str
    teaches: str
    server: str
    app: str
    settings: tuple[Parameter, ...]
    validation: str = ""
    pooled: bool = False
    checks_answers: bool = True
    accelerated: bool = True
    asynchronous: bool = False
    scenarios: tuple[str, ...] | None = None
    requires: str = ""
    extra: str = ""
    posix: bool = False

    def set_options(self, settings: Mapping[str, int]) -> list[str]:
        """The options with which ``python -m servers`` runs it so."""
        known = {each.key: each for each in self.settings}
        words = [f"{key}={known[key].typed(value)}" for key, value in settings.items()]
        return [option for word in words for option in ("--set", word)]

    def settings_of(self, modules: Collection[str]) -> tuple[Parameter, ...]:
        """Those of its settings that matter where the app has these modules."""
        return tuple(each for each in self.settings if not each.module or each.module in modules)

    def module(self, name: str, settings: Mapping[str, int]) -> str:
        """The module of the app that serves ``name`` with these settings: ``upstream_aiohttp``."""
        for each in self.settings:
            value = settings.get(each.key, each.default)
            if each.module == name and value > 0:
                return f"{name}_{each.choices[value]}"
        return name

    def client(self, settings: Mapping[str, int]) -> str:
        """The library with which its handlers call the upstream API."""
        for each in self.settings:
            if each.key == tunable.CLIENT:
                return each.text(settings[each.key])
        return ""

    def serves(self, scenario: str) -> bool:
        """Whether it has that scenario."""
        return self.scenarios is None or scenario in self.scenarios

    def unavailable(self) -> str:
        """Why it cannot run here, in one sentence that says what to do; empty when it can."""
        if self.posix and sys.platform == "win32":
            return f"{self.title} forks its processes, which Windows cannot; choose another server."
        if self.requires and find_spec(self.requires) is None:
            add = command_with_extra(self.extra)
            return f"{self.title} needs the package {self.requires}: {add}."
        return ""


_FLASK, _FASTAPI = "servers.apps.flask", "servers.apps.fastapi"
_MARSHMALLOW, _PYDANTIC = "marshmallow", "Pydantic"
_ONLY_ORDERS = ("orders",)

_VARIANTS: tuple[ServerVariant, ...] = (
    ServerVariant(
        "flask",
        "Flask",
        "waitress",
        "One request occupies one thread.",
        "waitress",
        f"{_FLASK}:create_app",
        (tunable.THREADS, tunable.SYNC_CLIENT),
        _MARSHMALLOW,
    ),
    ServerVariant(
        "fastapi",
        "FastAPI",
        "uvicorn · async def",
        "One event loop waits for every request at once.",
        "uvicorn",
        f"{_FASTAPI}:create_app",
        (tunable.WORKERS, tunable.ASYNC_CLIENT),
        _PYDANTIC,
    ),
    ServerVariant(
        "fastapi-def",
        "FastAPI def",
        "uvicorn · def in a pool",
        "Plain functions queue for a pool of threads, and their declared answers queue again.",
        "uvicorn",
        f"{_FASTAPI}_def:create_app",
        (tunable.POOL, tunable.WORKERS, tunable.SYNC_CLIENT),
        _PYDANTIC,
        pooled=True,
    ),
    ServerVariant(
        "fastapi-def-once",
        "FastAPI def once",
        "uvicorn · def returns a response",
        "A function that returns its response itself queues for the pool only once.",
        "uvicorn",
        f"{_FASTAPI}_def_once:create_app",
        (tunable.POOL, tunable.WORKERS),
        _PYDANTIC,
        pooled=True,
        checks_answers=False,
        scenarios=("wait", "hello", "cpu", "orders"),
    ),
    ServerVariant(
        "fastapi-blocking",
        "FastAPI blocking",
        "uvicorn · async def that blocks",
        "One blocking call in async def holds up every other request.",
        "uvicorn",
        f"{_FASTAPI}_blocking:create_app",
        (tunable.WORKERS, tunable.SYNC_CLIENT),
        _PYDANTIC,
    ),
    ServerVariant(
        "fastapi-mounted",
        "Flask in FastAPI",
        "uvicorn · a2wsgi",
        "A Flask app runs in FastAPI, in threads; a route moves with its own methods only.",
        "mounted",
        "servers.apps.fastapi_mounted:create_app",
        (tunable.BRIDGE_THREADS, tunable.SYNC_CLIENT),
        _MARSHMALLOW,
    ),
    ServerVariant(
        "fastapi-asyncio",
        "FastAPI asyncio",
        "uvicorn · asyncio, h11",
        "Without uvloop and httptools: what the accelerators are worth.",
        "uvicorn",
        f"{_FASTAPI}:create_app",
        (tunable.WORKERS, tunable.ASYNC_CLIENT),
        _PYDANTIC,
        accelerated=False,
    ),
    ServerVariant(
        "fastapi-gunicorn",
        "FastAPI gunicorn",
        "gunicorn · uvicorn workers",
        "Several event loops compute on several cores, and each process has its own memory.",
        "gunicorn-uvicorn",
        f"{_FASTAPI}:create_app",
        (tunable.FORKED, tunable.ASYNC_CLIENT),
        _PYDANTIC,
        requires="uvicorn_worker",
        extra="gunicorn",
        posix=True,
    ),
    ServerVariant(
        "flask-gunicorn",
        "Flask gunicorn",
        "gunicorn · gthread",
        "Processes times threads answer at a time, and each process has its own memory.",
        "gunicorn",
        f"{_FLASK}:create_app",
        (tunable.FORKED, tunable.FORKED_THREADS, tunable.SYNC_CLIENT),
        _MARSHMALLOW,
        requires="gunicorn",
        extra="gunicorn",
        posix=True,
    ),
    ServerVariant(
        "flask-gevent",
        "Flask gevent",
        "gevent · greenlets",
        "The same Flask code, patched, waits for thousands of requests in one thread.",
        "gevent",
        f"{_FLASK}:create_app",
        (tunable.SYNC_CLIENT,),
        _MARSHMALLOW,
        requires="gevent",
        extra="gevent",
    ),
    ServerVariant(
        "flask-async",
        "Flask async",
        "waitress · async views",
        "An async view still occupies its thread, and starts a loop that shares no connections.",
        "waitress",
        f"{_FLASK}_async:create_app",
        (tunable.THREADS,),
        _MARSHMALLOW,
        asynchronous=True,
        # A pool of connections belongs to one event loop, and here each request has its own.
        scenarios=("wait", "hello", "cpu", "orders"),
    ),
    ServerVariant(
        "flask-manual",
        "Flask by hand",
        "waitress · hand-written checks",
        "Every rule of validation written out. Serves only orders.",
        "waitress",
        "servers.apps.flask_manual:create_app",
        (tunable.THREADS,),
        "",
        scenarios=_ONLY_ORDERS,
    ),
    ServerVariant(
        "flask-cerberus",
        "Flask Cerberus",
        "waitress · Cerberus",
        "Rules of validation as a dictionary. Serves only orders.",
        "waitress",
        "servers.apps.flask_cerberus:create_app",
        (tunable.THREADS,),
        "Cerberus",
        scenarios=_ONLY_ORDERS,
    ),
    ServerVariant(
        "flask-restx",
        "Flask-RESTX",
        "waitress · Flask-RESTX",
        "One model validates and documents, and refuses with 400. Serves only orders.",
        "waitress",
        "servers.apps.flask_restx:create_app",
        (tunable.THREADS,),
        "flask-restx",
        scenarios=_ONLY_ORDERS,
    ),
)

VARIANTS: tuple[ServerVariant, ...] = tuple(
    replace(each, settings=(*each.settings, *common_settings(each.settings))) for each in _VARIANTS
)
"""Each has its own settings, and then those that every server has."""


def variant(key: str) -> ServerVariant:
    """The variant of that key; raises KeyError."""
    return {each.key: each for each in VARIANTS}[key]
