"""The headers of a table stand over their columns."""

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.pages.rows_table import RowsTable
from gui.style.style import Style
from gui.style.stylesheet import stylesheet
from gui.style.theme import DARK


def ink(image: QImage, column: QRect) -> tuple[int, int]:
    """The first and the last column of pixels that differ from the card."""
    part = image.copy(column).convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(part.constBits(), np.uint32).reshape(part.height(), part.width())
    drawn = np.flatnonzero((pixels & 0xFFFFFF != int(DARK.card[1:], 16)).any(axis=0))
    return int(drawn[0]), int(drawn[-1])


@pytest.mark.parametrize("look", [Style(DARK), Style(DARK, True, 1080)], ids=["desk", "stage"])
def test_a_header_begins_or_ends_where_its_cells_do(qtbot: QtBot, look: Style) -> None:
    table = RowsTable("Steps", "Steps.")
    qtbot.addWidget(table)
    table.setStyleSheet(stylesheet(look))
    table.set_look(look)
    table.resize(500, 200)
    table.show_rows(("HHH", "HHHH"), [("HHHHHH", "HHHHHHHH")])
    table.show()
    qtbot.waitExposed(table)
    header, image = table.horizontalHeader(), table.grab().toImage()
    for section, end in ((0, 0), (1, 1)):
        left = table.viewport().x() + table.columnViewportPosition(section) + 1
        width = table.columnWidth(section) - 2
        over = QRect(left, header.y() + 1, width, header.height() - 2)
        cells = QRect(left, table.viewport().y(), width, table.rowHeight(0))
        assert ink(image, over)[end] == pytest.approx(ink(image, cells)[end], abs=1)
