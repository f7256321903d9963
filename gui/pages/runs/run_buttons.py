"""What can be done with recorded races: a row of buttons."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from loadgen.recording.race_entry import RaceEntry


class RunButtons(QWidget):
    """``undo`` is hidden until a race is deleted; ``compare`` takes two races or more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.undo = self._button("Undo", "Bring back what was deleted last.")
        self.delete = self._button("Delete", "Move it to the trash.")
        self.pin = self._button("Pin", "Keep it, however many follow; or no longer.")
        self.compare = self._button("Compare", "Set the chosen races against each other.")
        self.compare.setAccessibleName("Compare the chosen races")
        self.play = self._button("Play", "Play it on the race page, as it was raced.")
        self.open = self._button("Open", "Show it on the race page, as it was. (Enter)")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for button in (
            self.undo,
            self.delete,
            self.pin,
            self.compare,
            self.play,
            self.open,
        ):
            row.addWidget(button)

    def _button(self, text: str, hint: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(f"{text} the recorded race")
        button.setToolTip(hint)
        return button

    def show_chosen(self, chosen: list[RaceEntry], *, can_undo: bool) -> None:
        """Enable what can be done with these races."""
        selected = chosen[0] if len(chosen) == 1 else None
        for button in (self.open, self.play, self.pin, self.delete):
            button.setEnabled(selected is not None)
        self.compare.setEnabled(len(chosen) > 1)
        pin = "Unpin" if selected and selected.label.pinned else "Pin"
        self.pin.setText(pin)
        self.pin.setAccessibleName(f"{pin} the recorded race")
        self.undo.setVisible(can_undo)
