"""One way to serve the scenarios: a framework, an app, an HTTP server, and what may be set."""

import sys
from collections.abc import Collection, Mapping
from typing import Literal

import msgspec

from servers.catalog.http_servers import HttpServer
from servers.catalog.parameter import Parameter
from servers.catalog.server_parameters import CLIENT
from servers.catalog.validation import Validation
from servers.process.packages import Package, missing_text

APPS = "servers.apps"
"""The package of all apps."""
Framework = Literal["flask", "fastapi"]
SHOP = "shop"
"""The scenario of the migration: those variants serve it that name it, and no others."""


class ServerVariant(msgspec.Struct, frozen=True, kw_only=True):
    """One way to serve the scenarios.

    ``framework`` is "flask" or "fastapi": whose handlers they are, also where one runs inside the
    other. The app is the package ``servers.apps.<key>``, or that of ``app_key`` where a variant
    shares it with another one. ``server`` is what runs it. A
    change of any of ``settings`` needs a restart of the server. ``validation`` is what
    checks the input. ``pooled`` tells that the handlers run in Starlette's
    pool of threads, ``accelerated`` that uvicorn may use uvloop and httptools, ``asynchronous``
    that the views of a Flask app are ``async def``, ``checks_answers`` that FastAPI validates what
    a handler returns. ``scenarios`` are the keys of those that it
    serves, the first where another must be given up for it, None for all but ``SHOP``. ``packages``
    are what it imports beside those of framework, server and validation. ``posix`` tells that
    Windows has no such thing.
    """

    key: str
    title: str
    subtitle: str
    teaches: str
    framework: Framework
    server: HttpServer
    app_key: str = ""
    validation: Validation
    settings: tuple[Parameter, ...] = ()
    pooled: bool = False
    checks_answers: bool = True
    accelerated: bool = True
    asynchronous: bool = False
    scenarios: tuple[str, ...] | None = None
    packages: tuple[Package, ...] = ()
    posix: bool = False

    @property
    def package(self) -> str:
        """The package of its app: ``servers.apps.fastapi_def``."""
        return f"{APPS}.{(self.app_key or self.key).replace('-', '_')}"

    def set_options(self, settings: Mapping[str, int]) -> list[str]:
        """The options with which ``python -m servers`` runs it so."""
        known = {each.key: each for each in self.settings}
        words = [f"{key}={known[key].typed_text(value)}" for key, value in settings.items()]
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
            if each.key == CLIENT:
                return each.text(settings[each.key])
        return ""

    def serves(self, scenario: str) -> bool:
        """Whether it has that scenario."""
        return scenario != SHOP if self.scenarios is None else scenario in self.scenarios

    @property
    def all_packages(self) -> tuple[Package, ...]:
        """All that it imports in every scenario."""
        framework = Package(import_name=self.framework)
        own = (framework, *self.server.packages, *self.validation.packages, *self.packages)
        return tuple(dict.fromkeys(own))

    def unavailable(self) -> str:
        """Why it cannot run here, in one sentence that says what to do; empty when it can."""
        if self.posix and sys.platform == "win32":
            return f"{self.title} forks its processes, which Windows cannot; choose another server."
        return missing_text(self.title, self.all_packages)
