"""Flask on waitress: one thread reads all connections, ``threads`` others answer."""

import logging
import select
import socket
import time
from collections.abc import Callable, Mapping

import waitress
from waitress.adjustments import Adjustments

from servers.catalog.server_variant import ServerVariant
from servers.hosts import NONCE_PATH, MakeApp, Serving, settings_in_force
from servers.process.loopback_socket import BACKLOG, CONNECTION_LIMIT, KEEP_ALIVE_S
from servers.telemetry.messages import Load, Setting

_GRACE_S = 1.0


class WaitressServing(Serving):
    """Flask on waitress."""

    def __init__(
        self, variant: ServerVariant, settings: Mapping[str, int], make_app: MakeApp, nonce: str
    ) -> None:
        app = make_app()
        app.add_url_rule(NONCE_PATH, "faceoff", lambda: nonce)
        self._app = app
        self._threads = settings["threads"]
        self._server: waitress.server.TcpWSGIServer | None = None
        self._nodelay = bool(settings["nodelay"])
        self.settings = _settings(settings, variant)
        below = ("asgiref",) if variant.asynchronous else ()
        self.versions = settings_in_force.versions(variant, "Flask", "Werkzeug", "waitress", *below)
        # One line on stderr for each request that queues, thousands a second.
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)

    def serve(self, listener: socket.socket, on_started: Callable[[], None]) -> None:
        self._server = waitress.create_server(
            self._app,
            sockets=[listener],
            threads=self._threads,
            connection_limit=CONNECTION_LIMIT,
            backlog=BACKLOG,
            channel_timeout=KEEP_ALIVE_S,
            # select() fails for ever once a descriptor is above 1023.
            asyncore_use_poll=True,
        )
        if not self._nodelay:
            self._server.adj.socket_options = []  # waitress sets TCP_NODELAY on what it accepts
        on_started()
        self._server.run()

    def load(self) -> Load:
        if self._server is None:
            return Load()
        dispatcher = self._server.task_dispatcher
        # Not taken under its lock: a reading may be off by one for a moment, and costs no request.
        busy, queued = dispatcher.active_count, len(dispatcher.queue)
        return Load(
            in_progress=busy + queued,
            busy=busy,
            capacity=len(dispatcher.threads),
            queued=queued,
            connections=len(self._server.active_channels),
        )

    def stop(self) -> None:
        if self._server is None:
            return
        deadline = time.monotonic() + _GRACE_S
        while self.load().in_progress and time.monotonic() < deadline:
            time.sleep(0.02)
        # waitress's loop runs as long as there is a connection in its map.
        self._server.trigger.pull_trigger(self._server._map.clear)


def _settings(settings: Mapping[str, int], variant: ServerVariant) -> tuple[Setting, ...]:
    poller = "poll()" if hasattr(select, "poll") else "select(), 512 connections at most"
    loops = Setting("view_loop", "Loop of a view", "asyncio, one a request", "none")
    return (
        Setting("threads", "Threads", f"{settings['threads']}", f"{Adjustments.threads}"),
        settings_in_force.workers(1),
        Setting(
            "connection_limit",
            "Connection limit",
            f"{CONNECTION_LIMIT:,}",
            f"{Adjustments.connection_limit}",
        ),
        settings_in_force.backlog(Adjustments.backlog),
        settings_in_force.keep_alive(Adjustments.channel_timeout),
        settings_in_force.nodelay(settings, default=True),
        settings_in_force.access_log(default=False),
        Setting("event_loop", "Event loop", f"waitress, {poller}", "waitress, select()"),
        *((loops,) if variant.asynchronous else ()),
        Setting("parser", "HTTP parser", "waitress (Python)", "waitress (Python)"),
        settings_in_force.flask_validation(variant),
    )
