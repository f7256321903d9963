"""A recorded race that is played in the place of live ones, in any window."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.charts.latency_basis import Basis
from gui.session.plan_editor import PlanEditor
from gui.session.shown_race import ShownRace
from loadgen.model.load_plan import Model
from loadgen.model.race_plan import RacePlan

if TYPE_CHECKING:
    from gui.session.replay import Replay
    from loadgen.recording.race_opening import RaceOpening

CANNOT_CHANGE = "This race was recorded and cannot be changed: close the replay to race."
CANNOT_CHANGE_IN_WINDOW = (
    "This race was recorded and cannot be changed: open Faceoff by itself to race."
)


class ReplayedRace(ShownRace):
    """``replay_changed`` comes when a recorded race is played instead of live ones, or no more."""

    replay_changed = Signal()

    def __init__(
        self,
        plan: RacePlan,
        other_model: Model | None = None,
        basis: Basis = "schedule",
        parent: QObject | None = None,
        *,
        replay: "Replay | None" = None,
    ) -> None:
        super().__init__(plan, other_model, basis, parent, replay=replay)
        self._leaves_replay = False
        self.notes.changed.connect(self._keep_notes)

    def start(self) -> None:
        """Start what is played or raced."""
        raise NotImplementedError

    def stop(self) -> None:
        """Ask what is played or raced to end."""
        raise NotImplementedError

    @property
    def cannot_change(self) -> str:
        """What to do instead of changing a recorded race that is played."""
        is_window = self.replay is not None and self.replay.is_whole_window
        return CANNOT_CHANGE_IN_WINDOW if is_window else CANNOT_CHANGE

    def play_recorded(self, replay: "Replay") -> None:
        """Play a recorded race in the place of live ones; nothing while one is on."""
        if self.state != "idle":
            return
        self._put_aside()
        replay.is_whole_window = self.replay is not None and self.replay.is_whole_window
        self.replay = replay
        PlanEditor.set_plan(self, replay.race.plan)
        self.replay_changed.emit()
        self.start()
        self.race_opened.emit()

    def leave_replay(self) -> None:
        """Race again; the race that was played is shown as it ended, or as far as it is written."""
        if self.replay is None or self.replay.is_whole_window:
            return
        if self.state != "idle":
            self._leaves_replay = True
            self.stop()
            return
        path = self.replay.race.path
        self._end_replay()
        if path is not None:
            self._open_file(path)

    def open_recorded(self, opening: "RaceOpening") -> None:
        if self.replay and not self.replay.is_whole_window:
            self._end_replay()
        super().open_recorded(opening)

    def _open_file(self, path: Path) -> None:
        from loadgen.recording.race_opening import RaceOpening
        from loadgen.recording.race_reader import RaceFileError

        try:
            self.open_recorded(RaceOpening(path))
        except RaceFileError as error:
            self.trouble.emit(str(error))

    def _end_replay(self) -> None:
        self.replay, self._leaves_replay = None, False
        self.replay_changed.emit()

    def seek(self, at_s: float) -> None:
        """Play the recorded race from this second on; nothing where none is played."""
        if self.replay is None:
            return
        self.replay.playback.seek(at_s)
        if self.state == "idle":
            self.start()

    def _empty_timeline(self, replay: "Replay") -> None:
        """With the notes of the race, which go into its file."""
        self.timeline = replay.timeline()
        self.notes.set_file(self.timeline, replay.race.path)

    def _keep_notes(self) -> None:
        if self.replay and not self.shows_recorded:
            self.replay.keep_notes(self.timeline.notes)

    def _follow_plan(self, plan: RacePlan) -> None:
        """Take over a change of a race that another program still races."""
        self.shown = plan
        PlanEditor.set_plan(self, plan)
