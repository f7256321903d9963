"""The catalogue of server variants: which servers can race, and what may be set on each."""

import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import Literal

from servers.catalog import server_parameters as tunable
from servers.catalog.common_settings import common_settings
from servers.catalog.parameter import Parameter
from servers.process.installation import command_with_extra

APPS = "servers.apps"
"""The package of all apps."""
Framework = Literal["flask", "fastapi"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerVariant:
    """One way to serve the scenarios.

    ``framework`` is "flask" or "fastapi": whose handlers they are, also where one runs inside the
    other. The app is the package ``servers.apps.<key>``, or that of ``app_key`` where a variant
    shares it with another one. ``server`` is the key of what serves it (``servers.hosts``). A
    change of any of ``settings`` needs a restart of the server. ``validation`` is the library
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
    framework: Framework
    server: str
    app_key: str = ""
    settings: tuple[Parameter, ...] = ()
    validation: str = ""
    pooled: bool = False
    checks_answers: bool = True
    accelerated: bool = True
    asynchronous: bool = False
    scenarios: tuple[str, ...] | None = None
    requires: str = ""
    extra: str = ""
    posix: bool = False

    @property
    def package(self) -> str:
        """The package of its app: ``servers.apps.fastapi_def``."""
        return f"{APPS}.{(self.app_key or self.key).replace('-', '_')}"

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


_MARSHMALLOW, _PYDANTIC = "marshmallow", "Pydantic"
_ONLY_ORDERS = ("orders",)

_VARIANTS: tuple[ServerVariant, ...] = (
    ServerVariant(
        key="flask",
        title="Flask",
        subtitle="waitress",
        teaches="One request occupies one thread.",
        framework="flask",
        server="waitress",
        settings=(tunable.THREADS, tunable.SYNC_CLIENT),
        validation=_MARSHMALLOW,
    ),
    ServerVariant(
        key="fastapi",
        title="FastAPI",
        subtitle="uvicorn · async def",
        teaches="One event loop waits for every request at once.",
        framework="fastapi",
        server="uvicorn",
        settings=(tunable.WORKERS, tunable.ASYNC_CLIENT),
        validation=_PYDANTIC,
    ),
    ServerVariant(
        key="fastapi-def",
        title="FastAPI def",
        subtitle="uvicorn · def in a pool",
        teaches="Plain functions queue for a pool of threads, "
        "and their declared answers queue again.",
        framework="fastapi",
        server="uvicorn",
        settings=(tunable.POOL, tunable.WORKERS, tunable.SYNC_CLIENT),
        validation=_PYDANTIC,
        pooled=True,
    ),
    ServerVariant(
        key="fastapi-def-once",
        title="FastAPI def once",
        subtitle="uvicorn · def returns a response",
        teaches="A function that returns its response itself queues for the pool only once.",
        framework="fastapi",
        server="uvicorn",
        settings=(tunable.POOL, tunable.WORKERS),
        validation=_PYDANTIC,
        pooled=True,
        checks_answers=False,
        scenarios=("wait", "hello", "cpu", "orders"),
    ),
    ServerVariant(
        key="fastapi-blocking",
        title="FastAPI blocking",
        subtitle="uvicorn · async def that blocks",
        teaches="One blocking call in async def holds up every other request.",
        framework="fastapi",
        server="uvicorn",
        settings=(tunable.WORKERS, tunable.SYNC_CLIENT),
        validation=_PYDANTIC,
    ),
    ServerVariant(
        key="fastapi-mounted",
        title="Flask in FastAPI",
        subtitle="uvicorn · a2wsgi",
        teaches="A Flask app runs in FastAPI, in threads; a route moves with its own methods only.",
        framework="flask",
        server="mounted",
        settings=(tunable.BRIDGE_THREADS, tunable.SYNC_CLIENT),
        validation=_MARSHMALLOW,
    ),
    ServerVariant(
        key="fastapi-asyncio",
        title="FastAPI asyncio",
        subtitle="uvicorn · asyncio, h11",
        teaches="Without uvloop and httptools: what the accelerators are worth.",
        framework="fastapi",
        server="uvicorn",
        app_key="fastapi",
        settings=(tunable.WORKERS, tunable.ASYNC_CLIENT),
        validation=_PYDANTIC,
        accelerated=False,
    ),
    ServerVariant(
        key="fastapi-gunicorn",
        title="FastAPI gunicorn",
        subtitle="gunicorn · uvicorn workers",
        teaches="Several event loops compute on several cores, "
        "and each process has its own memory.",
        framework="fastapi",
        server="gunicorn-uvicorn",
        app_key="fastapi",
        settings=(tunable.FORKED, tunable.ASYNC_CLIENT),
        validation=_PYDANTIC,
        requires="uvicorn_worker",
        extra="gunicorn",
        posix=True,
    ),
    ServerVariant(
        key="flask-gunicorn",
        title="Flask gunicorn",
        subtitle="gunicorn · gthread",
        teaches="Processes times threads answer at a time, and each process has its own memory.",
        framework="flask",
        server="gunicorn",
        app_key="flask",
        settings=(tunable.FORKED, tunable.FORKED_THREADS, tunable.SYNC_CLIENT),
        validation=_MARSHMALLOW,
        requires="gunicorn",
        extra="gunicorn",
        posix=True,
    ),
    ServerVariant(
        key="flask-gevent",
        title="Flask gevent",
        subtitle="gevent · greenlets",
        teaches="The same Flask code, patched, waits for thousands of requests in one thread.",
        framework="flask",
        server="gevent",
        app_key="flask",
        settings=(tunable.SYNC_CLIENT,),
        validation=_MARSHMALLOW,
        requires="gevent",
        extra="gevent",
    ),
    ServerVariant(
        key="flask-async",
        title="Flask async",
        subtitle="waitress · async views",
        teaches="An async view still occupies its thread, "
        "and starts a loop that shares no connections.",
        framework="flask",
        server="waitress",
        settings=(tunable.THREADS,),
        validation=_MARSHMALLOW,
        asynchronous=True,
        # A pool of connections belongs to one event loop, and here each request has its own.
        scenarios=("wait", "hello", "cpu", "orders"),
    ),
    ServerVariant(
        key="flask-manual",
        title="Flask by hand",
        subtitle="waitress · hand-written checks",
        teaches="Every rule of validation written out. Serves only orders.",
        framework="flask",
        server="waitress",
        settings=(tunable.THREADS,),
        validation="",
        scenarios=_ONLY_ORDERS,
    ),
    ServerVariant(
        key="flask-cerberus",
        title="Flask Cerberus",
        subtitle="waitress · Cerberus",
        teaches="Rules of validation as a dictionary. Serves only orders.",
        framework="flask",
        server="waitress",
        settings=(tunable.THREADS,),
        validation="Cerberus",
        scenarios=_ONLY_ORDERS,
    ),
    ServerVariant(
        key="flask-restx",
        title="Flask-RESTX",
        subtitle="waitress · Flask-RESTX",
        teaches="One model validates and documents, and refuses with 400. Serves only orders.",
        framework="flask",
        server="waitress",
        settings=(tunable.THREADS,),
        validation="flask-restx",
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
