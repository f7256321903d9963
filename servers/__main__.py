"""A server child: ``python -m servers --variant flask --set threads=8``."""

import argparse
import os
import socket
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import NamedTuple, NoReturn, Self

from servers.catalog.app_modules import ITEMS, QUOTES
from servers.catalog.common_settings import ONE_CORE
from servers.catalog.document_page import DOCUMENT_PAGE
from servers.catalog.parameter import ParameterError, checked
from servers.catalog.server_variant import ServerVariant
from servers.catalog.variants import VARIANTS
from servers.hosts import needs_supervisor, serving
from servers.hosts.app_settings import app_settings
from servers.hosts.single_core import cores_setting, keep_to_one_core
from servers.process import loopback_socket, native_threads, parent_death
from servers.process.descriptor_limit import raise_descriptor_limit
from servers.telemetry.gauge import Gauge, combine_processes
from servers.telemetry.messages import BackendUse, Ready, Setting, Telemetry
from servers.telemetry.python_build import python_build
from servers.telemetry.reporter import Reporter

LEAVE_WITHIN_S = 1.8
"""After this long a request in progress is no reason to stay."""

_EPILOG = """\
modules for --with: {modules}

The server binds a free port of 127.0.0.1 and says on stdout where it is, as one line of JSON; then,
ten times a second, how it is doing. It leaves when its stdin closes: type Ctrl-D.

servers and their settings:
"""


