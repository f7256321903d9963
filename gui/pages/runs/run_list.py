"""Recorded races as a list: a model of entries, the view, and how a row is painted."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.style.style import Style
from gui.style.theme import CONTROL, SEMIBOLD, SMALL
from loadgen.model import number_format
from loadgen.model.frame import LANES
from loadgen.recording.race_entry import RaceEntry

ENTRY = Qt.ItemDataRole.UserRole
_ROOT = QModelIndex()
_CURVE = QSize(150, 40)
_PAD = 12


class RunModel(QAbstractListModel):
    """The entries that are shown. A row's text for screen readers is all that the row says."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[RaceEntry] = []

    def show(self, entries: Sequence[RaceEntry]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        entry = self.entries[index.row()]
        if role == ENTRY:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{heading(entry)}. {details(entry)}. {entry.outcome}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.label.notes or entry.name
        return None


def heading(entry: RaceEntry) -> str:
    """What the race is called, with a sign where it is pinned."""
    return f"◆ {entry.title}" if entry.label.pinned else entry.title


def details(entry: RaceEntry) -> str:
    """When, with which load, for how long, and the tags: ``27 Nov 2026 14:03 · 64 users``.

    Of a race that is on no length: it grows, and the list is not read again for it.
    """
    when = f"{entry.started_at:%d %b %Y %H:%M}"
    length = [] if entry.is_being_raced else [number_format.duration(entry.duration_s)]
    return " · ".join((when, entry.load, *length, *entry.label.tags))


class RunPainter(QStyledItemDelegate):
    """Paints a row: title, details, verdict, and both lanes' answers per second over time."""

    def __init__(self, look: Style) -> None:
        super().__init__()
        self.look = look

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        lines = self._height(CONTROL) + 2 * self._height(SMALL)
        return QSize(200, lines + 2 * _PAD)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry, theme = index.data(ENTRY), self.look.theme
        room: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, QColor(theme.raised))
        painter.setPen(QColor(theme.border))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        inner = room.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        curve = QRect(inner.right() - _CURVE.width(), inner.top(), _CURVE.width(), inner.height())
        text = inner.adjusted(0, 0, -_CURVE.width() - 2 * _PAD, 0)
        top = text.top()
        for line, size, colour in (
            (heading(entry), CONTROL, theme.text),
            (details(entry), SMALL, theme.muted),
            (entry.outcome, SMALL, theme.text),
        ):
            font = self.look.font(size, SEMIBOLD) if size == CONTROL else self.look.font(size)
            height = QFontMetrics(font).height()
            painter.setFont(font)
            painter.setPen(QColor(colour))
            elided = QFontMetrics(font).elidedText(line, Qt.TextElideMode.ElideRight, text.width())
            painter.drawText(
                QRect(text.left(), top, text.width(), height), Qt.AlignmentFlag.AlignLeft, elided
            )
            top += height
        if not entry.is_being_raced:
            self._paint_curves(painter, QRectF(curve), entry)
        painter.restore()

    def _paint_curves(self, painter: QPainter, room: QRectF, entry: RaceEntry) -> None:
        highest = max((max(each, default=0.0) for each in entry.curves.values()), default=0.0)
        for id_ in LANES:
            values = entry.curves[id_]
            if len(values) < 2 or highest <= 0:
                continue
            step = room.width() / (len(values) - 1)
            points = [
                QPointF(room.left() + n * step, room.bottom() - value / highest * room.height())
                for n, value in enumerate(values)
            ]
            painter.setPen(QPen(QColor(self.look.theme.lane(id_)), 1.8))
            painter.drawPolyline(QPolygonF(points))

    def _height(self, size: int) -> int:
        return QFontMetrics(self.look.font(size)).height()


class RunListView(QListView):
    """The newest race first; several can be chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runs = RunModel()
        self.setModel(self.runs)
        self.setObjectName("table")
        self.setAccessibleName("Recorded races, the newest first")
        self.setToolTip(
            "Enter or a double click opens a race. Ctrl or Shift chooses several, to compare them."
        )
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._painter: RunPainter | None = None

    @property
    def entries(self) -> list[RaceEntry]:
        """Those that are listed."""
        return self.runs.entries

    @property
    def chosen(self) -> list[RaceEntry]:
        """The entries that are selected."""
        return [index.data(ENTRY) for index in self.selectionModel().selectedIndexes()]

    @property
    def selected(self) -> RaceEntry | None:
        """The entry that is selected; None where there are several."""
        chosen = self.chosen
        return chosen[0] if len(chosen) == 1 else None

    def show_entries(
        self, entries: Sequence[RaceEntry], selected: Collection[str], row: int = 0
    ) -> None:
        """List these, and select those of these names; where there is none, that row or the last.

        It stays where it was scrolled to, as far as there are rows.
        """
        scrolled = self.verticalScrollBar().value()
        self.runs.show(entries)
        rows = [n for n, entry in enumerate(entries) if entry.name in selected]
        self.verticalScrollBar().setValue(scrolled)
        if entries:
            current, *others = rows or [min(row, len(entries) - 1)]
            self.setCurrentIndex(self.runs.index(current))
            for other in others:
                select = QItemSelectionModel.SelectionFlag.Select
                self.selectionModel().select(self.runs.index(other), select)

    def set_look(self, look: Style) -> None:
        """Paint rows in these colours and fonts."""
        self._painter = RunPainter(look)
        self.setItemDelegate(self._painter)
