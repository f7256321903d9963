"""Run one race without a display.

Progress on stderr, the comparison on stdout, files at the end.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from rich.console import Console

from loadgen.cli.arguments import RunRequest
from loadgen.cli.comparison_report import print_comparison
from loadgen.cli.exit_codes import FAILED, NOT_MET, OK, USAGE
from loadgen.cli.file_options import needs_baseline
from loadgen.cli.progress import Progress
from loadgen.cli.report import print_last_lines, print_report
from loadgen.cli.requirement_report import print_outcomes
from loadgen.cli.result_files import check_files, write_files
from loadgen.comparison.comparison import Comparison, work_refusal
from loadgen.comparison.requirement import Outcome
from loadgen.comparison.requirement_watch import RequirementWatch
from loadgen.export.frame_log import FrameLog
from loadgen.export.machine_info import machine
from loadgen.export.run_document import RunDocument
from loadgen.export.run_record import RunRecord
from loadgen.files import program_log, user_files
from loadgen.files.result_file import warning
from loadgen.model import number_format
from loadgen.model.clients import client
from loadgen.model.frame import Frame
from loadgen.race.calibration import CalibrationError, Calibrations, measure, users_for
from loadgen.race.race import Race
from loadgen.race.session_services import session_services
from loadgen.recording.find_race import find_race, open_run
from loadgen.recording.race_reader import RaceFileError
from loadgen.recording.race_recording import RaceRecording
from loadgen.recording.user_library import user_library
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.headline import Headline
from loadgen.verdict.stop_rule import StopRule
from servers.process.termination_signals import TerminationSignals

_log = logging.getLogger("faceoff.race")


@dataclass(slots=True)
class _Run:
    """One race while it runs. ``record`` and ``complete`` are there once its files are written."""

    request: RunRequest
    err: Console
    interrupts: TerminationSignals
    timeline: Timeline = field(default_factory=Timeline)
    frames: FrameLog = field(default_factory=FrameLog)
    headline: Headline = field(default_factory=Headline)
    recording: RaceRecording | None = None
    baseline: RunRecord | None = None
    record: RunRecord | None = None
    complete: bool = True
    outcomes: tuple[Outcome, ...] = ()
    trouble: str = ""
    stop: Callable[[], None] = lambda: None

    def start_recording(self) -> None:
        """Record the race from here on, where that is wanted."""
        if self.request.keep:
            self.recording = RaceRecording(user_library(), warning(self.err))
            self.recording.begin(self.request.plan, self.timeline.started_at)

    def take(self, frame: Frame) -> None:
        """Add a frame to all that follows the race."""
        self.timeline.add(frame)
        self.frames.add(frame)
        if self.recording:
            self.recording.add(frame)

    def finish(self) -> None:
        """Write what was measured: before anything else is ended, which may take its time."""
        plan = self.request.plan
        self.timeline.end()
        verdict = self.headline.update(self.timeline, plan)
        record = RunRecord.of(plan, self.timeline, self.frames, verdict)
        self.outcomes = tuple(each.check(record) for each in self.request.requirements)
        required = tuple(each.recorded() for each in self.outcomes)
        self.record = replace(record, requirements=required)
        if self.recording:
            self.recording.end(self.record)
        options = replace(self.request.options, before=self.baseline)
        self.complete = write_files(self.request.outputs, options, self.record, self.err)
        if self.recording:
            self.recording.close()


def run(request: RunRequest, out: Console, err: Console) -> int:
    """The exit code. What cannot be written is known before the race, not after it."""
    if problem := check_files(request.outputs):
        _log.error("%s", problem)
        err.print(problem, style="red", soft_wrap=True, markup=False)
        return USAGE
    try:
        baseline = _open_baseline(request.baseline)
        problem = _other_work(request, baseline)
    except RaceFileError as error:
        problem = str(error)
    if problem:
        err.print(problem, style="red", soft_wrap=True, markup=False)
        return USAGE
    if notice := user_files.problem():
        err.print(notice, style="yellow", soft_wrap=True, markup=False)
    interrupts = TerminationSignals()
    interrupts.install()
    try:
        return _run(_Run(request, err, interrupts, baseline=baseline), out)
    finally:
        interrupts.close()


def _other_work(request: RunRequest, baseline: RunRecord | None) -> str:
    """Why the picture that is asked for cannot be made of both races; empty where it can."""
    if baseline is None or not needs_baseline(request.outputs, request.options):
        return ""
    return work_refusal(baseline.plan, request.plan)


def _open_baseline(reference: str | None) -> RunRecord | None:
    return open_run(find_race(reference, user_library())) if reference else None


def _run(race: _Run, out: Console) -> int:
    watch = RequirementWatch(race.request.requirements)
    with Progress(race.request.plan, race.timeline, race.err) as progress:

        def on_frame(frame: Frame) -> None:
            race.take(frame)
            verdict = race.headline.follow(race.timeline, race.request.plan)
            progress.show(frame, verdict)
            if race.request.stop_when_decided and watch.is_decided(race.timeline, verdict):
                race.stop()

        asyncio.run(_race(race, on_frame))
    if race.record is None:
        race.err.print("Stopped before the race: there is nothing to write.", style="yellow")
        return race.interrupts.exit_code
    if race.trouble:
        race.err.print(race.trouble, style="red", soft_wrap=True, markup=False)
    document = RunDocument.of(race.record, summary=True)
    print_report(document, out)
    if race.baseline:
        comparison = Comparison.of([race.baseline], [race.record])
        print_comparison(comparison, out, figures=not comparison.refusal)
    if race.interrupts.count:
        return race.interrupts.exit_code
    failure = race.record.failure
    if failure:
        _log.error("%s", failure)
        race.err.print(failure, style="red", soft_wrap=True, markup=False)
        print_last_lines(document, race.err)
        if details := program_log.where():
            race.err.print(details, style="dim", soft_wrap=True, markup=False, highlight=False)
    met = print_outcomes(race.outcomes, out)
    if failure or race.trouble or not race.complete:
        return FAILED
    return OK if met else NOT_MET


async def _race(race: _Run, on_frame: Callable[[Frame], None]) -> None:
    """Race to the end, or until it is interrupted, and write the files."""
    kept = None if user_files.problem() else user_files.calibration_path()
    known = Calibrations(kept, machine())
    if not await _calibrate(race, known):
        return
    race.interrupts.nothing_to_lose = False
    race.start_recording()
    services = session_services()
    comparison = Race(
        race.request.plan,
        on_frame,
        stop_rule=StopRule(),
        ceiling=known.ceiling,
        services=services,
    )
    race.stop = comparison.stop
    racing = asyncio.create_task(comparison.run())

    def interrupt() -> None:
        comparison.stop() if race.interrupts.count == 1 else racing.cancel()

    try:
        with race.interrupts.calling(interrupt), contextlib.suppress(asyncio.CancelledError):
            await racing
    except Exception as error:
        program_log.log_uncaught(error)
        reason = str(error) or type(error).__name__
        race.trouble = f"The race broke off: {reason}. {program_log.where()}"
    finally:
        try:
            race.finish()
        finally:
            await services.close()


async def _calibrate(race: _Run, known: Calibrations) -> bool:
    """Have the generator's ceiling known before the race, unless that is not wanted.

    False when it was interrupted.
    """
    plan, wanted = race.request.plan, race.request.calibrate
    if wanted is False or (wanted is None and known.ceiling(plan)):
        return True
    title, users = client(plan.client).title, number_format.users(users_for(plan))
    race.err.print(f"Calibrating: what can the generator send at most? ({title}, {users})")
    measuring = asyncio.create_task(measure(plan))
    try:
        with race.interrupts.calling(measuring.cancel):
            complaint = known.keep(plan, await measuring)
    except asyncio.CancelledError:
        return False
    except CalibrationError as error:
        complaint = str(error)
    if complaint:
        race.err.print(complaint, style="yellow", soft_wrap=True, markup=False)
    return True
