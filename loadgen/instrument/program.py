"""The command ``check-instrument``: measure, print the table, write the document."""

import argparse
import contextlib
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import psutil
from rich.console import Console

from loadgen.command_line.interrupts import Interrupts
from loadgen.command_line.result_files import write_or_keep
from loadgen.instrument.bench import Bench, Figure
from loadgen.instrument.document import all_hold, encode
from loadgen.instrument.figures import FIGURES
from loadgen.instrument.finding import Finding
from loadgen.instrument.interference import caution, others_percent, used
from loadgen.instrument.processes import Cores, children_ended, cores
from loadgen.instrument.progress import Progress
from loadgen.instrument.table import conclusion, table_of
from loadgen.results.atomic import WriteError, check_writable

_WIDTH = 140

_HELP = """\
Measure how good the load generator is on this machine, beside every other client found on it (wrk,
hey, oha, ab, autocannon; aiohttp, Locust and stock httpx), and set each figure against its bar.
Load goes to servers of its own on 127.0.0.1 only."""
_EXIT_CODES = """\
exit codes:
  0 every bar that could be measured holds; 1 one does not; 2 bad usage; 130, 143,
  129 Ctrl-C, SIGTERM, SIGHUP: what was measured is told and written

All Python peers: uv run --group peers main.py check-instrument"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One sentence, where to read on, and exit 2."""
        sys.stderr.write(f"{message}\nSee “{self.prog} --help” for what there is.\n")
        sys.exit(2)


def main(words: Sequence[str], figures: Sequence[Figure] = FIGURES) -> int:
    """The exit code; exits with 2 where the words make no sense."""
    parser = _Parser(
        prog="main.py check-instrument",
        description=_HELP,
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="about half a minute instead of six: shorter, fewer rounds, no slow peers",
    )
    parser.add_argument("--out", type=Path, metavar="FILE.json", help="write the findings as JSON")
    typed = parser.parse_args(words)
    if typed.out is not None:
        if typed.out.suffix != ".json":
            parser.error(f"--out takes a file that ends in .json, not “{typed.out}”.")
        try:
            check_writable(typed.out)
        except WriteError as error:
            parser.error(str(error))
    return _check(figures, quick=typed.quick, out=typed.out)


def _check(figures: Sequence[Figure], *, quick: bool, out: Path | None) -> int:
    console = _console()
    started_at, chosen = datetime.now(UTC).astimezone(), cores()
    findings: list[Finding] = []
    before, complete, err = used(), False, Console(stderr=True)
    interrupts = Interrupts()
    interrupts.nothing_to_lose = False
    interrupts.install()
    with (
        children_ended(),
        Progress(err) as progress,
        contextlib.suppress(KeyboardInterrupt),
        interrupts.raising(),
    ):
        bench = Bench(chosen, quick, progress.tell)
        for figure in figures:
            findings += figure(bench)
        complete = True
    others = others_percent(before, used(), psutil.cpu_count() or 1)
    written = True
    if out is not None:
        document = encode(
            findings,
            started_at=started_at,
            quick=quick,
            complete=complete,
            cores=chosen,
            others_cpu_percent=others,
        )
        written = write_or_keep(out, document, err)
    _print(console, findings, chosen, complete=complete)
    if warning := caution(others):
        console.print(warning, style="yellow", highlight=False, soft_wrap=True)
    interrupts.close()
    if not complete:
        return interrupts.exit_code
    return 0 if written and all_hold(findings) else 1


def _console() -> Console:
    """Where nobody says how wide it is, as in a file, the table gets the room it needs."""
    console = Console()
    return console if console.is_terminal else Console(width=_WIDTH)


def _print(console: Console, findings: list[Finding], chosen: Cores, *, complete: bool) -> None:
    if not complete:
        console.print("Interrupted: what had been measured until then is told.", style="yellow")
    console.print(table_of(findings))
    where = (
        f"Server on core {chosen.server}, client on core {chosen.client}."
        if chosen.pinned
        else "Server and client were not pinned: this system or its number of cores forbids it."
    )
    console.print(f"\n{conclusion(findings)} {where}", highlight=False, soft_wrap=True)
