"""Which setting the arrow keys turn: picked by key, one after another."""

from PySide6.QtCore import QObject, Signal

from gui.pages.race.race_panel import RacePanel
from gui.widgets.labelled_slider import LabelledSlider


class SettingPicker(QObject):
    """One of the panel's sliders, or none.

    On stage, where there is no panel, its value is to be shown elsewhere (``changed``).
    """

    changed = Signal()
    """Another slider is picked, or none, or its value may be another one."""

    def __init__(self, panel: RacePanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self._key = ""

    @property
    def slider(self) -> LabelledSlider | None:
        """The slider that is picked; None when its scenario or server is no longer chosen."""
        return self._panel.sliders.get(self._key)

    @property
    def name(self) -> str:
        """What it sets, and whose: ``Flask: Threads``; "" when none is picked."""
        return self.slider.track.accessibleName() if self.slider else ""

    @property
    def value(self) -> str:
        """Its value with its unit: ``50 ms``; "" when none is picked."""
        slider = self.slider
        if slider is None:
            return ""
        parameter = slider.parameter
        text = parameter.text(slider.value)
        return f"{text}\N{NO-BREAK SPACE}{parameter.unit}" if parameter.unit else text

    def pick_next(self, direction: int = 1) -> None:
        """Pick the next slider in the panel's order, or the one before (-1); from the last on."""
        keys = list(self._panel.sliders)
        if self._key in keys:
            self._key = keys[(keys.index(self._key) + direction) % len(keys)]
        else:
            self._key = keys[0 if direction > 0 else -1]
        self.changed.emit()

    def drop(self) -> bool:
        """Pick none; whether one was picked."""
        was_picked = self.slider is not None
        self._key = ""
        if was_picked:
            self.changed.emit()
        return was_picked

    def turn(self, direction: int) -> None:
        """More of it, or less: as far as the slider's page keys go."""
        if self.slider is not None:
            self.slider.step(direction)
            self.changed.emit()
