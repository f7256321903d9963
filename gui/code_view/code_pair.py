"""Both lanes' code side by side: they scroll together, line for line."""

from functools import partial
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from gui.code_view.code_card import CodeCard
from gui.code_view.handler_analysis import KINDS
from gui.code_view.side_by_side import Code, Pair, pair
from gui.code_view.syntax_highlight import kind_colour
from gui.style.style import Style, Styled
from gui.style.text_layout import strong
from gui.style.theme import TICK
from loadgen.model.frame import LANES, LaneId
from loadgen.model.race_plan import LaneChoice, RacePlan
from servers.catalog.handler_source import source
from servers.catalog.scenarios import scenario
from servers.catalog.variants import variant

MOST_ROWS = 10
"""Of a brief pair, before it scrolls: the charts need their room."""


_AWAITS = "fastapi"
_TYPES = "Rest the pointer on a name for its type, where the code has one."


class CodePair(Styled, QWidget):
    """``brief`` shows the handlers alone. ``said`` is as in ``CodeCard``."""

    said = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None, *, brief: bool = False) -> None:
        super().__init__(parent)
        self._brief = brief
        self._shown: Pair | None = None
        self.cards: dict[LaneId, CodeCard] = {
            lane: CodeCard(lane, self, brief=brief) for lane in LANES
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        for card in self.cards.values():
            row.addWidget(card, 1)
            card.said.connect(self.said)
        self._couple()

    @property
    def pair(self) -> Pair | None:
        """What is shown; None before anything is."""
        return self._shown

    def show_code(self, plan: RacePlan, part: str) -> None:
        """The handlers that answer ``part``, the key of a scenario, in that plan's lanes."""
        left, right = (_code(plan.lanes[lane], part) for lane in LANES)
        found = pair(left, right, source(variant(_AWAITS), part))
        self._shown = found.cut() if self._brief else found
        for lane, side in zip(LANES, self._shown.sides, strict=True):
            self.cards[lane].show_side(side, plan.name(lane), plan.lanes[lane].entry.teaches)
        self._even_out()
        if self._brief:
            self._fit()

    def scroll_to_handler(self) -> None:
        """The handlers in sight, with a little of what stands above them."""
        if self._shown is not None:
            first = max(0, self._shown.handler.start - 2)
            self.cards["a"].view.verticalScrollBar().setValue(first)

    def set_look(self, look: Style) -> None:
        for card in self.cards.values():
            card.set_look(look)
            card.view.set_look(look)
        super().set_look(look)
        if self._brief:
            self._fit()

    def _fit(self) -> None:
        rows = min(MOST_ROWS, max(1, len(self._shown.handler) if self._shown else 1))
        for card in self.cards.values():
            bar = card.view.horizontalScrollBar().sizeHint().height()
            card.view.setFixedHeight(card.view.height_of(rows) + bar)

    def _couple(self) -> None:
        views = [card.view for card in self.cards.values()]
        for mine, yours in (views, reversed(views)):
            mine.verticalScrollBar().valueChanged.connect(yours.verticalScrollBar().setValue)
        for view in views:
            view.horizontalScrollBar().rangeChanged.connect(partial(self._even_out))

    def _even_out(self, *_: int) -> None:
        """A scroll bar below one alone would put its last line higher than the other's."""
        bars = [card.view.horizontalScrollBar() for card in self.cards.values()]
        policies = Qt.ScrollBarPolicy
        needed = any(bar.maximum() > 0 for bar in bars)
        policy = policies.ScrollBarAlwaysOn if needed else policies.ScrollBarAlwaysOff
        for card in self.cards.values():
            card.view.setHorizontalScrollBarPolicy(policy)


class CodeLegend(Styled, QLabel):
    """What the marks that are shown mean, in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("What the marks mean")
        self._pair: Pair | None = None

    def show_pair(self, shown: Pair | None) -> None:
        """Explain the marks that occur in this pair of files."""
        self._pair = shown
        self._show()

    def set_look(self, look: Style) -> None:
        self.setFont(look.font(TICK))
        super().set_look(look)
        self._show()

    def _show(self) -> None:
        theme = self.look.theme
        present = self._pair.left.kinds | self._pair.right.kinds if self._pair else frozenset()
        parts = [
            strong(kind, kind_colour(kind, theme))
            + f'<span style="color:{theme.muted}">&nbsp;&nbsp;{_whole(words)}</span>'
            for kind, words in KINDS.items()
            if kind in present
        ]
        types = _whole(_TYPES)
        parts.append(f'<span style="color:{theme.muted}">{types}</span>')
        self.setText(" &nbsp;&nbsp;&nbsp;&nbsp; ".join(parts))


def _code(choice: LaneChoice, part: str) -> Code:
    entry = choice.entry
    without = f"{entry.title} has no handler for “{scenario(part).title}”."
    path = source(entry, part, choice.settings)
    return Code(path, without, greenlets=entry.server.uses_greenlets)


def _whole(words: str) -> str:
    """Never broken in the middle."""
    return escape(words).replace(" ", "&nbsp;")
