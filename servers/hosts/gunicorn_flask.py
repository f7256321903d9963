"""Flask on gunicorn: processes with threads."""

from collections.abc import Callable, Mapping
from typing import Any

from gunicorn.http import message
from gunicorn.workers.gthread import ThreadWorker

from servers.messages import Setting
from servers.serving import NONCE_PATH, MakeApp, told
from servers.serving.gunicorn_server import CONNECTION_LIMIT, DEFAULTS, GunicornServing
from servers.telemetry import Load
from servers.variants import ServerVariant

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
        return told.pool_load(self.tpool, self.cfg.threads, in_progress, connections=self.nr_conns)


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
            *told.processes(settings),
            Setting("threads", "Threads each", f"{settings['threads']}", f"{DEFAULTS.threads}"),
            Setting("worker_class", "Worker class", "gthread", "sync"),
            Setting(
                "connection_limit",
                "Connection limit",
                f"{CONNECTION_LIMIT:,} each",
                f"{DEFAULTS.worker_connections:,} each",
            ),
            told.backlog(DEFAULTS.backlog),
            told.keep_alive(DEFAULTS.keepalive),
            told.nodelay(settings, default=True),
            told.access_log(default=False),
            Setting("event_loop", "Event loop", "gunicorn, selectors", "none"),
            Setting("parser", "HTTP parser", _PARSERS[fast], _PARSERS[fast]),
            told.flask_validation(variant),
        )
        further = ("gunicorn_h1c",) if fast else ()
        self.versions = told.versions(variant, "Flask", "Werkzeug", "gunicorn", *further)


def parses_in_c() -> bool:
    """Whether gunicorn's ``http_parser = auto`` takes gunicorn_h1c. Versions before 25 have no
    such setting and parse in Python.
    """
    choose = getattr(message, "_check_fast_parser", None)
    return choose is not None and bool(choose(DEFAULTS))
