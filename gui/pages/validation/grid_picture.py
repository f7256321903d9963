"""Grids as a picture that stands alone: a title, each grid with what is said of it, the machine."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from gui.charts.chart_model import PaintStyle
from gui.charts.text import LEFT, fit_font, write
from gui.pages.validation.grid import Grid, GridCell
from gui.pages.validation.grid_table import tone_colour
from gui.picture.page_image import page_image
from gui.picture.render import HEIGHT, WIDTH, ensure_gui_application, png_bytes
from gui.picture.result_picture import machine_line
from gui.style.text_layout import Span, TextLayout, unbroken
from gui.style.theme import LIGHT, REGULAR, SEMIBOLD, THEMES, Theme, mix

_MARGIN, _GAP, _ROW, _PAD = 48.0, 16.0, 24.0, 10.0
_INNER = WIDTH - 2 * _MARGIN
_TITLE, _HEADING, _TEXT = 28.0, 18.0, 14.0
_TITLES = (180.0, 0.34 * _INNER)
"""The least and the most that the titles of rows take of the width."""
_LINES = 8
"""Of a text at its size; a longer one is set smaller."""


class GridPart(NamedTuple):
    """One grid of the picture below its heading."""

    heading: str
    grid: Grid


def encode_grids(
    title: str, parts: Sequence[GridPart], *, theme: str = LIGHT.name, scale: float = 1.0
) -> bytes:
    """The picture as PNG; raises PictureError where Qt cannot draw."""
    named = {each.name: each for each in THEMES}
    return png_bytes(render_grids(title, parts, theme=named[theme], scale=scale))


def render_grids(
    title: str, parts: Sequence[GridPart], *, theme: Theme = LIGHT, scale: float = 1.0
) -> QImage:
    """1920 pixels wide times ``scale``, and at least 1080 high: as high as its rows need."""
    ensure_gui_application()
    blocks = [_text(title, _TITLE, theme, heads=True), *_blocks(parts, theme)]
    foot = _text(machine_line(), _TEXT, theme)
    height = max(HEIGHT, 2 * _MARGIN + foot.height + sum(each.height for each in blocks))

    def paint(painter: QPainter) -> None:
        top = _MARGIN / 2
        for each in blocks:
            each.paint(painter, top)
            top += each.height
        foot.paint(painter, height - _MARGIN / 2 - foot.height)

    return page_image(WIDTH, height, theme, scale, paint)


class _Text:
    """Lines of text over the whole width."""

    def __init__(self, layout: TextLayout) -> None:
        self._layout = layout
        self.height: float = layout.height + _PAD

    def paint(self, painter: QPainter, top: float) -> None:
        self._layout.paint(painter, _MARGIN, top)


class _Table:
    """The rows of a grid below its columns; what does not fit into its cell is cut."""

    def __init__(self, grid: Grid, theme: Theme) -> None:
        self._grid, self._look = grid, PaintStyle(theme, fine=True)
        self.height: float = _ROW * (len(grid.rows) + 1) + _GAP if grid.columns else 0.0
        self._widths = self._column_widths() if grid.columns else []

    def paint(self, painter: QPainter, top: float) -> None:
        grid, theme = self._grid, self._look.theme
        if not grid.columns:
            return
        heads = ("", *grid.columns)
        self._paint_row(painter, top, heads, [theme.muted] * len(heads))
        for number, row in enumerate(grid.rows):
            y = top + _ROW * (number + 1)
            if number % 2 == 0:
                stripe = QColor(mix(theme.background, theme.text, 0.04))
                painter.fillRect(QRectF(_MARGIN, y, _INNER, _ROW), stripe)
            colours = [theme.text, *(_colour(cell, theme) for cell in row.cells)]
            texts = (row.title, *(cell.text for cell in row.cells))
            self._paint_row(painter, y, texts, colours)

    def _column_widths(self) -> list[float]:
        """Of the titles and of each column: as wide as its texts, where all of them have room."""
        measure = QFontMetricsF(self._look.font(_TEXT)).horizontalAdvance
        rows = [(row.title, *(cell.text for cell in row.cells)) for row in self._grid.rows]
        texts = zip(("", *self._grid.columns), *rows, strict=True)
        titles, *columns = (max(map(measure, each)) + 2 * _PAD for each in texts)
        titles = min(max(titles, _TITLES[0]), _TITLES[1])
        return [titles, *share_width(columns, _INNER - titles)]

    def _paint_row(
        self, painter: QPainter, top: float, texts: Sequence[str], colours: Sequence[str]
    ) -> None:
        left = _MARGIN
        for text, colour, width in zip(texts, colours, self._widths, strict=True):
            room = width - _PAD
            face = fit_font(text, _TEXT, REGULAR, room, self._look)
            cut = QFontMetricsF(face).elidedText(text, Qt.TextElideMode.ElideRight, room)
            write(painter, QRectF(left + _PAD / 2, top, room, _ROW), LEFT, cut, face, colour)
            left += room + _PAD


def share_width(wanted: Sequence[float], width: float) -> list[float]:
    """Each as wide as it wants and a part of what is left; the widest give way where none is."""
    left, found = width, dict[int, float]()
    for done, at in enumerate(sorted(range(len(wanted)), key=lambda at: wanted[at])):
        found[at] = min(wanted[at], left / (len(wanted) - done))
        left -= found[at]
    return [found[at] + left / len(wanted) for at in range(len(wanted))]


def _colour(cell: GridCell, theme: Theme) -> str:
    return tone_colour(cell.tone, theme)


def _text(text: str, size: float, theme: Theme, *, heads: bool = False) -> _Text:
    colour = theme.text if heads else theme.muted
    weight = SEMIBOLD if heads else REGULAR
    return _Text(TextLayout([Span(unbroken(text), colour, weight)], size, _INNER, lines=_LINES))


def _blocks(parts: Sequence[GridPart], theme: Theme) -> Iterator[_Text | _Table]:
    """From top to bottom; of what stands beside a grid bodies and programs are left out."""
    for heading, grid in parts:
        if heading:
            yield _text(heading, _HEADING, theme, heads=True)
        yield _Table(grid, theme)
        said = [each for each in grid.sections if not each.is_code]
        texts = [f"{each.heading}: {each.text}" if each.heading else each.text for each in said]
        for text in dict.fromkeys((*texts, grid.legend)):
            if text:
                yield _text(text, _TEXT, theme)
