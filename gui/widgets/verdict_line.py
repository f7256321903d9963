"""The sentence that the whole window is for, as large as there is room, with its evidence below."""

import math
from collections.abc import Iterator, Sequence
from html import escape

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.style.style import Styled
from gui.style.text_layout import Span, TextLayout, strong, unbroken, unbroken_parts
from gui.style.theme import CONTROL, SEMIBOLD, SMALL, VERDICT
from gui.widgets.accessibility import announce
from loadgen.verdict.verdict_fields import (
    EvidenceClause,
    Verdict,
    evidence_text,
    joined_clauses,
)

SMALLEST = 19
EVIDENCE_LINES = 2
_BREAK = 0.92
"""What is left of two lines where the first ends before a long word."""
_COMPACT, _TWO_IN_ONE = 24, 12
"""The sentence's size where it is compact, and the one at which two lines are as high."""
_LEAST = 11
"""A sentence that needs more than two lines at this size is cut; none has so many words."""
_ROOMY = 1150
"""From this width on a sentence fits on one line, for all variants."""
_SLACK = 8
_MANY = 99
_NAMED = 3
"""A sentence speaks of so many ratios at most: requests, a percentile and memory."""
_PROGRESS_WIDTH, _PROGRESS_HEIGHT = 320, 3


class VerdictLine(Styled, QWidget):
    """One line of 30 pixels that shrinks to fit.

    Two lines where it would get too small, which shrink, too. Its height is that of its width
    alone: words that change move nothing below them.
    """

    def __init__(self, corner: QWidget | None = None, parent: QWidget | None = None) -> None:
        """``corner`` is a small control to stand beside the evidence."""
        super().__init__(parent)
        self._corner = corner
        self._verdict = Verdict(sentence="")
        self._announced = ""
        self._compact = False
        self._reference: tuple[str, ...] = ()
        self.sentence = QLabel(self)
        self.sentence.setTextFormat(Qt.TextFormat.RichText)
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
        """Show a verdict; the same one again is left as it is."""
        if verdict != self._verdict:
            self._verdict = verdict
            self.relook()

    def show_reference(self, clauses: tuple[str, ...]) -> None:
        """Say figures of before and now, in front of the intervals; nothing without clauses."""
        if clauses != self._reference:
            self._reference = clauses
            self._show_evidence()

    def set_compact(self, compact: bool) -> None:
        """Whether it is as low as one line of the sentence and two small ones of evidence."""
        if compact != self._compact:
            self._compact = compact
            self.relook()

    @property
    def _evidence_size(self) -> int:
        return SMALL if self._compact else CONTROL

    def relook(self) -> None:
        verdict, theme = self._verdict, self.look.theme
        self._fit()
        parts = verdict.whole_headline
        before, emphasis, after = map(
            escape, unbroken_parts(parts.before, parts.emphasis, parts.after)
        )
        if emphasis:
            colour = theme.lane(verdict.leader) if verdict.leader else theme.text
            emphasis = f'<span style="color:{colour}">{emphasis}</span>'
        colour = theme.muted if verdict.is_provisional else theme.text
        self.sentence.setText(f'<span style="color:{colour}">{before}{emphasis}{after}</span>')
        self._announce()
        self._show_evidence()
        self.update()

    def _announce(self) -> None:
        """Name the label by the sentence with its intervals; say it when the headline changes.

        The intervals change every second: said each time, they would drown everything else.
        """
        headline, said = self._verdict.whole_headline.text, self._verdict.sentence
        if said and headline != self._announced:
            self._announced = headline
            announce(self.sentence, said)
        if said and said != self.sentence.accessibleName():
            self.sentence.setAccessibleName(said)
            event = QAccessibleEvent(self.sentence, QAccessible.Event.NameChanged)
            QAccessible.updateAccessibility(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """How near the first interval is, as a line below the sentence."""
        super().paintEvent(event)
        verdict, theme = self._verdict, self.look.theme
        if verdict.progress is None or verdict.kind != "measuring":
            return
        width, height = self.look.px(_PROGRESS_WIDTH), self.look.px(_PROGRESS_HEIGHT)
        width = min(width, self.width())
        # Between the lines: within the sentence's own it would cross the tail of a g.
        bar = QRectF(0, self.sentence.geometry().bottom(), width, height)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for part, colour in ((1.0, theme.border), (verdict.progress, theme.muted)):
            painter.setBrush(QColor(colour))
            whole = QRectF(bar)
            whole.setWidth(bar.width() * part)
            painter.drawRoundedRect(whole, height / 2, height / 2)

    def _show_evidence(self) -> None:
        """The lines below the headline: intervals, evidence, caution.

        The reference and the intervals are never cut, of the evidence as much is shown as stands
        in two lines, and all of the caution.
        """
        verdict, theme = self._verdict, self.look.theme
        self.evidence.setFont(self.look.font(self._evidence_size))
        intervals, shown = next(form for form in forms(verdict) if self._fits(*form))
        reference = joined_clauses(self._reference)
        parts = [strong(escape(unbroken(reference)), theme.text)] if reference else []
        parts += [
            f'<span style="color:{colour}">{escape(unbroken(text))}</span>'
            for text, colour in ((intervals, theme.text), (shown, theme.muted))
            if text
        ]
        if verdict.caution:
            parts.append(strong(escape(unbroken(verdict.caution)), theme.caution))
        self.evidence.setText("&nbsp;&nbsp; ".join(parts))
        said = (reference, verdict.evidence, verdict.intervals, verdict.caution)
        self.evidence.setAccessibleDescription(" ".join(filter(None, said)))
        whole = "" if shown == verdict.evidence else verdict.evidence
        self.evidence.setToolTip("\n".join(filter(None, (verdict.intervals, whole))))
        line = QFontMetricsF(self.look.font(self._evidence_size)).height()
        # For two lines even where there is one: the charts below must not jump.
        self.evidence.setMinimumHeight(math.ceil(EVIDENCE_LINES * line))

    def _fits(self, intervals: str, evidence: str) -> bool:
        """Whether that much of it finds its place; the least always does."""
        aside = 0 if self._corner is None or self._corner.isHidden() else self._corner.width() + 16
        caution = Span(unbroken(f"   {self._verdict.caution}"), "", SEMIBOLD)
        reference = Span(unbroken(f"{joined_clauses(self._reference)}   "), "", SEMIBOLD)
        words = [reference, Span(unbroken(f"{intervals}   {evidence}"), ""), caution]
        size, room = self.look.px(self._evidence_size), max(1, self.width() - aside - _SLACK)
        needed = TextLayout(words, size, room, lines=_MANY).lines
        return needed <= EVIDENCE_LINES or not evidence

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._show_evidence()

    def _fit(self) -> None:
        """The largest size at which the sentence stands on one line, else a size for two.

        Where two may be needed, there is always room for them.
        """
        size = usual = float(_COMPACT if self._compact else VERDICT)
        room = max(1, self.width() - 4)
        needed = QFontMetricsF(self.look.font(size, SEMIBOLD)).horizontalAdvance(
            self._verdict.whole_headline.text
        )
        wraps = needed > 0 and size * room / needed < SMALLEST
        if needed > room:
            fitting = size * room / needed
            most = _TWO_IN_ONE if self._compact else SMALLEST + 1
            size = min(most, 2 * _BREAK * fitting) if wraps else fitting
            size = max(math.floor(size), SMALL if self.look.stage else _LEAST)
        self.sentence.setWordWrap(wraps)
        self.sentence.setFont(self.look.font(size, SEMIBOLD))
        one = QFontMetricsF(self.look.font(usual, SEMIBOLD)).height()
        two = QFontMetricsF(self.look.font(SMALLEST + 1, SEMIBOLD)).lineSpacing() * 2 + 2
        cramped = not self._compact and (wraps or self.width() < self.look.px(_ROOMY))
        self.sentence.setFixedHeight(round(two if cramped else one))


def forms(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """Ever shorter forms of the intervals and the evidence.

    The intervals of what the sentence says come first and are never cut.
    """
    named = max(_NAMED, len(verdict.demand) + _NAMED - 1)
    least = joined_clauses(verdict.intervals_shown[:named])
    if verdict.evidence:
        yield verdict.intervals, verdict.evidence
    for evidence in shorten(verdict.evidence_shown):
        yield least, evidence


def shorten(clauses: Sequence[EvidenceClause]) -> Iterator[str]:
    """Ever shorter texts of the evidence, the whole first and "" last.

    First the longest clause loses its last phrases: as a rule it is the load, which the window
    shows elsewhere, too. Then the last clauses are left out.
    """
    yield evidence_text(clauses)
    shown = list(clauses)
    if shown:
        n = max(range(len(shown)), key=lambda n: len(evidence_text(shown[n : n + 1])))
        phrases = shown[n]
        for count in range(len(phrases) - 1, 0, -1):
            shown[n] = (*phrases[:count], "…")
            yield evidence_text(shown)
    for count in range(len(shown) - 1, 0, -1):
        yield f"{evidence_text(shown[:count])} …"
    yield ""
