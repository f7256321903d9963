"""A table whose rows are races; Enter or a double click opens one as the race that it was."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from gui.style.style import Style, Styled
from gui.style.theme import SMALL

_ROOT = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractTableModel):
    """Texts of a table: ``headers`` and ``rows``."""

    def __init__(self) -> None:
        super().__init__()
        self.headers: tuple[str, ...] = ()
        self.rows: tuple[tuple[str, ...], ...] = ()

    def show_rows(self, headers: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.headers, self.rows = tuple(headers), tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.headers)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        text = self.rows[index.row()][index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return text
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.headers[index.column()]}: {text}"
            case Qt.ItemDataRole.TextAlignmentRole if index.column():
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.headers[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 0:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter  # as its cells are
        return None


class RowsTable(Styled, QTableView):
    """``opened`` brings the number of the row that is to be opened."""

    opened = Signal(int)

    def __init__(self, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grid")
        self.setAccessibleName(name)
        self.setToolTip(hint)
        self.rows_model = RowsModel()
        self.setModel(self.rows_model)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.activated.connect(lambda index: self.opened.emit(index.row()))

    def show_rows(self, headers: Sequence[str], rows: Sequence[tuple[str, ...]]) -> None:
        """Show these; the row that is selected stays so."""
        model = self.rows_model
        if (tuple(headers), tuple(rows)) == (model.headers, model.rows):
            return
        at = self.currentIndex().row()
        model.show_rows(headers, rows)
        if 0 <= at < len(rows):
            self.selectRow(at)

    def set_look(self, look: Style) -> None:
        face = look.font(SMALL)
        self.setFont(face)
        self.horizontalHeader().setFont(face)
        self.verticalHeader().setDefaultSectionSize(look.px(26))
        super().set_look(look)
