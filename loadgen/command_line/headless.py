"""Run one race without a display: progress on stderr, the comparison on stdout, files at the
end.
"""

import asyncio
import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType

from rich.console import Console

from loadgen.command_line.arguments import RunRequest
from loadgen.command_line.progress import Progress
from loadgen.command_line.report import print_report
from loadgen.experiments.calibration import (
    CalibrationError,
    Calibrations,
    kept_path,
    measure,
    users_for,
)
from loadgen.experiments.comparison import Comparison
from loadgen.experiments.race_plan import CLIENTS
from loadgen.experiments.services import session_services
from loadgen.frame import LANES, Frame
from loadgen.results import wording
from loadgen.results.atomic import WriteError, check_writable
from loadgen.results.environment import machine
from loadgen.results.exporters import ExportError
from loadgen.results.run_file import RunDocument
from loadgen.results.run_record import FrameLog, RunRecord
from loadgen.results.timeline import Timeline
from loadgen.results.verdict import judge

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def run(request: RunRequest, out: Console, err: Console) -> int:
    """The exit code. What cannot be written is known before the race, not after it."""
    try:
        for path, exporter in request.outputs:
            exporter.check()
            for each in exporter.paths(path):
                check_writable(each)
    except (WriteError, ExportError) as error:
        err.print(str(error), style="red", soft_wrap=True, markup=False)
        return USAGE
    timeline, frames = Timeline(), FrameLog()
    try:
        with Progress(request.plan, timeline, err) as progress:

            def on_frame(frame: Frame) -> None:
                timeline.add(frame)
                frames.add(frame)
                progress.show(frame)

            def is_clear() -> bool:
                return judge(timeline, request.plan).is_clear

            interrupted = asyncio.run(_race(request, on_frame, is_clear, err))
    except asyncio.CancelledError:
        err.print("Stopped at once; nothing was written.", style="yellow")
        return INTERRUPTED
    record = RunRecord.of(request.plan, timeline, frames)
    # The files first: whoever reads stdout may be gone (“| head”), which ends the process.
    written = _write(request, record, err)
    print_report(RunDocument.of(record, summary=True), out)
    if interrupted:
        return INTERRUPTED
    failed = any(timeline.lane(id_).status.state == "failed" for id_ in LANES)
    return FAILED if failed or not written else OK


async def _race(
    request: RunRequest,
    on_frame: Callable[[Frame], None],
    is_clear: Callable[[], bool],
    err: Console,
) -> bool:
    """Race to the end; whether it was interrupted. A second interrupt raises CancelledError."""
    known = Calibrations(kept_path(), machine())
    await _calibrate(request, known, err)
    services = session_services()
    comparison = Comparison(
        request.plan, on_frame, finished=is_clear, ceiling=known.ceiling, services=services
    )
    racing = asyncio.create_task(comparison.run())
    interrupts = 0

    def interrupt() -> None:
        nonlocal interrupts
        interrupts += 1
        comparison.stop() if interrupts == 1 else racing.cancel()

    try:
        with _on_interrupt(interrupt):
            await racing
    finally:
        await services.close()
    return interrupts > 0


async def _calibrate(request: RunRequest, known: Calibrations, err: Console) -> None:
    """Have the generator's ceiling known before the race, unless that is not wanted."""
    plan = request.plan
    if request.calibrate is False or (request.calibrate is None and known.ceiling(plan)):
        return
    client, users = CLIENTS[plan.client], wording.users(users_for(plan))
    err.print(f"Calibrating: what can the generator send at most? ({client}, {users})")
    measuring = asyncio.create_task(measure(plan))
    try:
        with _on_interrupt(measuring.cancel):
            complaint = known.keep(plan, await measuring)
    except CalibrationError as error:
        complaint = str(error)
    if complaint:
        err.print(complaint, style="yellow", soft_wrap=True, markup=False)


@contextlib.contextmanager
def _on_interrupt(call: Callable[[], object]) -> Iterator[None]:
    """Call from the loop on Ctrl-C, and when asked to terminate. loop.add_signal_handler is not on
    Windows.
    """
    loop = asyncio.get_running_loop()

    def handle(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(call)

    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, handle) for number in signals]
    try:
        yield
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)


def _write(request: RunRequest, record: RunRecord, err: Console) -> bool:
    """Whether all files were written; one that was not does not keep the others from it."""
    written = True
    for path, exporter in request.outputs:
        try:
            exporter.write(path, record, request.options)
            files = ", ".join(map(str, exporter.paths(path)))
            err.print(f"Written: {files}", highlight=False, soft_wrap=True, markup=False)
        except (WriteError, ExportError) as error:
            written = False
            err.print(str(error), style="red", soft_wrap=True, markup=False)
    return written
