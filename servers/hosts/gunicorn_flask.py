"""Flask on gunicorn: processes with threads."""

from collections.abc import Callable, Mapping
from typing import Any

from gunicorn.http import message
from gunicorn.workers.gthread import ThreadWorker

from servers.catalog.server_variant import ServerVariant
from servers.hosts import NONCE_PATH, MakeApp, settings_in_force
from servers.hosts.gunicorn_server import DEFAULTS, GunicornServing
from servers.process.loopback_socket import CONNECTION_LIMIT
from servers.telemetry.messages import Load, Setting

_PARSERS = {True: "gunicorn_h1c (C)", False: "gunicorn (Python)"}


class FlaskWorker(ThreadWorker):  # type: ignore[misc] # gunicorn has no types
    """gunicorn's worker with threads, which tells how busy it is."""

    on_serving: Callable[[Callable[[], Load]], None]

    def run(self) -> None:
        self.on_serving(self.load)
        super().run()

    def load(self) -> Load:
        """A connection without a request is kept by the loop, not by a thread."""
        idle = len(self.keepalived_conns) + len(self.pending_conns)
        in_progress = max(0, self.nr_conns - idle)
        return settings_in_force.pool_load(
            self.tpool, self.cfg.threads, in_progress, connections=self.nr_conns
        )


class FlaskGunicorn(GunicornServing):
    """Flask on gunicorn's ``gthread`` workers."""

    def __init__(
        self, variant: ServerVariant, settings: Mapping[str, int], make_app: MakeApp, nonce: str
    ) -> None:
        def make_with_nonce() -> Any:
            app = make_app()
            app.add_url_rule(NONCE_PATH, "faceoff", lambda: nonce)
            return app

        super().__init__(
            make_with_nonce,
            settings,
            f"{__name__}.{FlaskWorker.__name__}",
            threads=settings["threads"],
            worker_connections=CONNECTION_LIMIT,
        )
        fast = parses_in_c()
        self.settings = (
            *settings_in_force.processes(settings),
            Setting("threads", "Threads each", f"{settings['threads']}", f"{DEFAULTS.threads}"),
            Setting("worker_class", "Worker class", "gthread", "sync"),
            Setting(
                "connection_limit",
                "Connection limit",
                f"{CONNECTION_LIMIT:,} each",
                f"{DEFAULTS.worker_connections:,} each",
            ),
            settings_in_force.backlog(DEFAULTS.backlog),
            settings_in_force.keep_alive(DEFAULTS.keepalive),
            settings_in_force.nodelay(settings, default=True),
            settings_in_force.access_log(default=False),
            Setting("event_loop", "Event loop", "gunicorn, selectors", "none"),
            Setting("parser", "HTTP parser", _PARSERS[fast], _PARSERS[fast]),
            settings_in_force.flask_validation(variant),
        )
        further = ("gunicorn_h1c",) if fast else ()
        self.versions = settings_in_force.versions(
            variant, "Flask", "Werkzeug", "gunicorn", *further
        )


def parses_in_c() -> bool:
    """Whether gunicorn's ``http_parser = auto`` takes gunicorn_h1c.

    Versions before 25 have no such setting and parse in Python.
    """
    choose = getattr(message, "_check_fast_parser", None)
    return choose is not None and bool(choose(DEFAULTS))
