"""The picture of a claims board: one page that says what was decided, by what, and where."""

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gui.picture.page_image import page_image
from gui.picture.render import HEIGHT, WIDTH, png_bytes
from gui.style.outcomes import outcome_color, outcome_symbol
from gui.style.text_layout import Span, TextLayout, unbroken
from gui.style.theme import CARD_RADIUS, LIGHT, MEDIUM, SEMIBOLD, THEMES, Theme
from loadgen.claims import board_text
from loadgen.claims.board_document import BoardDocument, JudgedClaim

_MARGIN, _GAP, _INSET = 48.0, 10.0, 14.0
_INNER = WIDTH - 2 * _MARGIN
_FEW = 4
"""Up to so many claims there is room on the page for all that is said of each, in large type."""
_MOST_TYPE, _LEAST_TYPE = 15.0, 9.0
_MOST_TYPE_OF_FEW = 40.0
_PARAGRAPH_GAP = 0.6
"""Between the paragraphs of a card of few, as a part of the type's size."""


def render_board(board: BoardDocument, *, theme: Theme = LIGHT, scale: float = 1.0) -> QImage:
    """1920 x 1080 pixels times ``scale``."""

    def paint(painter: QPainter) -> None:
        top = _paint_head(painter, board, theme)
        bottom = _paint_foot(painter, board, theme)
        is_few = len(board.claims) <= _FEW
        for claim, box in zip(board.claims, _boxes(len(board.claims), top, bottom), strict=True):
            _paint_claim(painter, claim, theme, box, is_few=is_few)

    return page_image(WIDTH, HEIGHT, theme, scale, paint)


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
    columns = 1 if count == 1 else 2
    rows = math.ceil(count / columns) or 1
    width = (_INNER - _GAP * (columns - 1)) / columns
    height = (bottom - top - _GAP * (rows - 1)) / rows
    places = (divmod(n, rows) for n in range(count))
    return [
        QRectF(_MARGIN + column * (width + _GAP), top + row * (height + _GAP), width, height)
        for column, row in places
    ]


def _paint_claim(
    painter: QPainter, claim: JudgedClaim, theme: Theme, box: QRectF, *, is_few: bool
) -> None:
    painter.setPen(QPen(QColor(theme.border), 1))
    painter.setBrush(QColor(theme.card))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), CARD_RADIUS, CARD_RADIUS)
    color = outcome_color(claim.outcome, theme)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(QRectF(box.left(), box.top() + 12, 4, box.height() - 24), 2, 2)
    paragraphs = _paragraphs(claim, theme, color)
    if is_few:
        paragraphs += _advice(claim, theme)
    most, gap = (_MOST_TYPE_OF_FEW, _PARAGRAPH_GAP) if is_few else (_MOST_TYPE, 0.0)
    width, height = box.width() - 2 * _INSET - 4, box.height() - 16
    top = box.top() + 8
    for text, space in _fit(paragraphs, width, height, most, gap):
        text.paint(painter, box.left() + _INSET + 4, top)
        top += text.height + space


_Paragraph = tuple[list[Span], float]
"""Spans, and how much larger than the evidence they are, in pixels."""


def _paragraphs(claim: JudgedClaim, theme: Theme, color: str) -> list[_Paragraph]:
    """Sentence, outcome, method and evidence."""
    of = f"  {board_text.source_text(claim)}"
    said = f"{outcome_symbol(claim.outcome)}  {board_text.verdict_text(claim)}"
    evidence = "  ·  ".join(board_text.evidence_lines(claim))
    return [
        ([Span(unbroken(claim.sentence), theme.text, MEDIUM), Span(of, theme.muted)], 1.5),
        ([Span(unbroken(said), color, SEMIBOLD)], 2.5),
        ([Span(unbroken(claim.method), theme.muted)], -0.5),
        ([Span(unbroken(evidence), theme.text)], 0.0),
    ]


def _advice(claim: JudgedClaim, theme: Theme) -> list[_Paragraph]:
    """The honest picture, and what to say in an interview."""
    return [
        ([Span(f"{title}: ", theme.muted), Span(unbroken(text), theme.text)], 0.0)
        for title, text in (
            ("The honest picture", claim.honest),
            ("In a system-design interview", claim.interview),
        )
    ]


def _fit(
    paragraphs: list[_Paragraph], width: float, height: float, most: float, gap: float
) -> list[tuple[TextLayout, float]]:
    """Each laid out, with the space below it: as large as the height allows, up to ``most``."""
    size = most
    while True:
        laid = [
            TextLayout(spans, size + more, width, smallest=size + more, line_height=1.27)
            for spans, more in paragraphs
        ]
        space = gap * size
        taken = sum(each.height for each in laid) + space * (len(laid) - 1)
        if size <= _LEAST_TYPE or taken <= height:
            return [(each, space) for each in laid]
        size -= 0.5
