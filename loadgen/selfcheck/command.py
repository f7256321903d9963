"""The command ``check-instrument``: measure, print the table, write the document."""

import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime

import psutil
from rich.console import Console

from loadgen.files.result_file import write_or_keep
from loadgen.model.clients import DEFAULT_CLIENT, client
from loadgen.selfcheck.background_load import caution, measure_use, others_percent
from loadgen.selfcheck.check_context import CheckContext, Figure
from loadgen.selfcheck.check_request import CheckRequest
from loadgen.selfcheck.document import all_hold, encode
from loadgen.selfcheck.figures import FIGURES
from loadgen.selfcheck.finding import Finding
from loadgen.selfcheck.pinned_processes import Cores, children_ended, cores
from loadgen.selfcheck.progress import Progress
from loadgen.selfcheck.table import conclusion, table_of
from servers.process.packages import missing_text
from servers.process.termination_signals import TerminationSignals

_WIDTH = 140
_USAGE = 2


def check(request: CheckRequest, figures: Sequence[Figure] = FIGURES) -> int:
    """Measure, print the table, write the document; returns the exit code.

    2 without the packages of the load generator.
    """
    if reason := missing_text("The load generator", client(DEFAULT_CLIENT).packages):
        Console(stderr=True).print(reason, style="red", soft_wrap=True, markup=False)
        return _USAGE
    quick, out = request.quick, request.out
    console = _console()
    started_at, chosen = datetime.now(UTC).astimezone(), cores()
    findings: list[Finding] = []
    before, complete, err = measure_use(), False, Console(stderr=True)
    interrupts = TerminationSignals()
    interrupts.nothing_to_lose = False
    interrupts.install()
    with (
        children_ended(),
        Progress(err) as progress,
        contextlib.suppress(KeyboardInterrupt),
        interrupts.raising(),
    ):
        bench = CheckContext(chosen, quick, progress.tell)
        for figure in figures:
            findings += figure(bench)
        complete = True
    others = others_percent(before, measure_use(), psutil.cpu_count() or 1)
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
        console.print("Interrupted: what had been measured until then is shown.", style="yellow")
    console.print(table_of(findings))
    where = (
        f"Server on core {chosen.server}, client on core {chosen.client}."
        if chosen.pinned
        else "Server and client were not pinned: this system or its number of cores forbids it."
    )
    console.print(f"\n{conclusion(findings)} {where}", highlight=False, soft_wrap=True)
