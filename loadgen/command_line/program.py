"""The command line as a function from words to an exit code."""

import sys
from collections.abc import Sequence

from rich.console import Console

from loadgen.command_line.arguments import parse
from loadgen.command_line.headless import FAILED, INTERRUPTED, run
from loadgen.command_line.streams import output_failure
from loadgen.results.exporters import EXPORTERS, Exporter

CHECK = "check-instrument"


def main(words: Sequence[str], exporters: Sequence[Exporter] = EXPORTERS) -> int:
    """Do what the words say; returns the exit code, or exits with 2 where they make no sense.

    What was to be printed and could not be is a failure, too: a full disk would else go unnoticed.
    """
    try:
        code = _command(words, exporters)
    except KeyboardInterrupt:
        return INTERRUPTED
    failure = output_failure(sys.stdout)
    if failure is not None:
        sys.stderr.write(f"The result could not be printed: {failure.strerror}.\n")
        return code or FAILED
    return code


def _command(words: Sequence[str], exporters: Sequence[Exporter]) -> int:
    if list(words[:1]) == [CHECK]:
        from loadgen.instrument.program import main as check_instrument

        return check_instrument(words[1:])
    return run(parse(words, exporters), Console(), Console(stderr=True))
