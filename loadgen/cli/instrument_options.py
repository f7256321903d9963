"""The options of ``check-instrument``, without what the check itself imports."""

from pathlib import Path

import click

from loadgen.cli.command import Command, SectionOption
from loadgen.cli.help_text import write_check_epilog
from loadgen.files.atomic_write import WriteError, check_writable
from loadgen.selfcheck.check_request import CheckRequest

_HELP = """\
Measure how good the load generator is on this machine, beside every other client found on it (wrk,
hey, oha, ab, autocannon; aiohttp, Locust and stock httpx), and set each figure against its bar.
Load goes to servers of its own on 127.0.0.1 only."""


def check_command() -> Command:
    """The command; its callback returns a ``CheckRequest``."""
    quick = SectionOption(
        "--quick",
        is_flag=True,
        help="About half a minute instead of six: shorter, fewer rounds, no slow peers",
    )
    out = SectionOption(
        "--out",
        type=click.Path(path_type=Path),
        metavar="FILE.json",
        help="Write the findings as JSON",
    )
    return Command(
        "check-instrument",
        short_help="Measure how good the load generator is on this machine.",
        help=_HELP,
        params=[quick, out],
        write_epilog=write_check_epilog,
        callback=_request,
    )


def _request(*, quick: bool, out: Path | None) -> CheckRequest:
    if out is not None:
        if out.suffix != ".json":
            message = f"--out takes a file that ends in .json, not “{out}”."
            raise click.UsageError(message, click.get_current_context())
        try:
            check_writable(out)
        except WriteError as error:
            raise click.UsageError(str(error), click.get_current_context()) from None
    return CheckRequest(quick, out)
