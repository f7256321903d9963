"""The command line as a function from words to an exit code."""

from collections.abc import Sequence

from rich.console import Console

from loadgen.command_line.arguments import parse
from loadgen.command_line.headless import INTERRUPTED, run
from loadgen.results.exporters import EXPORTERS, Exporter

CHECK = "check-instrument"
_NARROWEST, _WIDTH = 20, 80


def main(words: Sequence[str], exporters: Sequence[Exporter] = EXPORTERS) -> int:
    """Do what the words say; returns the exit code, or exits with 2 where they make no sense."""
    try:
        return _command(words, exporters)
    except KeyboardInterrupt:
        return INTERRUPTED


def _command(words: Sequence[str], exporters: Sequence[Exporter]) -> int:
    if list(words[:1]) == [CHECK]:
        from loadgen.instrument.program import main as check_instrument

        return check_instrument(words[1:])
    return run(parse(words, exporters), _console(stderr=False), _console(stderr=True))


def _console(*, stderr: bool) -> Console:
    """rich prints nothing at all where COLUMNS says 0."""
    console = Console(stderr=stderr)
    return Console(stderr=stderr, width=_WIDTH) if console.width < _NARROWEST else console
