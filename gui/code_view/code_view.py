"""One handler's code: coloured, with marks in the margin, and types where the pointer rests."""

from html import escape
from typing import get_args

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from gui.code_view.side_by_side import Line, Side
from gui.code_view.syntax_highlight import BOLD, Role, colour, kind_colour
from gui.style.style import Style, Styled
from gui.style.theme import CONTROL, SMALL, fixed_font, mix, with_alpha

_GAP = 10
_BORDER = 4
"""Of the focus ring, and of Qt's rounding."""
_TINTED = ("await", "blocks", "yields", "stalls")
"""What the room is to see first: how a side waits."""
TINT = 0.13


class CodeView(Styled, QPlainTextEdit):
    """Shows a ``Side``; read-only. ``numbered`` gives each line its number in the file."""

    def __init__(self, name: str, parent: QWidget | None = None, *, numbered: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("code")
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self._numbered = numbered
        self._side = Side()
        self._styled_as: Style | None = None
        self._margin = _Margin(self)
        self.updateRequest.connect(self._follow)

    @property
    def _is_numbered(self) -> bool:
        """On stage the code needs the room."""
        return self._numbered and not self.look.stage

    @property
    def lines(self) -> tuple[Line, ...]:
        """Row by row, those that only fill up as well."""
        return self._side.lines

    def show_side(self, side: Side) -> None:
        """Show one side's lines; the same lines again are left as they are."""
        if side != self._side:
            self._side = side
            self._write()

    def height_of(self, rows: int) -> int:
        """Pixels in which so many rows stand."""
        frame = 2 * (self.frameWidth() + _BORDER) + round(2 * self.document().documentMargin())
        return round(rows * QFontMetricsF(self.font()).lineSpacing()) + frame

    def hint_at(self, place: QPoint) -> str:
        """What the name at that place of the viewport is; "" where the code does not say."""
        cursor = self.cursorForPosition(place)
        row, column = cursor.blockNumber(), cursor.positionInBlock()
        # Qt gives the gap between two characters that is nearest.
        if place.x() < self.cursorRect(cursor).left():
            column -= 1
        found = self.lines[row].hints if row < len(self.lines) else ()
        return next((each.text for each in found if each.start <= column < each.end), "")

    def set_look(self, look: Style) -> None:
        if look == self._styled_as:
            return
        self.look = self._styled_as = look
        face = fixed_font(CONTROL, look.factor)
        self.setFont(face)
        self.document().setDefaultFont(face)
        self._write()
        self._follow()

    def _write(self) -> None:
        """Set the text again, and keep the scroll position."""
        at = self.verticalScrollBar().value()
        self.document().clear()
        cursor = QTextCursor(self.document())
        formats = {role: self._format(role) for role in get_args(Role)}
        cursor.beginEditBlock()
        for n, line in enumerate(self.lines):
            if n:
                cursor.insertText("\n", QTextCharFormat())
            for piece in line.pieces:
                cursor.insertText(piece.text, formats[piece.role])
        if self._side.trouble:
            cursor.insertText(self._side.trouble, formats["comment"])
        cursor.endEditBlock()
        self.setExtraSelections(
            [made for n, line in enumerate(self.lines) if (made := self._backdrop(n, line))]
        )
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(at)
        self._make_room()

    def _format(self, role: Role) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setForeground(QColor(colour(role, self.look.theme)))
        if role in BOLD:
            made.setFontWeight(QFont.Weight.Bold)
        made.setFontItalic(role == "comment")
        return made

    def _backdrop(self, n: int, line: Line) -> QTextEdit.ExtraSelection | None:
        """Behind lines that wait, and behind those that only fill up."""
        theme = self.look.theme
        tinted = next((kind for kind in line.kinds if kind in _TINTED), None)
        if tinted:
            behind = with_alpha(kind_colour(tinted, theme), TINT)
        elif line.number is None:
            behind = with_alpha(theme.background, 0.6)
        else:
            return None
        made = QTextEdit.ExtraSelection()
        made.format.setBackground(behind)
        made.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        made.cursor = QTextCursor(self.document().findBlockByNumber(n))
        return made

    def margin_width(self) -> int:
        """For the widest number and the widest mark."""
        plain, small = QFontMetricsF(self.font()), QFontMetricsF(self.mark_font())
        marks = max((small.horizontalAdvance(mark_text(each)) for each in self.lines), default=0)
        last = max((each.number or 0 for each in self.lines), default=0)
        number = plain.horizontalAdvance(f"{last}") + _GAP if self._is_numbered and last else 0
        return round(number + marks + (_GAP if marks else 0)) + _GAP

    def mark_font(self) -> QFont:
        """The font of the marks in the margin."""
        return self.look.font(SMALL)

    def paint_margin(self, painter: QPainter, box: QRect) -> None:
        """Paint line numbers and marks beside the visible lines."""
        theme, width = self.look.theme, self._margin.width()
        painter.fillRect(box, QColor(mix(theme.card, theme.background, 0.5)))
        block, top = self.firstVisibleBlock(), 0.0
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        middle, step = Qt.AlignmentFlag.AlignVCenter, QFontMetricsF(self.font()).lineSpacing()
        while block.isValid() and top <= box.bottom() and block.blockNumber() < len(self.lines):
            line, height = self.lines[block.blockNumber()], self.blockBoundingRect(block).height()
            row = QRect(_GAP - 2, round(top), width - 2 * _GAP + 4, round(step))
            if line.kinds:
                painter.setFont(self.mark_font())
                painter.setPen(QColor(kind_colour(line.kinds[0], theme)))
                painter.drawText(row, middle | Qt.AlignmentFlag.AlignLeft, mark_text(line))
            if self._is_numbered and line.number is not None:
                painter.setFont(self.font())
                painter.setPen(QColor(mix(theme.muted, theme.card, 0.3)))
                painter.drawText(row, middle | Qt.AlignmentFlag.AlignRight, f"{line.number}")
            block, top = block.next(), top + height

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is selected, without the lines that only fill up."""
        cursor = self.textCursor()
        first = self.document().findBlock(cursor.selectionStart()).blockNumber()
        rows = cursor.selectedText().split("\u2029")
        shown = self.lines[first : first + len(rows)]
        kept = [row for row, line in zip(rows, shown, strict=False) if line.number is not None]
        copied = QMimeData()
        copied.setText("\n".join(kept))
        return copied

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            hint = self.hint_at(event.pos())
            face = self.font().family()
            words = f'<pre style="font-family: {escape(face)}">{escape(hint)}</pre>' if hint else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        self.setViewportMargins(self.margin_width(), 0, 0, 0)
        inside = self.contentsRect()
        height = self.viewport().height()
        self._margin.setGeometry(inside.left(), inside.top(), self.margin_width(), height)

    def _follow(self) -> None:
        self._margin.update()


class _Margin(QWidget):
    """At the left of its view, which paints it."""

    def __init__(self, view: CodeView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self) -> QSize:
        return QSize(self._view.margin_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._view.paint_margin(painter, event.rect())
        painter.end()


def mark_text(line: Line) -> str:
    """What the margin says of a line: two words at the most."""
    return " · ".join(line.kinds[:2])
