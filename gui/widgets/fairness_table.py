"""The fairness table: a row for each thing that may decide a race, a column for each lane."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.style.style import Style, Styled
from gui.style.text_layout import strong
from gui.style.theme import CONTROL, SEMIBOLD, TICK, TITLE, lane_symbol
from loadgen.export.fairness import LANES_DIFFER, NOT_DEFAULT, FairnessRow, grouped
from loadgen.model.frame import LANES
from loadgen.model.number_format import NO_VALUE

_SIGN, _TITLE, _A, _B, _MEANS = range(5)
_SIGN_WIDTH, _TITLE_WIDTH = 30, 190
_ROOMY = 1240
"""From this width on, what a row decides stands beside it; below, in its tooltip."""
_SIGN_SIZE = 18


class FairnessTable(Styled, QFrame):
    """Shows rows. Where they have no values yet, it says what each will tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._rows: tuple[FairnessRow, ...] = ()
        self._names = ("", "")
        self._is_preview = self._is_stale = True
        self._heads = [QLabel(self) for _ in LANES]
        for label in self._heads:
            label.setTextFormat(Qt.TextFormat.RichText)
        self._means_head = QLabel("What it decides", self)
        self._means_head.setObjectName("muted")
        self._top = QGridLayout()
        # An empty column has no gap beside it: the heads would not stand above theirs.
        for empty in (_SIGN, _TITLE):
            self._top.addWidget(QWidget(self), 0, empty)
        self._top.addWidget(self._heads[0], 0, _A)
        self._top.addWidget(self._heads[1], 0, _B)
        self._top.addWidget(self._means_head, 0, _MEANS)
        self.area = QScrollArea(self)
        self.area.setObjectName("table")
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName("Settings of both servers")
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.verticalScrollBar().rangeChanged.connect(self._keep_heads)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addLayout(self._top)
        column.addWidget(self.area, 1)

    def show_rows(
        self, rows: Sequence[FairnessRow], names: tuple[str, str], *, preview: bool
    ) -> None:
        """``names`` are the lanes'. A ``preview`` has no values."""
        shown = tuple(rows), names, preview
        if shown != (self._rows, self._names, self._is_preview):
            self._rows, self._names, self._is_preview = shown
            self.relook()

    @property
    def text(self) -> str:
        """All that it says, row by row."""
        body = self.area.widget()
        labels = body.findChildren(QLabel) if body is not None else []
        return "\n".join(label.accessibleName() or label.text() for label in labels)

    def set_look(self, look: Style) -> None:
        self._means_head.setFont(look.font(TICK))
        super().set_look(look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.oldSize().width() >= self._roomy) != self._is_roomy:
            self.relook()

    @property
    def _roomy(self) -> int:
        return self.look.px(_ROOMY)

    @property
    def _is_roomy(self) -> bool:
        return self.width() >= self._roomy

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.relook()

    def relook(self) -> None:
        """Rebuild the rows, which is rare; of a hidden table, when it is shown."""
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        theme, look = self.look.theme, self.look
        for lane, label, name in zip(LANES, self._heads, self._names, strict=True):
            words = f"{lane_symbol(lane)} {escape(name)}"
            label.setText(strong(words, theme.lane(lane)))
            label.setFont(look.font(TITLE))
            label.setHidden(self._is_preview)
        self._means_head.setHidden(self._is_preview or not self._is_roomy)
        at = self.area.verticalScrollBar().value()
        body = QFrame()
        body.setObjectName("panelBody")
        grid = QGridLayout(body)
        grid.setContentsMargins(18, 0, 18, 4)
        grid.setVerticalSpacing(look.px(6))
        for each in (grid, self._top):
            self._divide(each)
        n = 0
        for group, rows in grouped(self._rows):
            self._add_group(grid, n, group)
            n += 1
            for row in rows:
                self._add_row(grid, n, row)
                n += 1
        grid.setRowStretch(n, 1)
        self.area.setWidget(body)
        self.area.verticalScrollBar().setValue(at)
        self._keep_heads()
        self.update()

    def _keep_heads(self, *_: int) -> None:
        """The heads above their columns, whether or not there is a scroll bar."""
        bar = self.area.verticalScrollBar()
        room = bar.sizeHint().width() if bar.maximum() > 0 else 0
        self._top.setContentsMargins(20, 14, 20 + room, 6)

    def _divide(self, grid: QGridLayout) -> None:
        """The same columns in the head and below it."""
        grid.setHorizontalSpacing(self.look.px(14))
        grid.setColumnMinimumWidth(_SIGN, self.look.px(_SIGN_WIDTH))
        grid.setColumnMinimumWidth(_TITLE, self.look.px(_TITLE_WIDTH))
        shares = {_A: 5, _B: 5, _MEANS: 6 if self._is_roomy and not self._is_preview else 0}
        for column, share in shares.items():
            grid.setColumnStretch(column, share)

    def _add_group(self, grid: QGridLayout, n: int, group: str) -> None:
        label = QLabel(group.upper())
        label.setObjectName("section")
        label.setContentsMargins(0, self.look.px(10 if n else 0), 0, 0)
        grid.addWidget(label, n, _SIGN, 1, 3)

    def _add_row(self, grid: QGridLayout, n: int, row: FairnessRow) -> None:
        theme, look = self.look.theme, self.look
        title = _label(escape(row.title), row.title)
        title.setFont(look.font(CONTROL))
        title.setToolTip(row.means)
        # Never cut, and never wider than its column: the values begin at one edge.
        title.setFixedWidth(look.px(_TITLE_WIDTH))
        grid.addWidget(title, n, _TITLE)
        if self._is_preview:
            grid.addWidget(self._make_muted_label(row.means), n, _A, 1, 2)
            return
        if row.differs:
            sign = _label(strong(LANES_DIFFER, theme.caution), "the lanes differ")
            sign.setFont(look.font(_SIGN_SIZE, SEMIBOLD))
            sign.setToolTip("The lanes differ here.")
            grid.addWidget(sign, n, _SIGN, Qt.AlignmentFlag.AlignRight)
        for column, value, default, marked in zip(
            (_A, _B), row.values, row.defaults, row.marked, strict=True
        ):
            grid.addWidget(self._value(value, default if marked else None, row), n, column)
        if self._is_roomy:
            grid.addWidget(self._make_muted_label(row.means), n, _MEANS)

    def _value(self, value: str | None, default: str | None, row: FairnessRow) -> QLabel:
        """``default`` only where it is not in force."""
        theme = self.look.theme
        if value is None:
            return self._make_muted_label(NO_VALUE)
        colour = theme.text if row.is_marked else theme.muted
        words, said = f'<span style="color:{colour}">{escape(value)}</span>', value
        if default is not None:
            words = (
                f"{strong(NOT_DEFAULT, theme.caution)} {strong(words)} "
                f'<span style="color:{theme.muted}">(default {escape(default)})</span>'
            )
            said = f"{NOT_DEFAULT} {value} (default {default})"
        label = _label(words, said)
        label.setFont(self.look.font(CONTROL))
        label.setToolTip(row.means)
        return label

    def _make_muted_label(self, words: str) -> QLabel:
        label = _label(escape(words), words)
        label.setObjectName("muted")
        label.setFont(self.look.font(CONTROL if self._is_preview else TICK))
        return label


def _label(words: str, said: str) -> QLabel:
    """Wraps where its column is narrow, and never makes it wider."""
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setAccessibleName(said)
    return label
