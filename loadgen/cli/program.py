"""The command line as a function from words to an exit code."""

import sys
from collections.abc import Sequence

from rich.console import Console

from loadgen.cli import completion
from loadgen.cli.arguments import RunRequest, command_tree, parse
from loadgen.cli.completion import ScriptRequest
from loadgen.cli.headless_race import INTERRUPTED, run
from loadgen.cli.race_commands import CompareRequest, ExportRequest, ListRequest
from loadgen.export.exporters import EXPORTERS, Exporter
from loadgen.selfcheck.check_request import CheckRequest

_NARROWEST, _WIDTH = 20, 80


def main(words: Sequence[str], exporters: Sequence[Exporter] = EXPORTERS) -> int:
    """Do what the words say; returns the exit code, or exits with 2 where they make no sense."""
    try:
        return _execute(parse(words, exporters))
    except KeyboardInterrupt:
        return INTERRUPTED


def complete(instruction: str) -> int:
    """Answer a shell that completes the command line; returns the exit code."""
    return completion.answer(command_tree(EXPORTERS), instruction)


def _execute(request: object) -> int:
    match request:
        case RunRequest():
            return run(request, _console(stderr=False), _console(stderr=True))
        case ListRequest() | ExportRequest() | CompareRequest():
            return _recorded(request)
        case CheckRequest():
            # What it imports is not needed to race.
            from loadgen.selfcheck.command import check

            return check(request)
        case ScriptRequest():
            sys.stdout.write(completion.completion_script(request.shell))
            return 0
    raise TypeError(f"no request: {request!r}")


def _recorded(request: ListRequest | ExportRequest | CompareRequest) -> int:
    from loadgen.cli import recorded_races

    consoles = _console(stderr=False), _console(stderr=True)
    match request:
        case ListRequest():
            return recorded_races.list_races(request, *consoles)
        case ExportRequest():
            return recorded_races.export_race(request, *consoles)
        case CompareRequest():
            return recorded_races.compare_races(request, *consoles)


def _console(*, stderr: bool) -> Console:
    """rich prints nothing at all where COLUMNS says 0."""
    console = Console(stderr=stderr)
    return Console(stderr=stderr, width=_WIDTH) if console.width < _NARROWEST else console
