"""What was typed, turned into a race plan and files to write; refused with the range where it is
wrong.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from loadgen import program_log, user_files
from loadgen.command_line import database_url
from loadgen.command_line.race_options import add_race_options, plan_of
from loadgen.experiments.race_plan import RacePlan
from loadgen.results.exporters import Exporter, ExportError, ExportOptions, exporter_for
from loadgen.version import VERSION
from servers.parameters import Parameter, ParameterError
from servers.scenarios import SCENARIOS
from servers.variants import VARIANTS

_EXAMPLES = """\
examples:
  main.py                                 open the window
  main.py run                             Flask against FastAPI, waiting 50 ms, 64 users, 10 s
  main.py run --set wait_ms=200 --set a.threads=64 --concurrency 256
  main.py run --a fastapi --b fastapi-def --scenario cpu --duration 20
  main.py run --a flask --b flask         the same twice: how large is the noise here?
  main.py run --mode turns --until-clear  one lane at a time, until the difference is shown
  main.py run --rate 500                  500 requests/s, whatever the servers do
  main.py run --scenario database         with PostgreSQL behind both; --database-url for your own
  main.py check-instrument                how good is the load generator itself?
  main.py run --out race.json --out race.csv --out race.png --theme light --scale 2
"""

_EXIT_CODES = """\
exit codes:
  0 both lanes ran; 1 something failed, or half of a lane's requests, what was measured is
  written; 2 bad usage;
  130, 143, 129 Ctrl-C, SIGTERM, SIGHUP: once ends the race and writes, twice writes at once
"""


@dataclass(frozen=True, slots=True)
class RunRequest:
    """A race to run without a display, and the files that it shall leave.

    ``calibrate``: before the race; None when the ceiling is not known.
    """

    plan: RacePlan
    calibrate: bool | None
    outputs: tuple[tuple[Path, Exporter], ...]
    options: ExportOptions


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One sentence, where to read on, and exit 2: a page of usage would hide the sentence."""
        program_log.log_refusal(message)
        sys.stderr.write(f"{message}\nSee “{self.prog} --help” for what there is.\n")
        sys.exit(2)


def parse(words: Sequence[str], exporters: Sequence[Exporter]) -> RunRequest:
    """The request; exits with 2 and a sentence where the words make no sense, with 0 after
    ``--help``.
    """
    parser, run = _parser(exporters)
    typed = parser.parse_args(words)
    try:
        plan = plan_of(typed)
        outputs = tuple((path, exporter_for(path, exporters)) for path in typed.out)
    except (ParameterError, ExportError) as error:
        run.error(str(error))
    return RunRequest(
        plan, typed.calibrate, outputs, ExportOptions(typed.summary, typed.theme, typed.scale)
    )


def _parser(exporters: Sequence[Exporter]) -> tuple[_Parser, _Parser]:
    parser = _Parser(
        prog="main.py",
        description="Flask or FastAPI? Settled live, on your own machine. "
        "Without a command, the window opens; the commands need no display.",
        epilog=f"{_EXAMPLES}\n{_log_file()}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Faceoff {VERSION}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    run = commands.add_parser(
        "run",
        help="race two servers, print the comparison, write files",
        description="Race two servers, side by side, and print the comparison with its verdict.",
        epilog="\n".join((_catalogue(), _EXAMPLES, _EXIT_CODES, _log_file())),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_race_options(run)
    # Taken before the words come here, since it is for the window, too: this is its help.
    run.add_argument(
        database_url.OPTION,
        metavar="URL",
        help="use this PostgreSQL instead of one of our own; FACEOFF_DATABASE_URL does the same",
    )
    _add_files(run, exporters)
    # It takes its words itself, see program: what it imports is not needed to race.
    commands.add_parser(
        "check-instrument",
        help="measure how good the load generator is on this machine",
        add_help=False,
    )
    return parser, run


def _add_files(run: argparse.ArgumentParser, exporters: Sequence[Exporter]) -> None:
    files = run.add_argument_group("files")
    kinds = ", ".join(f"{each.suffix} ({each.title})" for each in exporters)
    files.add_argument(
        "--out",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help=f"write the race to a file, its kind by the ending: {kinds}; may be repeated",
    )
    files.add_argument(
        "--summary", action="store_true", help="leave the time line out of the run document"
    )
    files.add_argument(
        "--theme", choices=("light", "dark"), default="light", help="of pictures (default: light)"
    )
    files.add_argument(
        "--scale",
        choices=(1, 2, 4),
        type=int,
        default=1,
        help="of pictures: 1 is 1920 x 1080 (default: 1)",
    )


def _log_file() -> str:
    path = user_files.log_path()
    return f"log file: {path}\n" if path else "log file: none, this user has no home folder\n"


def _catalogue() -> str:
    lines = ["scenarios, and what may be set:"]
    for entry in SCENARIOS:
        lines.append(f"  {entry.key:<12} {entry.shows}")
        lines += [_setting(each, "") for each in entry.parameters]
    lines.append("\nservers, and what may be set (with a. or b. before it):")
    for server in VARIANTS:
        lines.append(f"  {server.key:<12} {server.subtitle}. {server.teaches}")
        lines += [_setting(each, "a.") for each in server.settings]
    return "\n".join(lines) + "\n"


def _setting(parameter: Parameter, prefix: str) -> str:
    usual = f"{prefix}{parameter.key}={parameter.typed(parameter.default)}"
    return f"      {usual:<20} {parameter.range_text}"
