"""What was typed, turned into a race plan and files to write; refused with the range where it is
wrong.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from loadgen.experiments.race_plan import CONCURRENCY, DURATION, TIMEOUT, LaneChoice, RacePlan
from loadgen.frame import LANES, LaneId
from loadgen.plan import ClosedModel
from loadgen.results.exporters import Exporter, ExportError, ExportOptions, exporter_for
from servers.parameters import Parameter, ParameterError
from servers.scenarios import SCENARIOS, scenario
from servers.variants import VARIANTS, variant

_EXAMPLES = """\
examples:
  main.py                                 open the window
  main.py run                             Flask against FastAPI, waiting 50 ms, 64 users, 10 s
  main.py run --set wait_ms=200 --set a.threads=64 --concurrency 256
  main.py run --a fastapi --b fastapi-def --scenario cpu --duration 20
  main.py run --a flask --b flask         the same twice: how large is the noise here?
  main.py run --out race.json --out race.csv --out race.png --theme light --scale 2
"""

_EXIT_CODES = """\
exit codes:
  0 both lanes ran; 1 something failed, what was measured is kept;
  2 bad usage; 130 Ctrl-C, the partial run is written
"""


@dataclass(frozen=True, slots=True)
class RunRequest:
    """A race to run without a display, and the files that it shall leave."""

    plan: RacePlan
    outputs: tuple[tuple[Path, Exporter], ...]
    options: ExportOptions


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One sentence, where to read on, and exit 2: a page of usage would hide the sentence."""
        sys.stderr.write(f"{message}\nSee “{self.prog} --help” for what there is.\n")
        sys.exit(2)


def parse(words: Sequence[str], exporters: Sequence[Exporter]) -> RunRequest:
    """The request; exits with 2 and a sentence where the words make no sense, with 0 after
    ``--help``.
    """
    parser, run = _parser(exporters)
    typed = parser.parse_args(words)
    try:
        plan = _plan(typed)
        outputs = tuple((path, exporter_for(path, exporters)) for path in typed.out)
    except (ParameterError, ExportError) as error:
        run.error(str(error))
    return RunRequest(plan, outputs, ExportOptions(typed.summary, typed.theme, typed.scale))


def _parser(exporters: Sequence[Exporter]) -> tuple[_Parser, _Parser]:
    parser = _Parser(
        prog="main.py",
        description="Flask or FastAPI? Settled live, on your own machine. "
        "Without a command, the window opens; the commands need no display.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    run = commands.add_parser(
        "run",
        help="race two servers, print the comparison, write files",
        description="Race two servers, side by side, and print the comparison with its verdict.",
        epilog="\n".join((_catalogue(), _EXAMPLES, _EXIT_CODES)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_race(run)
    _add_files(run, exporters)
    return parser, run


def _add_race(run: argparse.ArgumentParser) -> None:
    race = run.add_argument_group("the race")
    servers = [each.key for each in VARIANTS]
    for lane, default in (("a", "flask"), ("b", "fastapi")):
        race.add_argument(
            f"--{lane}",
            choices=servers,
            default=default,
            metavar="SERVER",
            help=f"the server in lane {lane.upper()}: {', '.join(servers)} (default: {default})",
        )
    race.add_argument(
        "--scenario",
        choices=[each.key for each in SCENARIOS],
        default="wait",
        metavar="NAME",
        help=f"{', '.join(each.key for each in SCENARIOS)} (default: wait)",
    )
    race.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter of the scenario (wait_ms=50), or a setting of one lane's server "
        "(a.threads=64); may be repeated",
    )
    for parameter in (CONCURRENCY, DURATION, TIMEOUT):
        race.add_argument(
            f"--{parameter.key}",
            type=_number(parameter),
            default=parameter.default,
            metavar="N",
            help=f"{parameter.hint} {parameter.range_text} (default: {parameter.default})",
        )


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


def _number(parameter: Parameter) -> Callable[[str], int]:
    def parsed(text: str) -> int:
        try:
            return parameter.parse(text)
        except ParameterError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return parsed


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
    usual = f"{prefix}{parameter.key}={parameter.default}"
    return f"      {usual:<20} {parameter.range_text}"


def _plan(typed: argparse.Namespace) -> RacePlan:
    settings: dict[LaneId, dict[str, int]] = {id_: {} for id_ in LANES}
    parameters: dict[str, int] = {}
    for word in typed.set:
        name, equals, value = word.partition("=")
        if not equals:
            raise ParameterError(f"--set takes NAME=VALUE, not “{word}”.")
        lane, dot, key = name.strip().partition(".")
        if not dot:
            known = scenario(typed.scenario).parameters
            parameters[lane] = _find(lane, known, _elsewhere(lane, typed)).parse(value)
        elif lane == "a" or lane == "b":
            settings[lane][key] = _find(key, variant(getattr(typed, lane)).settings).parse(value)
        else:
            raise ParameterError(f"There is no lane “{lane}”; there are: a, b.")
    return RacePlan(
        lanes={id_: LaneChoice.of(getattr(typed, id_), **settings[id_]) for id_ in LANES},
        scenario=typed.scenario,
        parameters=parameters,
        model=ClosedModel(typed.concurrency),
        duration_s=typed.duration,
        timeout_s=typed.timeout,
    ).checked()


def _find(key: str, known: tuple[Parameter, ...], hint: str = "") -> Parameter:
    for parameter in known:
        if parameter.key == key:
            return parameter
    names = ", ".join(parameter.key for parameter in known)
    raise ParameterError(f"There is no setting “{key}” here; there are: {names}.{hint}")


def _elsewhere(key: str, typed: argparse.Namespace) -> str:
    """Where a setting is known that was given without its lane."""
    lanes = [
        id_ for id_ in LANES if any(key == s.key for s in variant(getattr(typed, id_)).settings)
    ]
    return f" It is a setting of a lane's server: write {lanes[0]}.{key}=…" if lanes else ""
