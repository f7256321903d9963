"""A table of the page: keys and pointer select a cell, whose sections stand beside it."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from gui.pages.validation.grid import Grid, GridCell, Section, Tone
from gui.style.style import Style, Styled
from gui.style.theme import SMALL, TICK, Theme

_ROOT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_TITLES, _NARROWEST, _WIDEST, _PAD = 230, 64, 170, 18
_CELL_PAD = 28
"""Beside the text of a cell: the padding of the style sheet, and what Qt adds before it cuts."""
EMPTY = Grid((), ())


class GridModel(QAbstractTableModel):
    """The texts of a grid, with the colours of their tones."""

    def __init__(self) -> None:
        super().__init__()
        self.grid = EMPTY
        self.theme: Theme | None = None

    def show_grid(self, grid: Grid) -> None:
        """Show this one instead."""
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def cell(self, index: _Index) -> GridCell:
        """The cell at that place."""
        return self.grid.rows[index.row()].cells[index.column()]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.grid.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.grid.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return cell.text
            case Qt.ItemDataRole.AccessibleTextRole:
                row, column = index.row(), index.column()
                return f"{self.grid.rows[row].title}, {self.grid.columns[column]}: {cell.text}"
            case Qt.ItemDataRole.ForegroundRole if self.theme:
                return QColor(tone_colour(cell.tone, self.theme))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self.grid.columns[section]
        return self.grid.rows[section].title


def tone_colour(tone: Tone, theme: Theme) -> str:
    """The colour of text in that tone."""
    colours = {"muted": theme.muted, "caution": theme.caution, "failure": theme.failure}
    return colours.get(tone, theme.text)


class GridTable(Styled, QTableView):
    """``selected`` brings the sections of the cell that is selected, or those of the whole grid."""

    selected = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grid")
        self.setAccessibleName(name)
        self.setToolTip("Select a cell to see all of it.")
        self.grid_model = GridModel()
        self.setModel(self.grid_model)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.setTextElideMode(Qt.TextElideMode.ElideRight)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for header in (rows, columns):
            header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for header in (rows, columns):
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        self.selectionModel().selectionChanged.connect(lambda *_: self._tell())

    @property
    def sections(self) -> tuple[Section, ...]:
        """Those of the cell that is selected; those of the grid where none is, or has none."""
        grid = self.grid_model.grid
        for index in self.selectionModel().selectedIndexes():
            if found := self.grid_model.cell(index).sections:
                return found
        return grid.sections

    def show_grid(self, grid: Grid) -> None:
        """Show this one; the same place stays selected where it is still there."""
        if grid == self.grid_model.grid:
            return
        at, scrolled = self.currentIndex(), self.verticalScrollBar().value()
        was = (at.row(), at.column()) if self.selectionModel().hasSelection() else None
        same_shape = grid.columns == self.grid_model.grid.columns
        self.grid_model.show_grid(grid)
        self._set_widths()
        if was and same_shape and was[0] < len(grid.rows):
            self.setCurrentIndex(self.grid_model.index(*was))
            self.verticalScrollBar().setValue(scrolled)
        self._tell()

    @property
    def _row_titles(self) -> list[str]:
        return [row.title for row in self.grid_model.grid.rows]

    def _tell(self) -> None:
        self.selected.emit(self.sections)

    def _set_widths(self) -> None:
        """Wide columns share the width; others are as wide as their texts, within limits."""
        header, grid = self.horizontalHeader(), self.grid_model.grid
        titles, room = self.verticalHeader(), min(self.look.px(_TITLES), self.width() // 3)
        longest = max(map(titles.fontMetrics().horizontalAdvance, self._row_titles), default=0)
        titles.setFixedWidth(min(longest + self.look.px(2 * _PAD), room))
        if grid.is_wide:
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            return
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        measure = self.fontMetrics().horizontalAdvance
        for at, title in enumerate(grid.columns):
            words = [measure(title)]
            words += [measure(row.cells[at].text) for row in grid.rows]
            widest = max(words, default=0) + self.look.px(_CELL_PAD)
            limits = self.look.px(_NARROWEST), self.look.px(_WIDEST)
            header.resizeSection(at, min(max(widest, limits[0]), limits[1]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._set_widths()

    def set_look(self, look: Style) -> None:
        self.setFont(look.font(TICK))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setFont(look.font(SMALL))
        self.verticalHeader().setDefaultSectionSize(look.px(27))
        self.grid_model.theme = look.theme
        super().set_look(look)
        self._set_widths()
