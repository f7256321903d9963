"""What commands share that race more than once: options of files, Ctrl-C, printing, writing."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from loadgen.cli.command import SectionOption
from loadgen.cli.exit_codes import FAILED, OK, USAGE
from loadgen.cli.series_pictures import PICTURE
from loadgen.files.atomic_write import WriteError, check_writable
from loadgen.files.result_file import warning, write_or_keep

if TYPE_CHECKING:
    from loadgen.cli.interruptible import Cancellable
    from loadgen.recording.race_recording import RaceRecording

SUFFIXES = (".json", ".csv", ".md", PICTURE)


def series_options(
    result: str, race: str, suffixes: Sequence[str] = SUFFIXES
) -> list[click.Option]:
    """``--out`` and ``--no-keep``; ``result`` and ``race`` are nouns for the help."""
    return [
        SectionOption(
            "--out",
            section="files",
            multiple=True,
            type=click.Path(path_type=Path),
            metavar="FILE",
            help=f"Write the {result} as {', '.join(suffixes)}; may be repeated",
        ),
        SectionOption(
            "--keep/--no-keep",
            section="files",
            in_full=True,
            default=True,
            help=f"Record each {race} in the folder of races (default), or not",
        ),
    ]


def check_suffixes(paths: Iterable[Path]) -> None:
    """Raises click's UsageError for a file of another kind."""
    for path in paths:
        if path.suffix.lower() not in SUFFIXES:
            message = f"--out takes {', '.join(SUFFIXES)}, not “{path}”."
            raise click.UsageError(message, click.get_current_context())


def run_series(
    begin: "Callable[[RaceRecording], Cancellable]",
    err: Console,
    *,
    paths: Sequence[Path],
    keep: bool,
    show: Callable[[], None],
    encode: Callable[[str], bytes],
    failed: Callable[[], bool],
    check_picture: Callable[[], None] = lambda: None,
    is_empty: Callable[[], bool] = lambda: False,
) -> int:
    """The exit code; after Ctrl-C what was measured is shown and written.

    ``begin`` is called within the running asyncio loop. ``encode`` makes the content of a file with
    that suffix. Where a file cannot be written, or ``check_picture`` raises ExportError and one is
    wanted, nothing is raced. After Ctrl-C nothing is written where it ``is_empty``.
    """
    from loadgen.cli.interruptible import run_interruptible
    from loadgen.export.exporters import ExportError
    from loadgen.recording.race_recording import RaceRecording
    from loadgen.recording.user_library import user_library

    try:
        for path in paths:
            check_writable(path)
            if path.suffix.lower() == PICTURE:
                check_picture()
    except (WriteError, ExportError) as error:
        err.print(str(error), style="red", soft_wrap=True, markup=False)
        return USAGE
    recording = RaceRecording(user_library() if keep else None, warning(err))
    interrupted = run_interruptible(lambda: begin(recording))
    recording.close()
    show()
    if interrupted is not None and is_empty():
        return interrupted  # a file of an earlier run stays
    written = [write_or_keep(path, encode(path.suffix.lower()), err) for path in paths]
    if interrupted is not None:
        return interrupted
    return OK if all(written) and not failed() else FAILED


def print_series(
    sentences: Iterable[str],
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    legend: str,
    out: Console,
) -> None:
    """Sentences, then a table with the first column at the left where it holds names."""
    for sentence in sentences:
        out.print(Text(sentence, "bold"), soft_wrap=True)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for header in headers:
        table.add_column(header, justify="left" if header == "Server" else "right")
    for row in rows:
        table.add_row(*row)
    out.print(table)
    out.print(Text(legend, "dim"), soft_wrap=True)
