"""Notes on a race: typed at a moment of the charts or of the track of events, changed and deleted.

A click on the track, the right button on a chart or the key asks for a note; a note that is clicked
is changed, and deleted where all of its text is.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from gui.charts.chart_model import Event
from gui.charts.time_chart import ends
from gui.pages.race.chart_board import ChartBoard
from gui.session.race_session import RaceSession
from gui.widgets.note_field import NoteField
from loadgen.model.frame import Mark
from loadgen.model.number_format import moment
from loadgen.timeline.notes import LONGEST_NOTE, race_second

if TYPE_CHECKING:
    from loadgen.timeline.timeline import Timeline

NOTHING_TO_NOTE = "There is no race to write a note on yet."
_SAME_S = 0.06


class NoteControl(QObject):
    """``field`` lies over the track; the note is of the race that was shown when it was opened.

    It stays open when a race that is played begins again.
    """

    def __init__(
        self,
        session: RaceSession,
        board: ChartBoard,
        say: Callable[[str], None],
    ) -> None:
        """``say`` shows one sentence."""
        super().__init__(board)
        self.field = NoteField(LONGEST_NOTE, board)
        self._session, self._track, self._interaction = session, board.track, board.interaction
        self._say = say
        self._write: Callable[[Timeline, str], None] | None = None
        board.track.moment_clicked.connect(self.write_at)
        board.track.event_clicked.connect(self._change_event)
        for pointer in board.interaction.pointers:
            pointer.note_asked.connect(self.write_at)
        self.field.committed.connect(self._committed)
        session.state_changed.connect(self._follow_race)
        self._of: Timeline | None = None
        self._is_played = False

    @property
    def keys(self) -> dict[str, Callable[[], object]]:
        """What is bound to which key."""
        return {"A": self.write_here}

    def write_here(self) -> None:
        """A note at the crosshair, else at the pinned moment, else at the newest one."""
        overlay, timeline = self._interaction.overlay, self._session.timeline
        at = overlay.crosshair if overlay.crosshair is not None else overlay.pinned
        self.write_at(max(ends(timeline)) if at is None else at)

    def write_at(self, x: float) -> None:
        """A note at a place of the time axis; one that is there is changed."""
        timeline = self._session.timeline
        if not self._session.has_raced or timeline.duration_s <= 0:
            self._say(NOTHING_TO_NOTE)
            return
        near = [each for each in timeline.notes if abs(timeline.x_of(each.at_s) - x) <= _SAME_S]
        if near:
            self._change(near[0])
            return
        at_s = race_second(timeline, x)
        notes = self._session.notes
        self._write = lambda timeline, text: notes.write(timeline, at_s, text)
        self._open(x, "")

    def _change_event(self, event: Event) -> None:
        timeline = self._session.timeline
        for each in timeline.notes:
            if each.text == event.text and abs(timeline.x_of(each.at_s) - event.x) <= _SAME_S:
                self._change(each)
                return

    def _change(self, note: Mark) -> None:
        timeline = self._session.timeline
        notes = self._session.notes
        self._write = lambda timeline, text: notes.edit(timeline, note, text)
        self._open(timeline.x_of(note.at_s), note.text)

    def _open(self, x: float, text: str) -> None:
        self._of, self._is_played = self._session.timeline, self._plays
        track = self._track
        middle = track.mapToParent(QPoint(round(track.to_pixel(x)), track.height() // 2))
        self.field.open(middle, text, f"Note at {moment(x)}")

    def _committed(self, text: str) -> None:
        write, self._write = self._write, None
        if write is None or self._of is None:
            return
        write(self._session.timeline if self._is_same_race else self._of, text)

    @property
    def _plays(self) -> bool:
        """Whether the race that is played is shown, and no other that was opened."""
        return self._session.replay is not None and not self._session.shows_recorded

    @property
    def _is_same_race(self) -> bool:
        """Whether the race of the field is shown, perhaps from its start again."""
        return self._session.timeline is self._of or (self._is_played and self._plays)

    def _follow_race(self) -> None:
        if not self._is_same_race:
            self.field.close_field()
