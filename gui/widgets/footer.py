"""The last line: how long, how many, what became of them, and with which versions."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent, QTextDocumentFragment
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gui.style.style import Style, Styled
from gui.style.theme import TICK
from gui.widgets.machine_bar import MachineBar
from loadgen.verdict.verdict_fields import joined_clauses

_ROOMY = 1150
"""From this width on there is room for versions."""


class CutLabel(QLabel):
    """One line that ends in an ellipsis where there is no room; the whole stands in the tooltip."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(parent)
        self._whole, self._mode = "", cut
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Show the text, cut where there is no room; the tooltip has all of it."""
        if text != self._whole:
            self._whole = text
            self.setToolTip(text)
            self.setAccessibleDescription(text)
            self._cut()

    @property
    def whole(self) -> str:
        """What it would say if there were room."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._cut()

    def _cut(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._whole, self._mode, self.width()))


class ClauseLabel(CutLabel):
    """One line of clauses with dots between them; of these as many as there is room for.

    A clause is shown whole or not at all, so that no figure loses its digits or its unit.
    """

    _clauses: tuple[str, ...] = ()

    def show_clauses(self, clauses: Sequence[str]) -> None:
        """Show the clauses, the most important first; the tooltip has all of them."""
        self._clauses = tuple(clauses)
        self.show_text(joined_clauses(clauses))

    def _cut(self) -> None:
        measure, shown = self.fontMetrics(), self._clauses
        while shown and measure.horizontalAdvance(joined_clauses(shown)) > self.width():
            shown = shown[:-1]
        self.setText(joined_clauses(shown))


class Footer(Styled, QWidget):
    """Totals at the left, who uses the machine beside them; versions where there is room.

    On stage it is the machine alone.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.totals = QLabel(self)
        self.totals.setObjectName("muted")
        self.totals.setAccessibleName("Totals")
        self.machine = MachineBar(self)
        self.versions = ClauseLabel(self)
        self.versions.setObjectName("muted")
        self.versions.setAccessibleName("Versions")
        # As high as a notice, which takes its place: nothing jumps.
        self.setMinimumHeight(34)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(self.totals)
        row.addWidget(self.machine, 3)
        row.addWidget(self.versions, 2)

    def show_totals(self, parts: tuple[str, ...], detail: str) -> None:
        """``parts`` side by side; ``detail`` tells the lanes apart, in the tooltip."""
        self.totals.setText("&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;".join(parts))
        self.totals.setToolTip(detail)
        plain = QTextDocumentFragment.fromHtml(", ".join(parts)).toPlainText()
        self.totals.setAccessibleDescription(plain)

    def show_versions(self, clauses: Sequence[str]) -> None:
        """Show how busy the generators are, and the versions of the libraries that race."""
        self.versions.show_clauses(clauses)

    def set_look(self, look: Style) -> None:
        self.totals.setFont(look.font(TICK))
        self.versions.setFont(look.font(TICK))
        self.totals.setVisible(not look.stage)
        super().set_look(look)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        self.versions.setVisible(not self.look.stage and self.width() >= _ROOMY)
