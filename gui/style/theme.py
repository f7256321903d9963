"""Colours, type and spacing: the one place that says how Faceoff looks. Pictures ask here too."""

import math
from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPen

from gui.style.typeface import FAMILY, has_plain_glyphs
from loadgen.model.frame import LaneId

STAGE_TYPE = 0.022
"""The height of the smallest type on stage, as a part of the window's: read from the last row."""

VERDICT, PAGE_TITLE, TITLE, CONTROL, TICK, SMALL = 30, 22, 15, 14, 13, 12
"""Type sizes in pixels."""

REGULAR, MEDIUM, SEMIBOLD = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold

STEP = 4
"""Spacing and sizes are multiples of this many pixels."""
CARD_RADIUS = 12
CURVE_WIDTH = 2.4
FILL_ALPHA = 0.10
GRID_ALPHA = 0.07


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as ``#rrggbb``.

    ``caution`` is for what must be known (the generator is the limit), ``failure`` for what went
    wrong; neither may be taken for a lane.
    """

    name: str
    background: str
    card: str
    raised: str
    border: str
    text: str
    muted: str
    lane_a: str
    lane_b: str
    caution: str
    failure: str

    @property
    def is_dark(self) -> bool:
        """Whether the background is darker than middle grey."""
        return QColor(self.background).lightnessF() < 0.5

    def lane(self, lane: LaneId) -> str:
        """The lane's colour, the same everywhere."""
        return self.lane_a if lane == "a" else self.lane_b


DARK = Theme(
    name="dark",
    background="#0e1319",
    card="#151c24",
    raised="#1c2530",
    border="#263241",
    text="#e8eef5",
    muted="#93a1b1",
    lane_a="#ffb454",
    lane_b="#2dd4bf",
    caution="#c4b5fd",
    failure="#ff8a8a",
)
LIGHT = Theme(
    name="light",
    background="#f4f6f9",
    card="#ffffff",
    raised="#eef1f5",
    border="#d8dee6",
    text="#18212c",
    muted="#566475",
    lane_a="#b05108",
    lane_b="#0f766e",
    caution="#6d28d9",
    failure="#b42318",
)
THEMES: tuple[Theme, ...] = (DARK, LIGHT)


def stage_type(height: float) -> int:
    """The size of the smallest type on a stage of that height, in pixels."""
    return max(SMALL, math.ceil(STAGE_TYPE * height))


def stage_factor(height: float) -> float:
    """How much larger type is on a stage of that height than at the desk."""
    return stage_type(height) / SMALL


def with_alpha(color: str, alpha: float) -> QColor:
    """The colour, let through: ``alpha`` 0 is invisible, 1 is solid."""
    mixed = QColor(color)
    mixed.setAlphaF(alpha)
    return mixed


@lru_cache(maxsize=512)
def mix(color: str, other: str, share: float) -> str:
    """``color`` with ``share`` (0 to 1) of ``other`` mixed in, solid."""
    pairs = zip(QColor(color).getRgb()[:3], QColor(other).getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a + (b - a) * share) for a, b in pairs)).name()


def contrast(color: str, other: str) -> float:
    """WCAG 2 contrast ratio, 1 to 21. AA asks for 4.5 of text, 3 of large text and of curves."""
    lighter, darker = sorted((_luminance(color), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = (QColor(color).redF(), QColor(color).greenF(), QColor(color).blueF())
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(share * value for share, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@cache
def _family() -> str | None:
    """Inter, which comes with the program; None is the system's own face."""
    return FAMILY if FAMILY in QFontDatabase.families() else None


def font(size: float, weight: QFont.Weight = REGULAR, factor: float = 1.0) -> QFont:
    """The face, ``size`` times ``factor`` pixels large, with tabular figures where Qt can.

    Shared: copy it to change it.
    """
    return _font(max(1, round(size * factor)), weight, has_plain_glyphs())


@lru_cache(maxsize=256)
def _font(pixel_size: int, weight: QFont.Weight, plain: bool) -> QFont:
    face = QFont()
    family = _family()
    if family is not None:
        face.setFamilies([family])
    face.setPixelSize(pixel_size)
    face.setWeight(weight)
    if hasattr(face, "setFeature"):  # Qt 6.7
        # Both, since a new font has the features of the application's.
        for tag, value in {"tnum": not plain, "calt": not plain}.items():
            face.setFeature(QFont.Tag(tag), int(value))
    return face


@lru_cache(maxsize=32)
def fixed_font(size: float, factor: float = 1.0) -> QFont:
    """The system's face for code, in pixels. Shared: copy it to change it."""
    face = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    face.setPixelSize(max(1, round(size * factor)))
    face.setStyleHint(QFont.StyleHint.Monospace)
    return face


def lane_pen(theme: Theme, lane: LaneId, dotted: bool = False, factor: float = 1.0) -> QPen:
    """The pen of a lane's curve: round, 2.4 pixels, solid or dotted."""
    pen = QPen(QColor(theme.lane(lane)), CURVE_WIDTH * factor)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dotted:
        pen.setDashPattern([0.01, 2.2])
    return pen


def lane_symbol(lane: LaneId) -> str:
    """The lane's mark in text, so that it is never colour alone: a round dot, or a square."""
    return "●" if lane == "a" else "■"
