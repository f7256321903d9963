"""The sentence that the whole window is for, as large as there is room, with its evidence below."""

import math
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.theme import CONTROL, SEMIBOLD, VERDICT
from gui.widgets.look import Painted
from loadgen.results.verdict import Verdict

SMALLEST = 19


class VerdictLine(Painted, QWidget):
    """One line of 30 pixels that shrinks to fit; two lines where it would get too small."""

    def __init__(self, corner: QWidget | None = None, parent: QWidget | None = None) -> None:
        """``corner`` is a small control to stand beside the evidence."""
        super().__init__(parent)
        self._verdict = Verdict(sentence="")
        self.sentence = QLabel(self)
        self.sentence.setTextFormat(Qt.TextFormat.RichText)
        self.sentence.setAccessibleName("Verdict")
        self.evidence = QLabel(self)
        self.evidence.setTextFormat(Qt.TextFormat.RichText)
        self.evidence.setWordWrap(True)
        self.evidence.setAccessibleName("Evidence")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.sentence)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.evidence, 1)
        if corner is not None:
            row.addWidget(corner, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)

    def show_verdict(self, verdict: Verdict) -> None:
        if verdict != self._verdict:
            self._verdict = verdict
            self.relook()

    def relook(self) -> None:
        verdict, theme = self._verdict, self.look.theme
        self._fit()
        sentence = escape(verdict.sentence)
        if verdict.emphasis:
            colour = theme.lane(verdict.leader) if verdict.leader else theme.text
            marked = f'<span style="color:{colour}">{escape(verdict.emphasis)}</span>'
            sentence = sentence.replace(escape(verdict.emphasis), marked, 1)
        self.sentence.setText(f'<span style="color:{theme.text}">{sentence}</span>')
        self.sentence.setAccessibleDescription(verdict.sentence)
        self.evidence.setFont(self.look.font(CONTROL))
        parts = [f'<span style="color:{theme.muted}">{escape(verdict.evidence)}</span>']
        if verdict.caution:
            parts.append(f'<b style="color:{theme.caution}">{escape(verdict.caution)}</b>')
        self.evidence.setText("&nbsp; ".join(part for part in parts))
        told = (verdict.evidence, verdict.intervals, verdict.caution)
        self.evidence.setAccessibleDescription(" ".join(filter(None, told)))
        self.evidence.setToolTip(verdict.intervals)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The largest size at which the sentence stands on one line, else a size for two."""
        size = float(VERDICT)
        room = max(1, self.width() - 4)
        needed = QFontMetricsF(self.look.font(size, SEMIBOLD)).horizontalAdvance(
            self._verdict.sentence
        )
        wraps = needed > 0 and size * room / needed < SMALLEST
        if needed > room:
            size = SMALLEST + 1 if wraps else math.floor(size * room / needed)
        face = self.look.font(size, SEMIBOLD)
        self.sentence.setWordWrap(wraps)
        self.sentence.setFont(face)
        one = round(QFontMetricsF(self.look.font(VERDICT, SEMIBOLD)).height())
        self.sentence.setFixedHeight(
            round(QFontMetricsF(face).lineSpacing() * 2) + 2 if wraps else one
        )
