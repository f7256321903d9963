"""gunicorn: this process is its arbiter, which forks the workers and replaces those that die.

Each worker makes its own app, as is gunicorn's default, and tells how it is doing over a pipe;
the arbiter announces the server and reports the sums. A connection belongs to the worker that
accepts it first, so that connections which are kept are not spread evenly by themselves; so each
worker has a listener of its own, too (see ``own_listener``).
"""

import os
import signal
import socket
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.workers.base import Worker

from servers.hosts import MakeApp, Serving
from servers.hosts.forked_telemetry import ForkedWorker
from servers.hosts.worker_socket import own_listener, port_of
from servers.process import native_threads
from servers.process.loopback_socket import BACKLOG, KEEP_ALIVE_S
from servers.telemetry import backend_usage
from servers.telemetry.gauge import Gauge
from servers.telemetry.messages import Load, Telemetry

DEFAULTS = Config()
"""gunicorn's own settings where nothing is set."""
GRACE_S = 1
_LOOK_EVERY_S = 0.01


class GunicornServing(Serving):
    """Any app on gunicorn; ``worker_class`` is gunicorn's name for a class of workers."""

    def __init__(
        self,
        make_app: MakeApp,
        settings: Mapping[str, int],
        worker_class: str,
        **options: object,
    ) -> None:
        self._count = settings["workers"]
        self._settings = settings
        self._forked: dict[Worker, ForkedWorker] = {}
        self._application = _Application(
            make_app,
            {
                "workers": self._count,
                "worker_class": worker_class,
                "backlog": BACKLOG,
                "keepalive": KEEP_ALIVE_S,
                "graceful_timeout": GRACE_S,
                "loglevel": "warning",
                "control_socket_disable": True,
                "pre_fork": self._about_to_fork,
                "post_fork": self._set_up_worker,
                "child_exit": self._forget_worker,
                **options,
            },
        )

    def serve(self, listener: socket.socket, on_started: Callable[[], None]) -> None:
        def announce() -> None:
            while len(self.workers()) < self._count:
                native_threads.sleep(_LOOK_EVERY_S)
            on_started()

        # gunicorn closes the descriptor that it is given.
        self._application.cfg.set("bind", f"fd://{listener.detach()}")
        self._application.cfg.set("when_ready", lambda _: native_threads.start(announce))
        self._application.run()

    def load(self) -> Load:
        return Load()  # the arbiter answers nothing itself

    def workers(self) -> Sequence[Telemetry]:
        reports = [each.latest() for each in tuple(self._forked.values())]
        return [each for each in reports if each is not None]

    def stop(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    def _about_to_fork(self, arbiter: Arbiter, worker: Worker) -> None:
        if not self._settings["nodelay"]:
            for each in arbiter.LISTENERS:  # gunicorn has set it
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 0)
        self._forked[worker] = ForkedWorker()

    def _set_up_worker(self, arbiter: Arbiter, worker: Worker) -> None:
        forked = self._forked[worker]
        forked.die_with_parent()
        own = own_listener(self._settings)
        for each in own:
            each.listen(BACKLOG)
        worker.sockets = [*worker.sockets, *own]
        worker.on_serving = lambda load: forked.tell(_reader(load, port_of(own)))

    def _forget_worker(self, arbiter: Arbiter, worker: Worker) -> None:
        self._forked.pop(worker).close()


def _reader(load: Callable[[], Load], port: int | None) -> Callable[[int], Telemetry]:
    gauge = Gauge(backend_usage.current)
    return lambda seq: gauge.read(seq, msgspec.structs.replace(load(), port=port))


class _Application(BaseApplication):  # type: ignore[misc] # gunicorn has no types
    """What gunicorn serves, and how; nothing is read from the command line or a file."""

    def __init__(self, make_app: MakeApp, options: Mapping[str, object]) -> None:
        self._options = options
        self._make_app = make_app
        super().__init__()

    def load_config(self) -> None:
        for key, value in self._options.items():
            if key in self.cfg.settings:  # the control socket is new
                self.cfg.set(key, value)

    def load(self) -> Any:
        return self._make_app()
