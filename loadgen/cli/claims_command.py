"""The command ``claims``: its options, and its execution."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.text import Text

from loadgen.claims.claim_list import CLAIMS
from loadgen.cli.command import Command
from loadgen.cli.exit_codes import USAGE
from loadgen.cli.help_text import write_claims_epilog
from loadgen.cli.option_types import CatalogueKey
from loadgen.cli.race_series import run_series, series_options
from loadgen.files.result_file import say
from loadgen.model import number_format

if TYPE_CHECKING:
    from loadgen.claims.board_document import BoardDocument
    from loadgen.claims.board_picture import BoardPicture
    from loadgen.claims.claim import Claim
    from loadgen.claims.judgement import Judgement
    from loadgen.claims.progress import Progress
    from loadgen.recording.race_recording import RaceRecording

PICTURE = ".png"
SUFFIXES = (".json", ".csv", ".md", PICTURE)


@dataclass(frozen=True, slots=True)
class ClaimsRequest:
    """Put these claims to the test. ``theme`` and ``scale`` are those of the picture."""

    claims: "tuple[Claim, ...]"
    out: tuple[Path, ...]
    keep: bool
    theme: str = "light"
    scale: int = 1


def claims_command(picture_options: list[click.Option]) -> Command:
    """The command; its callback returns a ``ClaimsRequest``."""

    def request(**values: Any) -> ClaimsRequest:
        for path in values["out"]:
            if path.suffix.lower() not in SUFFIXES:
                message = f"--out takes {', '.join(SUFFIXES)}, not “{path}”."
                raise click.UsageError(message, click.get_current_context())
        named = values["names"]
        chosen = tuple(each for each in CLAIMS if not named or each.key in named)
        scale = int(values["scale"])
        return ClaimsRequest(chosen, values["out"], values["keep"], values["theme"], scale)

    titles = {each.key: each.title for each in CLAIMS}
    kind = CatalogueKey("claim", titles)
    names = click.Argument(["names"], nargs=-1, metavar="[NAME]...", type=kind)
    return Command(
        "claims",
        short_help="Put the claims about Flask and FastAPI to the test here.",
        help="Race, check contracts and read handlers until each claim holds, holds in part, does "
        "not hold here, or is not decided; all claims, unless some are named. Needs nobody beside.",
        params=[names, *series_options("board", "race", SUFFIXES), *picture_options],
        write_epilog=write_claims_epilog,
        callback=request,
    )


def run_claims_command(
    request: ClaimsRequest, out: Console, err: Console, picture: "BoardPicture | None"
) -> int:
    """The exit code; after Ctrl-C what was decided is printed and written."""
    from loadgen.claims.board_document import BoardDocument
    from loadgen.claims.board_run import BoardRun
    from loadgen.export.exporters import ExportError
    from loadgen.race.session_services import session_services

    if any(path.suffix.lower() == PICTURE for path in request.out):
        try:
            _drawing(picture).check()
        except ExportError as error:
            say(err, str(error), bad=True)
            return USAGE
    judgements: list[Judgement] = []

    def begin(recording: "RaceRecording") -> BoardRun:
        return BoardRun(
            request.claims,
            session_services(),
            recording,
            on_progress=lambda progress: err.print(_progress(progress), markup=False),
            judgements=judgements,
        )

    def board() -> BoardDocument:
        return BoardDocument.of(judgements, complete=len(judgements) == len(request.claims))

    def encode(suffix: str) -> bytes:
        if suffix == PICTURE:
            return _drawing(picture).encode(board(), request.theme, request.scale)
        return _encode(suffix, board())

    return run_series(
        begin,
        err,
        paths=request.out,
        keep=request.keep,
        show=lambda: _print(board(), out),
        encode=encode,
        is_empty=lambda: not judgements,
        failed=lambda: any(each.ruling.failed for each in judgements),
    )


def _drawing(picture: "BoardPicture | None") -> "BoardPicture":
    """Raises ExportError where this program draws nothing."""
    from loadgen.export.exporters import ExportError

    if picture is None:
        raise ExportError(
            f"A board cannot be written as {PICTURE} here: choose .json, .csv or .md."
        )
    return picture


def _progress(progress: "Progress") -> str:
    left = number_format.duration(progress.left_s)
    place = f"{progress.number} of {progress.count}"
    return f"{place}: {progress.claim.title}, at most {left} left"


def _encode(suffix: str, board: "BoardDocument") -> bytes:
    from loadgen.claims.board_document import encode_board, encode_csv
    from loadgen.claims.board_text import markdown

    if suffix == ".csv":
        return encode_csv(board)
    return encode_board(board) if suffix == ".json" else markdown(board).encode()


def _print(board: "BoardDocument", out: Console) -> None:
    from loadgen.claims import board_text

    for claim in board.claims:
        out.print(Text(claim.sentence, "bold"), soft_wrap=True)
        out.print(Text(board_text.verdict_text(claim)), soft_wrap=True)
        for line in board_text.evidence_lines(claim):
            out.print(Text(f"  {line}", "dim"), soft_wrap=True)
    out.print(Text(f"{board_text.summary(board)} {board_text.LEGEND}"), soft_wrap=True)
