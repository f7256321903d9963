"""Both themes can be read, and lanes are told apart without their colour."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QRawFont
from pytestqt.qtbot import QtBot

from gui.style.icons import window_icon
from gui.style.theme import (
    CURVE_WIDTH,
    DARK,
    LIGHT,
    MEDIUM,
    REGULAR,
    SEMIBOLD,
    SMALL,
    THEMES,
    Theme,
    contrast,
    fixed_font,
    font,
    lane_pen,
    lane_symbol,
    mix,
    stage_factor,
    with_alpha,
)
from loadgen.model.frame import LANES
from tests.support.every_case import every_case

INKS = ("text", "muted", "lane_a", "lane_b", "caution", "failure")
PAPERS = ("background", "card", "raised")


@every_case("theme", THEMES, ids=lambda theme: theme.name)
@every_case("ink", INKS)
@every_case("paper", PAPERS)
def test_every_text_colour_reaches_wcag_aa(theme: Theme, ink: str, paper: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, paper)) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_what_is_said_in_colour_is_not_taken_for_a_lane(theme: Theme) -> None:
    lanes = [QColor(theme.lane(lane)).hue() for lane in LANES]
    for said in (theme.caution, theme.failure):
        apart = [abs((QColor(said).hue() - lane + 180) % 360 - 180) for lane in lanes]
        assert min(apart) >= 15 or QColor(said).value() < 200


def test_one_theme_is_dark_and_the_other_is_not() -> None:
    assert (DARK.is_dark, LIGHT.is_dark) == (True, False)


def test_mixing_goes_from_one_colour_to_the_other() -> None:
    assert mix("#000000", "#ffffff", 0) == "#000000"
    assert mix("#000000", "#ffffff", 1) == "#ffffff"
    assert mix("#102030", "#304050", 0.5) == "#203040"


def test_alpha_lets_a_colour_through() -> None:
    assert with_alpha("#2dd4bf", 0.1).alphaF() == pytest.approx(0.1, abs=0.003)


def test_lanes_are_told_apart_without_colour() -> None:
    assert lane_symbol("a") != lane_symbol("b")


def test_pens_are_round_and_dotted_where_asked() -> None:
    solid, dotted = lane_pen(DARK, "a"), lane_pen(DARK, "b", dotted=True, factor=1.6)
    assert solid.style() == Qt.PenStyle.SolidLine
    assert solid.color().name() == DARK.lane_a
    assert dotted.dashPattern()
    assert dotted.widthF() == pytest.approx(CURVE_WIDTH * 1.6)


def test_type_is_larger_on_stage(qtbot: QtBot) -> None:
    assert font(15).pixelSize() == 15
    assert font(15, SEMIBOLD, 1.6).pixelSize() == 24


@pytest.mark.parametrize("height", [640, 720, 768, 1080, 1440, 2160])
def test_the_smallest_type_on_stage_can_be_read_from_the_last_row(height: int) -> None:
    assert font(SMALL, factor=stage_factor(height)).pixelSize() >= 0.022 * height


def test_the_face_is_inter(qtbot: QtBot) -> None:
    assert font(13).families() == ["Inter"]


def test_each_weight_of_inter_has_outlines_of_its_own(qtbot: QtBot) -> None:
    weights = (REGULAR, MEDIUM, SEMIBOLD)
    styles = [QRawFont.fromFont(font(30, weight)).styleName() for weight in weights]
    assert styles == ["Regular", "Medium", "SemiBold"]


def test_text_is_as_wide_on_every_machine(qtbot: QtBot) -> None:
    width = QFontMetricsF(font(30)).horizontalAdvance("FastAPI answers 37.4 times")
    assert width == pytest.approx(392.8, abs=1.0)


def test_code_has_a_fixed_width_and_follows_the_stage(qtbot: QtBot) -> None:
    metrics = QFontMetricsF(fixed_font(14))
    assert metrics.horizontalAdvance("iiii") == metrics.horizontalAdvance("WWWW")
    assert (fixed_font(14).pixelSize(), fixed_font(14, 1.6).pixelSize()) == (14, 22)


def test_the_window_has_an_icon_of_every_size(qtbot: QtBot) -> None:
    icon = window_icon()
    sizes = {size.width() for size in icon.availableSizes()}
    assert {16, 32, 48, 256} <= sizes
    image = icon.pixmap(64, 64).toImage()
    shades = {image.pixelColor(x, y).name() for x in range(64) for y in range(64)}
    assert {DARK.lane_a, DARK.lane_b, DARK.background} <= shades
