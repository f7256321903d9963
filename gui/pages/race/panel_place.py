"""Where the panel of the sliders is: beside the charts, or over them where there is little room."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.pages.race.race_bar import RaceBar
from gui.pages.race.race_panel import RacePanel

DRAWER = 1100
"""Below this width of the page the panel lies over the charts when it is opened."""


class PanelPlace:
    """``beside`` is the row of charts and panel; the switch of the bar means that it is shown.

    Over the charts it is closed at first, each time the place changes.
    """

    def __init__(self, page: QWidget, bar: RaceBar, panel: RacePanel, beside: QHBoxLayout) -> None:
        self._page, self._bar, self._panel, self._beside = page, bar, panel, beside
        self._without_panel = False
        bar.settings.toggled.connect(self._show)

    @property
    def is_drawer(self) -> bool:
        """Whether the panel lies over the charts, for lack of room beside them."""
        return self._page.width() < DRAWER

    @property
    def is_drawer_open(self) -> bool:
        """Whether it does so now."""
        return self.is_drawer and self._panel.isVisible()

    def toggle(self) -> None:
        """Show the panel, or hide it."""
        self._bar.settings.toggle()

    def set_hidden(self, hidden: bool) -> None:
        """On stage, and while a chart has the whole page, there is no panel."""
        self._without_panel = hidden
        self._show(self._bar.settings.isChecked())

    def place(self) -> None:
        """The page has another size."""
        drawer, panel = self.is_drawer, self._panel
        if drawer == (self._beside.indexOf(panel) >= 0):
            if drawer:
                self._beside.removeWidget(panel)
            else:
                self._beside.addWidget(panel)
            self._bar.settings.setVisible(drawer)
            self._bar.settings.setChecked(not drawer)
            self._show(not drawer)
        if drawer:
            top, width = self._bar.height(), panel.width()
            panel.setGeometry(self._page.width() - width, top, width, self._page.height() - top)
            panel.raise_()
        panel.load.mode.setVisible(self._bar.is_folded)

    def _show(self, shown: bool) -> None:
        self._panel.setVisible(shown and not self._without_panel)
