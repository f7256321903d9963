"""Text in several colours and weights that wraps, and shrinks when it would take too much room."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from gui.style.theme import REGULAR, font

_SHRINK = 0.94
_NO_BREAK = "\N{NO-BREAK SPACE}"
_UNITS = r"%|µs\b|ms\b|s\b|min\b|h\b|KiB\b|MiB\b|GiB\b|times\b"
_BEFORE_UNIT = re.compile(rf"(?<=\d) (?={_UNITS})")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one colour (``#rrggbb``) and weight."""

    text: str
    color: str
    weight: QFont.Weight = REGULAR


class TextLayout:
    """Spans laid out in ``width`` pixels, as large as fits up to ``size``.

    In at most ``lines`` lines.

    Nothing is ever cut: at ``smallest`` it takes as many lines as it needs.
    """

    def __init__(
        self,
        spans: Sequence[Span],
        size: float,
        width: float,
        *,
        lines: int = 1,
        smallest: float = 12,
        line_height: float = 1.3,
        right: bool = False,
    ) -> None:
        self.spans = [span for span in spans if span.text]
        self.width, self._line_height, self._right = width, line_height, right
        self.size = size
        self._layout = self._lay_out()
        while self._layout.lineCount() > lines and self.size > smallest:
            self.size = max(smallest, self.size * _SHRINK)
            self._layout = self._lay_out()

    @property
    def lines(self) -> int:
        """How many lines the text takes."""
        return self._layout.lineCount() if self.spans else 0

    @property
    def height(self) -> float:
        """The height of all lines in pixels."""
        return self.lines * self._step

    @property
    def natural_width(self) -> float:
        """The width of the widest line."""
        lines = (self._layout.lineAt(n) for n in range(self.lines))
        return max((line.naturalTextWidth() for line in lines), default=0.0)

    @property
    def _step(self) -> float:
        return round(self.size * self._line_height)

    def paint(self, painter: QPainter, left: float, top: float) -> None:
        """Paint the text with its upper left corner there."""
        if self.spans:
            self._layout.draw(painter, QPointF(left, top))

    def _lay_out(self) -> QTextLayout:
        layout = QTextLayout("".join(span.text for span in self.spans), font(self.size))
        option = QTextOption(
            Qt.AlignmentFlag.AlignRight if self._right else Qt.AlignmentFlag.AlignLeft
        )
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.width)
            line.setPosition(QPointF(0, top + (self._step - line.height()) / 2))
            top += self._step
        layout.endLayout()
        return layout

    def _formats(self) -> list[QTextLayout.FormatRange]:
        ranges, start = [], 0
        for span in self.spans:
            each = QTextLayout.FormatRange()
            # Qt counts in UTF-16.
            each.start, each.length = start, len(span.text.encode("utf-16-le")) // 2
            start += each.length
            look = QTextCharFormat()
            look.setFont(font(self.size, span.weight))
            look.setForeground(QColor(span.color))
            each.format = look
            ranges.append(each)
        return ranges


def unbroken(text: str) -> str:
    """The same text, as long, whose numbers do not part from their units at the end of a line.

    No line begins with the dot between two clauses.
    """
    return _BEFORE_UNIT.sub(_NO_BREAK, text).replace(" · ", f"{_NO_BREAK}· ")


def unbroken_parts(*texts: str) -> Iterator[str]:
    """Successive parts of one text, also where a number and its unit are in two of them."""
    whole, begin = unbroken("".join(texts)), 0
    for text in texts:
        yield whole[begin : begin + len(text)]
        begin += len(text)


def strong(text: str, color: str = "") -> str:
    """Rich text in semibold, and in a colour (``#rrggbb``) where one is given.

    ``text`` is HTML already. Not ``<b>``: that is bold, which Qt makes up for Inter on Linux.
    """
    return f'<span style="font-weight:600{f"; color:{color}" if color else ""}">{text}</span>'
