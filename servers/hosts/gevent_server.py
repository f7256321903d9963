"""Flask on gevent: one thread, one greenlet for each connection."""

# First of all.
from servers.hosts import gevent_patch  # noqa: F401

# isort: split

import socket
from collections.abc import Callable, Mapping

import gevent
from gevent.event import Event
from gevent.pool import Pool
from gevent.pywsgi import WSGIHandler, WSGIServer

from servers.catalog.server_variant import ServerVariant
from servers.hosts import NONCE_PATH, MakeApp, Serving, settings_in_force
from servers.process import native_threads
from servers.process.loopback_socket import BACKLOG, HOST
from servers.telemetry.loop_lag import LoopLag
from servers.telemetry.messages import Load, Setting

_GRACE_S = 1.0
_LEAVE_WITHIN_S = 0.2


class GeventServing(Serving):
    """Flask on gevent's own WSGI server."""

    def __init__(
        self, variant: ServerVariant, settings: Mapping[str, int], make_app: MakeApp, nonce: str
    ) -> None:
        self._app = make_app()
        self._app.add_url_rule(NONCE_PATH, "faceoff", lambda: nonce)
        self._connections = Pool()
        self._in_progress = _InProgress()
        self._lag = LoopLag()
        self._leaving = Event()
        self._wake = gevent.get_hub().loop.async_()
        self._wake.start(self._leaving.set)
        self.settings = _settings(settings, variant)
        self.versions = settings_in_force.versions(
            variant, "Flask", "Werkzeug", "gevent", "greenlet"
        )

    def serve(self, listener: socket.socket, on_started: Callable[[], None]) -> None:
        listener.listen(BACKLOG)
        # A socket of the plain kind became one of gevent's kind only by its name.
        own = socket.socket(fileno=listener.detach())
        server = WSGIServer(
            own,
            self._app,
            spawn=self._connections,
            log=None,
            handler_class=self._in_progress.handler,
            # Or gevent would ask the resolver for the name of this machine.
            environ={"SERVER_NAME": HOST},
        )
        server.start()
        self._lag.start(_Timers())
        on_started()
        self._leaving.wait()
        server.close()
        self._connections.kill(timeout=_LEAVE_WITHIN_S)

    def load(self) -> Load:
        return Load(
            in_progress=self._in_progress.count,
            connections=len(self._connections),
            loop_lag_ms=self._lag.worst_ms(),
        )

    def stop(self) -> None:
        waited_s = 0.0
        while self._in_progress.count and waited_s < _GRACE_S:
            native_threads.sleep(0.02)
            waited_s += 0.02
        # The only thing of gevent's that another thread may touch.
        self._wake.send()


class _InProgress:
    """Counts the requests that are being answered, all in one thread."""

    def __init__(self) -> None:
        self.count = 0
        progress = self

        class Handler(WSGIHandler):  # type: ignore[misc] # gevent has no types
            def handle_one_response(self) -> None:
                progress.count += 1
                try:
                    super().handle_one_response()
                finally:
                    progress.count -= 1

        self.handler = Handler


class _Timers:
    """gevent's timers, as ``LoopLag`` asks for them."""

    def call_later(self, delay: float, callback: Callable[..., None], *args: object) -> None:
        gevent.spawn_later(delay, callback, *args)


def _settings(settings: Mapping[str, int], variant: ServerVariant) -> tuple[Setting, ...]:
    loop = type(gevent.get_hub().loop).__module__.split(".")[1]
    return (
        settings_in_force.workers(1),
        Setting("connection_limit", "Connection limit", "none", "none"),
        settings_in_force.backlog(WSGIServer.backlog),
        Setting("keep_alive", "Keep-alive", "until the client closes", "until the client closes"),
        settings_in_force.nodelay(settings, default=False),
        settings_in_force.access_log(default=True),
        Setting("event_loop", "Event loop", f"gevent, {loop}", f"gevent, {loop}"),
        Setting("parser", "HTTP parser", "gevent (Python)", "gevent (Python)"),
        settings_in_force.flask_validation(variant),
    )
