"""The command line as a function from words to an exit code."""

from collections.abc import Sequence

from rich.console import Console

from loadgen.command_line.arguments import parse
from loadgen.command_line.headless import INTERRUPTED, run
from loadgen.results.exporters import EXPORTERS, Exporter

CHECK = "check-instrument"


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
    return run(parse(words, exporters), Console(), Console(stderr=True))
