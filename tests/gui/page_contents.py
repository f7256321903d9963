"""Results for every page of a window, made without a server, as large as real ones."""

from datetime import timedelta
from itertools import cycle
from pathlib import Path

import msgspec

from gui.pages.claims.claims_page import ClaimsPage
from gui.pages.cost.cost_page import CostPage
from gui.pages.migration.migration_page import MigrationPage
from gui.pages.runs.runs_page import RunsPage
from gui.pages.sweep.sweep_page import SweepPage
from gui.pages.validation.validation_page import ValidationPage
from gui.session.migration_session import STAGES, _outcome
from gui.window import MainWindow
from loadgen.claims.claim_list import CLAIMS
from loadgen.claims.finding import OUTCOMES
from loadgen.contract.bodies import BODIES
from loadgen.contract.exchange import Answer, Exchange
from loadgen.contract.matrix import make_matrix
from loadgen.migration.exchange import Answer as StageAnswer
from loadgen.migration.exchange import StageAnswers
from loadgen.migration.probes import PROBES
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.recording.race_library import RaceLibrary
from loadgen.recording.race_writer import RaceWriter
from loadgen.sweep.ladder import Ladder
from loadgen.sweep.quantity import USERS
from loadgen.sweep.sweep_run import SweepRun
from servers.catalog.contract_applications import CONTRACT_APPLICATIONS
from tests.loadgen.recording.recorded import STARTED_AT, STOP, frames, start
from tests.support.fake_board import judgement
from tests.support.found_rates import RUN
from tests.support.sweep_points import FASTAPI, FLASK, climb

RACES = 3


def fill_pages(window: MainWindow, folder: Path) -> None:
    """Give every page something to show; recorded races are written into ``folder``."""
    _record_races(folder)
    window.page(RunsPage)._library = RaceLibrary(folder)
    sweep = window.page(SweepPage).sweep
    sweep.run, sweep.ladder = SweepRun(RacePlan.default(), climb(FLASK, FASTAPI)), Ladder.of(USERS)
    window.page(CostPage).cost.run = RUN
    claims = window.page(ClaimsPage).claims
    for claim, outcome in zip(CLAIMS, cycle(OUTCOMES), strict=False):
        claims._take(judgement(claim, outcome))
    contract = window.page(ValidationPage).contract
    contract.matrix = make_matrix(
        [
            Exchange(each, tuple(Answer(422 if n % 3 else 200, "{}") for n in range(len(BODIES))))
            for each in CONTRACT_APPLICATIONS
        ],
        BODIES,
    )
    contract.changed.emit()
    answers = (StageAnswer({"status": "200"}),) * len(PROBES)
    others = (StageAnswer({"status": "500"}), *answers[1:])
    stages = [StageAnswers(n, others if n > 3 else answers, answers) for n in STAGES]
    migration = window.page(MigrationPage).migration
    migration._take(_outcome((), stages))


def _record_races(folder: Path) -> None:
    library, plan = RaceLibrary(folder), RacePlan.default()
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(RACES):
        lanes = plan.lanes | {"a": LaneChoice.of("flask", threads=4 << n)}
        begin = msgspec.structs.replace(
            start(msgspec.structs.replace(plan, lanes=lanes)),
            started_at=STARTED_AT + timedelta(minutes=n),
        )
        writer = RaceWriter(library.new_path(begin), begin)
        for frame in frames(6.0):
            writer.add(frame)
        writer.stop(STOP)
