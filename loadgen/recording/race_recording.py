"""Record races one after the other: what window, ``run`` and ``sweep`` do with a recorder."""

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from loadgen.export.machine_info import machine
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import Frame, Mark
from loadgen.model.race_plan import RacePlan
from loadgen.recording.encode_race import stop_of
from loadgen.recording.race_library import RaceLibrary
from loadgen.recording.race_notes import write_notes
from loadgen.recording.recorder import RaceRecorder
from loadgen.recording.records import Label, Start


class RaceRecording:
    """The file of the race that is on.

    No method waits but ``close``. Without a library nothing is recorded.
    """

    def __init__(self, library: RaceLibrary | None, on_problem: Callable[[str], None]) -> None:
        self._library = library
        self._on_problem = on_problem
        self._recorder: RaceRecorder | None = None
        self._ended: list[RaceRecorder] = []

    @property
    def name(self) -> str:
        """That of the race that is on, as ``runs`` lists it; "" where nothing is recorded."""
        return self._recorder.path.stem if self._recorder else ""

    def begin(self, plan: RacePlan, started_at: datetime) -> None:
        """A race begins; one that was on is left as one that was cut off."""
        self._leave()
        if self._library is None:
            return
        start = Start(
            id=secrets.token_hex(8), started_at=started_at, plan=plan, environment=machine()
        )
        self._recorder = RaceRecorder(self._library.new_path(start), start)

    def add(self, frame: Frame) -> None:
        """Record one more frame, and say once that the file cannot be written."""
        if self._recorder is None:
            return
        self._recorder.add(frame)
        if self._recorder.problem:
            self._on_problem(self._recorder.problem)
            self._recorder.stop(None)
            self._recorder = None

    def change_plan(self, plan: RacePlan) -> None:
        """The race follows another plan from here on."""
        if self._recorder is not None:
            self._recorder.change_plan(plan)

    @property
    def path(self) -> Path | None:
        """The file of the race that is on; None where nothing is recorded."""
        return self._recorder.path if self._recorder else None

    def write_notes(self, path: Path, notes: tuple[Mark, ...]) -> None:
        """Replace the notes of the race in this file, which may be on, or may just have ended.

        Raises RaceFileError, WriteError.
        """
        if self._recorder is not None and path == self._recorder.path:
            self._recorder.label(Label(marks=notes))
            return
        for recorder in self._ended:
            if recorder.path == path:
                recorder.wait()
        write_notes(path, notes)

    def end(self, record: RunRecord) -> None:
        """The race is over."""
        if self._recorder is not None:
            self._recorder.stop(stop_of(record))
            self._ended.append(self._recorder)
            self._recorder = None

    def close(self) -> None:
        """Wait until all is on the disk, a few seconds at most."""
        self._leave()
        for recorder in self._ended:
            recorder.wait()
            if recorder.problem:
                self._on_problem(recorder.problem)
        self._ended.clear()
        if self._library is not None:
            self._library.prune()

    def _leave(self) -> None:
        if self._recorder is not None:
            self._recorder.stop(None)
            self._ended.append(self._recorder)
            self._recorder = None
