"""The machine bar: each part as wide as its share, words as far as there is room."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from gui.style.style import Style
from gui.style.theme import DARK, THEMES, Theme, contrast
from gui.widgets.machine_bar import MachineBar
from gui.widgets.machine_painting import paint_bar, paint_words, part_color
from loadgen.timeline.machine_text import MachineShare

SHARES = (
    MachineShare("a", "Flask", 0.5),
    MachineShare("b", "FastAPI", 0.25),
    MachineShare("generators", "generators", 0.25),
    MachineShare("services", "services", 0.0),
    MachineShare("program", "this program", 0.0),
    MachineShare("others", "other programs", 0.5),
    MachineShare("idle", "idle", 0.5),
)


def painted(theme: Theme, width: int = 400) -> QImage:
    image = QImage(width, 8, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.background))
    painter = QPainter(image)
    paint_bar(painter, QRectF(0, 0, width, 8), SHARES, theme)
    painter.end()
    return image


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_each_part_is_as_wide_as_its_share(theme: Theme) -> None:
    image = painted(theme)
    colors = [image.pixelColor(x, 4).name() for x in range(400)]
    for share in SHARES:
        width = colors.count(part_color(theme, share.part))
        gaps = 1 if share.part != "idle" else 4
        assert width == pytest.approx(200 * share.cores, abs=gaps), share.part


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_parts_are_told_from_what_is_idle(theme: Theme) -> None:
    parts = [share.part for share in SHARES if share.part != "idle"]
    colors = [part_color(theme, part) for part in parts]
    assert len(set(colors)) == len(colors)
    assert all(contrast(color, part_color(theme, "idle")) > 1.6 for color in colors)


@pytest.mark.usefixtures("qapp")
def test_words_never_leave_their_box() -> None:
    image = QImage(900, 20, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    ends = [
        paint_words(painter, QRectF(0, 0, width, 20), SHARES, DARK, 12) for width in range(20, 800)
    ]
    painter.end()
    assert all(end <= width for width, end in enumerate(ends, 20))
    assert ends[-1] > 330


def test_nothing_is_painted_before_anything_is_known(qtbot: QtBot) -> None:
    bar = MachineBar()
    qtbot.addWidget(bar)
    bar.set_look(Style(DARK))
    bar.resize(300, 34)
    empty = bar.grab().toImage()
    bar.show_shares(SHARES, "the last second")
    assert bar.grab().toImage() != empty
    assert "other programs: 0.50 cores, 25 %" in bar.toolTip()
    assert bar.accessibleDescription() == bar.toolTip()
    bar.show_shares((), "the last second")
    assert bar.grab().toImage() == empty
    assert bar.toolTip() == ""
