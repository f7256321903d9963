"""The picture of a race looks as it did when the golden picture was drawn."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QImage, QPainter

import gui.style.text_layout
from gui.picture.render import HEIGHT, WIDTH
from gui.style.theme import LIGHT, REGULAR, font
from tests.gui.picture.golden import GOLDEN, golden_record, small_picture
from tests.support.image_difference import (
    COLOUR_TOLERANCE,
    LIGHTNESS_TOLERANCE,
    largest_difference,
)

REMAKE = "if it should look like this: python -m tests.gui.picture.golden, and look at golden.png"
CHARTS = [QRect(x, y, 897, 250) for y in (250, 580) for x in (56, 967)]


@pytest.fixture
def golden(qapp: object) -> QImage:
    """The picture as it was accepted."""
    return QImage(str(GOLDEN))


def is_alike(image: QImage, golden: QImage) -> bool:
    lightness, colour = largest_difference(image, golden)
    return lightness <= LIGHTNESS_TOLERANCE and colour <= COLOUR_TOLERANCE


def without(image: QImage, part: QRect) -> QImage:
    """The image with that part, in pixels of a whole picture, painted over."""
    copied = image.copy()
    painter = QPainter(copied)
    painter.scale(copied.width() / WIDTH, copied.height() / HEIGHT)
    painter.fillRect(part, QColor(LIGHT.card))
    painter.end()
    return copied


def test_the_picture_is_as_it_was(golden: QImage) -> None:
    picture = small_picture(golden_record())
    assert picture.size() == golden.size()
    assert is_alike(picture, golden), REMAKE


@pytest.mark.parametrize("chart", CHARTS)
def test_a_missing_chart_is_noticed(chart: QRect, golden: QImage) -> None:
    assert not is_alike(without(golden, chart), golden)


def test_lanes_that_changed_colours_are_noticed(golden: QImage) -> None:
    assert not is_alike(golden.rgbSwapped(), golden)


def test_another_version_of_the_font_is_alike(
    golden: QImage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wider(size: float, weight: QFont.Weight = REGULAR, factor: float = 1.0) -> QFont:
        face = QFont(font(size, weight, factor))
        face.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 101)
        return face

    monkeypatch.setattr(gui.style.text_layout, "font", wider)
    picture = small_picture(golden_record())
    assert picture != golden
    assert is_alike(picture, golden)
