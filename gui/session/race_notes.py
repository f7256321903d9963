"""Notes that a person writes at moments of a race: on its time line at once, then in its file."""

from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, WeakSet

import msgspec
from PySide6.QtCore import QObject, Signal

from gui.session.plan_history import PlanHistory
from loadgen.files.atomic_write import WriteError
from loadgen.model.frame import Mark
from loadgen.recording.race_notes import write_notes
from loadgen.recording.race_reader import RaceFileError
from loadgen.timeline.notes import LONGEST_NOTE, note
from loadgen.timeline.timeline import Timeline

if TYPE_CHECKING:
    from loadgen.recording.race_recording import RaceRecording


NOT_RECORDED = (
    "This race is not recorded, and the note would go with it: "
    "save it with Save as…, as a report or a run document."
)


class RaceNotes(QObject):
    """``changed`` comes with each change, ``trouble`` brings why the file does not have it.

    Each change is a step that can be taken back. ``recording`` is what records live races.
    """

    changed = Signal()
    trouble = Signal(str)

    def __init__(self, history: PlanHistory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.recording: RaceRecording | None = None
        self._history = history
        self._files: WeakKeyDictionary[Timeline, Path] = WeakKeyDictionary()
        self._warned: WeakSet[Timeline] = WeakSet()

    def set_file(self, timeline: Timeline, path: Path | None) -> None:
        """Where the notes of a race are written; None where they are not."""
        if path is not None:
            self._files[timeline] = path

    def write(self, timeline: Timeline, at_s: float, text: str) -> None:
        """Write a note at a second of the race; nothing without text."""
        if text := text.strip()[:LONGEST_NOTE]:
            added = note(round(at_s, 1), text)
            after = sorted((*timeline.notes, added), key=lambda each: each.at_s)
            self._change(timeline, tuple(after))

    def edit(self, timeline: Timeline, old: Mark, text: str) -> None:
        """Replace the text of a note; without text it is deleted."""
        text = text.strip()[:LONGEST_NOTE]
        if text == old.text or old not in timeline.notes:
            return
        edited = [msgspec.structs.replace(old, text=text)] if text else []
        place = timeline.notes.index(old)
        after = (*timeline.notes[:place], *edited, *timeline.notes[place + 1 :])
        self._change(timeline, after)

    def _change(self, timeline: Timeline, after: tuple[Mark, ...]) -> None:
        before = timeline.notes
        self._history.add_step(
            lambda: self._replace(timeline, after), lambda: self._replace(timeline, before)
        )

    def _replace(self, timeline: Timeline, notes: tuple[Mark, ...]) -> None:
        path = self._files.get(timeline)
        same = [each for each, file in self._files.items() if file == path]  # it was played again
        for each in (timeline, *same):
            each.notes = notes
        self.changed.emit()
        if path is None:
            self._warn(timeline)
            return
        try:
            if self.recording is not None:
                self.recording.write_notes(path, notes)
            else:
                write_notes(path, notes)
        except (RaceFileError, WriteError) as error:
            self.trouble.emit(f"The note is not in the race's file: {error}")

    def _warn(self, timeline: Timeline) -> None:
        """Say once of a race that its notes are in no file."""
        if timeline not in self._warned:
            self._warned.add(timeline)
            self.trouble.emit(NOT_RECORDED)
