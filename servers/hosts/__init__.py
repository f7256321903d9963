"""How an app is served. One module per HTTP server, each with a class that implements ``Serving``.

They state every setting that decides a comparison (``settings_in_force``), and report how busy they
are without touching a request. ``multiprocess`` starts several of them behind one socket; gunicorn
manages its processes itself, and they report through ``forked_telemetry``. ``app_settings`` says
where the apps depart from the defaults of their libraries.
"""

import socket
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol, cast

from servers.catalog.app_modules import ALWAYS_SERVED
from servers.catalog.server_variant import ServerVariant
from servers.process.import_string import import_object
from servers.telemetry.messages import Load, Setting, Telemetry

NONCE_PATH = "/_faceoff"


class Serving(Protocol):
    """A server with its app. ``settings`` and ``versions`` are for ``Ready``.

    It is made of the variant, the values of its settings, a function that makes the app, and the
    nonce.
    """

    settings: tuple[Setting, ...]
    versions: dict[str, str]

    def serve(self, listener: socket.socket, on_started: Callable[[], None]) -> None:
        """Answer requests until ``stop``; calls back once, when it has begun."""

    def load(self) -> Load:
        """How busy it is; asked from another thread."""

    def workers(self) -> Sequence[Telemetry]:
        """The last reports of its further processes; empty where there are none."""
        return ()

    def stop(self) -> None:
        """Answer what is in progress, for a second at most, and return from ``serve``.

        Called from another thread.
        """


MakeApp = Callable[..., Any]
"""Makes the app; called where it is to live, which may be another process."""


def serving(
    variant: ServerVariant,
    settings: Mapping[str, int],
    modules: Collection[str],
    nonce: str,
    *,
    document_page: bool = False,
) -> Serving:
    """The variant's app, with these modules, in its server; with a page of its document.

    Imports nothing of the other contestant.
    """
    # The server before the app: gevent patches what the app then imports.
    build = cast("Callable[..., Serving]", import_object(variant.server.host))

    always = [each for each in ALWAYS_SERVED if variant.serves(each)]

    def make_app(**options: int) -> object:
        served = [variant.module(each, settings) for each in (*always, *modules)]
        app = cast("object", import_object(f"{variant.package}:create_app")(served, **options))
        if document_page:
            module = f"servers.apps.factory.{variant.framework}_document_page"
            import_object(f"{module}:add_document_page")(app, variant.validation.document)
        return app

    return build(variant, settings, make_app, nonce)


def needs_supervisor(variant: ServerVariant, settings: Mapping[str, int]) -> bool:
    """Whether ``workers`` is to start it several times."""
    return settings.get("workers", 1) > 1 and not variant.server.manages_workers