class _Parser(argparse.ArgumentParser):
    def format_help(self) -> str:
        modules = ", ".join(_modules())
        self.epilog = _EPILOG.format(modules=modules) + "".join(_describe_variants())
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message[:1].upper()}{message[1:].rstrip('.')}. See --help.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stdin closes; returns the exit code."""
    parent_death.die_with_parent()
    if parent_death.is_started_by_hand():
        from servers.process.output_streams import prepare_streams

        prepare_streams()
    parser = _parser()
    chosen = parser.parse_args(arguments)
    try:
        variant = _variant(chosen.variant)
        settings = checked(
            variant.settings, dict(_parse_assignment(variant, each) for each in chosen.set)
        )
    except ParameterError as error:
        parser.exit(2, f"{error}\n")
    _check_modules(parser, chosen.modules)
    if settings["cores"] == ONE_CORE:
        keep_to_one_core()
    if chosen.drift:
        # Here, because what reads the change would count as memory of every server.
        from servers.apps.factory.drifted import DriftError, install_drift

        try:
            install_drift(variant, chosen.drift)
        except DriftError as error:
            parser.exit(2, f"{error}\n")
    raise_descriptor_limit()
    nonce = chosen.worker_of or os.urandom(16).hex()
    try:
        if chosen.worker_of:
            listener = loopback_socket.receive_socket(chosen.listener)
            return serve(variant, settings, listener, nonce, chosen.modules)
        if needs_supervisor(variant, settings):
            return _supervise(variant, settings, nonce, chosen.modules)
        listener = loopback_socket.bind(nodelay=bool(settings["nodelay"]))
        return serve(
            variant,
            settings,
            listener,
            nonce,
            chosen.modules,
            document_page=chosen.document_page and bool(variant.validation.document),
        )
    except KeyboardInterrupt:
        return 130


def serve(
    variant: ServerVariant,
    settings: dict[str, int],
    listener: socket.socket,
    nonce: str,
    modules: Sequence[str] = (),
    *,
    document_page: bool = False,
) -> int:
    """Serve in this process."""
    server = serving(variant, settings, modules, nonce, document_page=document_page)
    clients = _Clients.of(modules, variant.client(settings))
    gauge = Gauge(clients.usage)
    port = listener.getsockname()[1]
    of_app = (*clients.settings, *app_settings(variant, modules))
    of_process = (cores_setting(settings), *python_build())
    settings_in_force = (*server.settings, *of_app, *of_process)
    versions = {**server.versions, **clients.versions}

    def read(seq: int) -> Telemetry:
        own = gauge.read(seq, server.load())
        workers = server.workers()
        return combine_processes(own, workers) if workers else own

    def leave() -> None:
        exit_before_long()
        server.stop()

    def report_ready() -> None:
        several = [each.port for each in server.workers() or (read(0),)]
        ready = Ready(
            variant.key,
            os.getpid(),
            port,
            nonce,
            settings_in_force,
            versions,
            tuple(each for each in several if each is not None),
        )
        # Watch stdin only after ``Ready``: a parent that closes stdin at once still gets it. And
        # before the first report, which then counts the thread that watches.
        Reporter(ready, read, leave, partial(parent_death.on_stdin_closed, leave)).start()

    server.serve(listener, report_ready)
    return 0


class _Clients(NamedTuple):
    """Of backing services: their settings, the versions of their packages, and how busy they are.

    Empty for a server that calls no service.
    """

    settings: tuple[Setting, ...] = ()
    versions: Mapping[str, str] = MappingProxyType({})
    usage: Callable[[], Mapping[str, BackendUse]] = dict

    @classmethod
    def of(cls, modules: Sequence[str], library: str) -> Self:
        """Those of a server with these modules; ``library`` calls the upstream API."""
        if not modules:
            return cls()
        # Here, because it would count as memory of a server that calls no service.
        from servers.catalog.scenarios import services_of

        if not services_of(modules):
            return cls()
        from servers.clients import connection_settings
        from servers.telemetry import backend_usage

        return cls(
            connection_settings.shown(modules, library),
            connection_settings.versions(modules, library),
            backend_usage.current,
        )


def exit_before_long() -> None:
    """Let the process end soon, whatever its other threads are at."""

    def leave() -> None:
        native_threads.sleep(LEAVE_WITHIN_S)
        os._exit(0)

    native_threads.start(leave)


def _supervise(
    variant: ServerVariant, settings: dict[str, int], nonce: str, modules: Sequence[str]
) -> int:
    # Here, because asyncio would count as memory of a server that does without.
    import asyncio

    from servers.hosts.multiprocess import supervise

    listener = loopback_socket.bind(nodelay=bool(settings["nodelay"]))
    return asyncio.run(supervise(variant, settings, listener, nonce, modules))


def _all_variants() -> tuple[ServerVariant, ...]:
    # Here, because it would count as memory of every server.
    from servers.catalog.migration import SHOP_VARIANTS

    return *VARIANTS, *SHOP_VARIANTS


def _variant(key: str) -> ServerVariant:
    known = {each.key: each for each in VARIANTS}
    if key not in known:
        known = {each.key: each for each in _all_variants()}
    if key not in known:
        raise ParameterError(f"There is no server “{key}”; there are: {', '.join(known)}.")
    if reason := known[key].unavailable():
        raise ParameterError(reason)
    return known[key]


def _modules() -> tuple[str, ...]:
    """All that an app may have beside what it always serves."""
    # Here, because it would count as memory of every server.
    from servers.catalog.scenarios import ON_DEMAND

    return (*ON_DEMAND, QUOTES, ITEMS)


def _check_modules(parser: argparse.ArgumentParser, modules: Sequence[str]) -> None:
    """Exit where there is no such module."""
    for each in set(modules) - {QUOTES, ITEMS}:
        if each not in _modules():
            parser.error(f"--with: there is no module “{each}”; there are: {', '.join(_modules())}")


def _parse_assignment(variant: ServerVariant, assignment: str) -> tuple[str, int]:
    key, equals, value = assignment.partition("=")
    if not equals:
        raise ParameterError(f"--set takes KEY=VALUE, not “{assignment}”.")
    for parameter in variant.settings:
        if parameter.key == key:
            return key, parameter.parse(value)
    names = ", ".join(each.key for each in variant.settings)
    raise ParameterError(f"{variant.title} has no setting “{key}”; it has: {names}.")


def _describe_variants() -> Iterator[str]:
    for each in _all_variants():
        yield f"  {each.key:12} {each.title} on {each.subtitle}\n"
        for known in each.settings:
            default = known.text(known.default)
            yield f"{'':15}{known.key}: {known.range_text}, default {default}. {known.hint}\n"


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m servers",
        description="Serve the scenarios with one of the contestants.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--variant", required=True, help="which server, see below")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="one of its settings; may be given several times",
    )
    parser.add_argument(
        "--with",
        dest="modules",
        action="append",
        default=[],
        metavar="MODULE",
        help="what it serves besides, see below; may be given several times",
    )
    parser.add_argument(
        "--drift",
        metavar="KEY",
        help="change the module items as a developer in a hurry would: a key of its drift.toml",
    )
    parser.add_argument(
        "--document-page",
        action="store_true",
        help=f"serve Swagger UI of its document at {DOCUMENT_PAGE}/, where it has a document",
    )
    parser.add_argument("--worker-of", help=argparse.SUPPRESS)
    parser.add_argument("--listener", type=int, default=-1, help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
