"""The command ``report``: recorded races, a sweep and a claims board on one page."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from loadgen.cli.command import Command, SectionOption
from loadgen.cli.exit_codes import FAILED, OK, USAGE
from loadgen.cli.help_text import write_race_epilog
from loadgen.files.atomic_write import WriteError, check_writable
from loadgen.files.result_file import write_or_keep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loadgen.export.run_record import RunRecord
    from loadgen.report.report_section import ReportSection


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """Write a page of these races; ``sweeps`` and ``boards`` are JSON files."""

    races: tuple[str, ...]
    sweeps: tuple[Path, ...]
    boards: tuple[Path, ...]
    out: Path
    summary: bool


class ReportInputError(Exception):
    """A sweep or a board that cannot be read; the message is one sentence."""


def report_command() -> Command:
    """The command; its callback returns a ``ReportRequest``."""
    file = click.Path(path_type=Path)

    def request(**values: Any) -> ReportRequest:
        ctx = click.get_current_context()
        if not (values["races"] or values["sweep"] or values["claims"]):
            raise click.UsageError("Name a race, or a file with --sweep or --claims.", ctx)
        out = values["out"]
        if out.suffix != ".html":
            raise click.UsageError(f"--out takes .html, not “{out}”.", ctx)
        return ReportRequest(
            values["races"], values["sweep"], values["claims"], out, values["summary"]
        )

    return Command(
        "report",
        short_help="Write races, a sweep and a claims board as one HTML page.",
        help="Write one HTML page of recorded races, with their comparison where there are "
        "several; it needs neither network nor script, and opens again: page.html#2 is its "
        "second race.",
        params=[
            click.Argument(["races"], nargs=-1, metavar="[RACE]..."),
            SectionOption(
                "--sweep", multiple=True, type=file, metavar="FILE", help="A sweep as .json"
            ),
            SectionOption(
                "--claims", multiple=True, type=file, metavar="FILE", help="A board as .json"
            ),
            SectionOption("--out", required=True, type=file, metavar="FILE", help="The .html file"),
            SectionOption(
                "--summary", is_flag=True, help="Leave the races themselves out of the page"
            ),
        ],
        write_epilog=write_race_epilog,
        callback=request,
    )


def run_report_command(request: ReportRequest, err: Console) -> int:
    """The exit code."""
    from loadgen.export.exporters import ExportError, ExportOptions
    from loadgen.recording.find_race import find_race, open_run
    from loadgen.recording.race_reader import RaceFileError
    from loadgen.recording.user_library import user_library
    from loadgen.report.html_report import HTML, render_races

    try:
        HTML.check()
        check_writable(request.out)
        library = user_library()
        runs = [open_run(find_race(each, library)) for each in request.races]
        sections = [*_comparisons(runs), *map(_sweep, request.sweeps), *map(_board, request.boards)]
    except (RaceFileError, ReportInputError, ExportError, WriteError) as error:
        err.print(str(error), style="red", soft_wrap=True, markup=False)
        return USAGE
    page = render_races(runs, ExportOptions(summary=request.summary), sections)
    return OK if write_or_keep(request.out, page, err) else FAILED


def _comparisons(runs: "list[RunRecord]") -> "Iterator[ReportSection]":
    """That of all races, where they can be compared; else why not."""
    from loadgen.comparison.comparison import ComparisonError
    from loadgen.comparison.comparison_text import HEADERS, LEGEND, conditions, rows
    from loadgen.comparison.race_groups import compare_chosen
    from loadgen.report.report_section import ReportSection

    if len(runs) < 2:
        return
    try:
        comparison = compare_chosen(runs)
    except ComparisonError as error:
        yield ReportSection("Comparison", (str(error),))
        return
    said = [f"{name}: {text}" for name, text in conditions(comparison)]
    if comparison.refusal:
        yield ReportSection("Comparison", (*said, comparison.refusal))
        return
    yield ReportSection.of("Comparison", said, HEADERS, rows(comparison), LEGEND)


def _sweep(path: Path) -> "ReportSection":
    from loadgen.report.report_section import ReportSection
    from loadgen.sweep.sweep_document import SweepFileError, decode_sweep
    from loadgen.sweep.sweep_text import LEGEND, described, headers, rows, sentences

    try:
        run = decode_sweep(_read(path)).run
    except SweepFileError as error:
        raise ReportInputError(f"“{path}” is no sweep to report: {error}") from error
    title = f"{run.plan.entry.title}, over {run.quantity.title}."
    said = [title, described(run), *sentences(run)]
    return ReportSection.of("Sweep", said, headers(run), rows(run), LEGEND)


def _board(path: Path) -> "ReportSection":
    from loadgen.claims.board_document import decode_board
    from loadgen.claims.board_text import (
        LEGEND,
        evidence_lines,
        machine_text,
        summary,
        verdict_text,
    )
    from loadgen.files.document import DocumentError
    from loadgen.report.report_section import ReportSection

    try:
        board = decode_board(_read(path))
    except DocumentError as error:
        raise ReportInputError(f"“{path}” is no claims board to report: {error}") from error
    found = (
        (each.title, each.sentence, verdict_text(each), "; ".join(evidence_lines(each)))
        for each in board.claims
    )
    headers = ("", "Claim", "Here", "Evidence")
    said = (summary(board), machine_text(board))
    return ReportSection.of("Claims", said, headers, found, LEGEND, has_text=True)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReportInputError(f"“{path}” cannot be read: {reason}.") from error
