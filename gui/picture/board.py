"""The picture of a claims board: one page that says what was decided, by what, and where."""

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gui.picture.render import HEIGHT, WIDTH, ensure_gui_application, png_bytes, set_density
from gui.style.outcomes import outcome_color, outcome_symbol
from gui.style.text_layout import Span, TextLayout, unbroken
from gui.style.theme import CARD_RADIUS, LIGHT, MEDIUM, SEMIBOLD, THEMES, Theme
from loadgen.claims import board_text
from loadgen.claims.board_document import BoardDocument, JudgedClaim

_MARGIN, _GAP, _INSET = 48.0, 10.0, 14.0
_INNER = WIDTH - 2 * _MARGIN
_COLUMNS = 2
_MOST_HEIGHT = 230.0
"""Of a card: few claims are not stretched over the whole page."""
_MOST_TYPE, _LEAST_TYPE = 15.0, 9.0


def render_board(board: BoardDocument, *, theme: Theme = LIGHT, scale: float = 1.0) -> QImage:
    """1920 x 1080 pixels times ``scale``."""
    ensure_gui_application()
    image = QImage(round(WIDTH * scale), round(HEIGHT * scale), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.background))
    painter = QPainter(image)
    try:
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        painter.scale(scale, scale)
        top = _paint_head(painter, board, theme)
        bottom = _paint_foot(painter, board, theme)
        for claim, box in zip(board.claims, _boxes(len(board.claims), top, bottom), strict=True):
            _paint_claim(painter, claim, theme, box)
    finally:
        painter.end()
    set_density(image, scale)
    return image


def encode_board_picture(
    board: BoardDocument, *, theme: str = LIGHT.name, scale: float = 1.0
) -> bytes:
    """The picture as a PNG file, the theme by its name."""
    named = {each.name: each for each in THEMES}
    return png_bytes(render_board(board, theme=named[theme], scale=scale))


def _paint_head(painter: QPainter, board: BoardDocument, theme: Theme) -> float:
    """Returns where the head ends."""
    title = "Flask or FastAPI: what is claimed, put to the test"
    top = 26.0
    for text, size, color, weight in (
        (title, 30.0, theme.text, SEMIBOLD),
        (board_text.summary(board), 20.0, theme.text, MEDIUM),
    ):
        line = TextLayout([Span(unbroken(text), color, weight)], size, _INNER)
        line.paint(painter, _MARGIN, top)
        top += line.height
    return top + 8


def _paint_foot(painter: QPainter, board: BoardDocument, theme: Theme) -> float:
    """Returns where the foot begins."""
    text = f"{board_text.machine_text(board)} · {board_text.LEGEND}"
    line = TextLayout([Span(unbroken(text), theme.muted)], 14, _INNER, smallest=10)
    top = HEIGHT - 20 - line.height
    line.paint(painter, _MARGIN, top)
    return top - 8


def _boxes(count: int, top: float, bottom: float) -> list[QRectF]:
    """The cards, column by column."""
    rows = math.ceil(count / _COLUMNS) or 1
    width = (_INNER - _GAP * (_COLUMNS - 1)) / _COLUMNS
    height = min(_MOST_HEIGHT, (bottom - top - _GAP * (rows - 1)) / rows)
    places = (divmod(n, rows) for n in range(count))
    return [
        QRectF(_MARGIN + column * (width + _GAP), top + row * (height + _GAP), width, height)
        for column, row in places
    ]


def _paint_claim(painter: QPainter, claim: JudgedClaim, theme: Theme, box: QRectF) -> None:
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.setBrush(QColor(theme.card))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
    color = outcome_color(claim.outcome, theme)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(QRectF(box.left(), box.top() + 12, 4, box.height() - 24), 2, 2)
    top = box.top() + 8
    for line in _lines(claim, theme, color, box.width() - 2 * _INSET - 4, box.height() - 16):
        line.paint(painter, box.left() + _INSET + 4, top)
        top += line.height


def _lines(
    claim: JudgedClaim, theme: Theme, color: str, width: float, height: float
) -> list[TextLayout]:
    """Sentence, outcome and evidence, the evidence as large as the height allows."""
    of = f"  {board_text.source_text(claim)}"
    sentence = [Span(claim.sentence, theme.text, MEDIUM), Span(of, theme.muted)]
    said = f"{outcome_symbol(claim.outcome)}  {board_text.verdict_text(claim)}"
    outcome = [Span(unbroken(said), color, SEMIBOLD)]
    method = [Span(claim.method, theme.muted)]
    evidence = "  ·  ".join(board_text.evidence_lines(claim))
    spans = [Span(unbroken(evidence), theme.text)]
    size = _MOST_TYPE
    while True:
        lines = [
            TextLayout(sentence, size + 1.5, width, lines=1, smallest=size, line_height=1.25),
            TextLayout(outcome, size + 2.5, width, lines=2, smallest=size, line_height=1.25),
            TextLayout(method, size - 0.5, width, smallest=size - 0.5, line_height=1.3),
            TextLayout(spans, size, width, lines=9, smallest=size, line_height=1.25),
        ]
        if size <= _LEAST_TYPE or sum(line.height for line in lines) <= height:
            return lines
        size -= 0.5
