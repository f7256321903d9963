"""The command line as a function from words to an exit code."""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.console import Console

from loadgen.cli import completion
from loadgen.cli.arguments import RunRequest, command_tree, parse
from loadgen.cli.claims_command import ClaimsRequest, run_claims_command
from loadgen.cli.completion import ScriptRequest
from loadgen.cli.contract_command import run_contract_command
from loadgen.cli.contract_pictures import NO_CONTRACT_PICTURES, ContractPictures
from loadgen.cli.contract_request import ContractRequest
from loadgen.cli.cost_command import CostRequest, run_cost_command
from loadgen.cli.demonstration_commands import (
    DemonstrationRequest,
    ExportDemonstrationRequest,
    ShowDemonstration,
    export_demonstration,
    run_demonstration_command,
)
from loadgen.cli.exit_codes import INTERRUPTED
from loadgen.cli.headless_race import run
from loadgen.cli.migration_command import MigrationRequest, run_migration_command
from loadgen.cli.race_commands import RaceRequest, ReplayRequest
from loadgen.cli.report_command import ReportRequest, run_report_command
from loadgen.cli.series_pictures import NO_PICTURES, SeriesPictures
from loadgen.cli.sweep_command import SweepRequest, run_sweep_command
from loadgen.export.exporters import EXPORTERS, Exporter
from loadgen.selfcheck.check_request import CheckRequest

if TYPE_CHECKING:
    from loadgen.claims.board_picture import BoardPicture
    from loadgen.cli.recorded_races import ReplayChoice

Show = Callable[["ReplayChoice"], int]

_NARROWEST, _WIDTH = 20, 80


def main(
    words: Sequence[str],
    exporters: Sequence[Exporter] = EXPORTERS,
    show: Show | None = None,
    show_demonstration: ShowDemonstration | None = None,
    board_picture: "BoardPicture | None" = None,
    pictures: SeriesPictures = NO_PICTURES,
    *,
    contract_pictures: ContractPictures = NO_CONTRACT_PICTURES,
) -> int:
    """Do what the words say; returns the exit code, or exits with 2 where they make no sense.

    ``show`` opens a window that plays a recorded race, and returns the exit code;
    ``show_demonstration`` one that shows a demonstration. ``board_picture`` makes the picture of a
    claims board, ``pictures`` those of sweeps, costs and migrations, ``contract_pictures`` those of
    contracts.
    """
    try:
        request = parse(words, exporters)
        if isinstance(request, ReplayRequest):
            return _replay(request, show)
        if isinstance(request, RaceRequest):
            return _recorded(request)
        if isinstance(request, DemonstrationRequest):
            consoles = _console(stderr=False), _console(stderr=True)
            return run_demonstration_command(request, show_demonstration, *consoles)
        if isinstance(request, ClaimsRequest):
            consoles = _console(stderr=False), _console(stderr=True)
            return run_claims_command(request, *consoles, board_picture)
        if isinstance(request, ContractRequest):
            consoles = _console(stderr=False), _console(stderr=True)
            return run_contract_command(request, *consoles, contract_pictures)
        return _execute(request, pictures)
    except KeyboardInterrupt:
        return INTERRUPTED


def complete(instruction: str, exporters: Sequence[Exporter] = EXPORTERS) -> int:
    """Answer a shell that completes the command line; returns the exit code."""
    return completion.answer(command_tree(exporters), instruction)


def _execute(request: object, pictures: SeriesPictures) -> int:
    match request:
        case RunRequest():
            return run(request, _console(stderr=False), _console(stderr=True))
        case ExportDemonstrationRequest():
            return export_demonstration(request, _console(stderr=True))
        case ReportRequest():
            return run_report_command(request, _console(stderr=True))
        case SweepRequest():
            consoles = _console(stderr=False), _console(stderr=True)
            return run_sweep_command(request, *consoles, pictures)
        case CostRequest():
            consoles = _console(stderr=False), _console(stderr=True)
            return run_cost_command(request, *consoles, pictures)
        case MigrationRequest():
            consoles = _console(stderr=False), _console(stderr=True)
            return run_migration_command(request, *consoles, pictures)
        case CheckRequest():
            # What it imports is not needed to race.
            from loadgen.selfcheck.command import check

            return check(request)
        case ScriptRequest():
            sys.stdout.write(completion.completion_script(request.shell))
            return 0
    raise TypeError(f"no request: {request!r}")


def _replay(request: ReplayRequest, show: Show | None) -> int:
    from loadgen.cli import recorded_races

    return recorded_races.replay_race(request, show, _console(stderr=True))


def _recorded(request: RaceRequest) -> int:
    from loadgen.cli import recorded_races

    return recorded_races.execute(request, _console(stderr=False), _console(stderr=True))


def _console(*, stderr: bool) -> Console:
    """rich prints nothing at all where COLUMNS says 0."""
    console = Console(stderr=stderr)
    return Console(stderr=stderr, width=_WIDTH) if console.width < _NARROWEST else console
