"""The charts, two in a row: all four, two side by side, or one."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

APART = 14
_CLOSE = 6
IN_A_ROW = 2


class ChartRows(QWidget):
    """``places`` are the charts, or what holds one of several, as they are read."""

    def __init__(self, places: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = tuple(places)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(APART)
        self.rows: list[QWidget] = []
        for n, place in enumerate(places):
            if n % IN_A_ROW == 0:
                self.rows.append(_row())
                column.addWidget(self.rows[-1], 1)
            layout = self.rows[-1].layout()
            assert isinstance(layout, QHBoxLayout)
            layout.addWidget(place, 1)

    def set_close(self, close: bool) -> None:
        """Whether the rows are close together."""
        self._column.setSpacing(_CLOSE if close else APART)

    @property
    def apart(self) -> int:
        """Pixels between two rows."""
        return self._column.spacing()

    def height_of_each(self, room: int) -> float:
        """What a row gets of so many pixels when all are shown."""
        return (room - APART * (len(self.rows) - 1)) / max(1, len(self.rows))

    def show_part(self, count: int, first: int = 0) -> None:
        """Show ``count`` charts, 1, 2 or all, that one among them which is the ``first`` th."""
        begin = first // count * count
        for n, place in enumerate(self._places):
            place.setHidden(not begin <= n < begin + count)
        for n, row in enumerate(self.rows):
            row.setHidden(
                all(place.isHidden() for place in self._places[n * IN_A_ROW : (n + 1) * IN_A_ROW])
            )

    @property
    def shown(self) -> list[QWidget]:
        """The rows that are shown, from the top."""
        return [row for row in self.rows if not row.isHidden()]

    @property
    def places(self) -> list[QWidget]:
        """The charts that are shown, as they are read."""
        return [place for place in self._places if not place.isHidden()]


def _row() -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(APART)
    return made
