"""How much room the charts have on the page: how many are shown, and what is hidden for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from gui.pages.race.chart_board import ChartBoard
from gui.pages.race.panel_place import PanelPlace
from gui.style.style import Style
from gui.widgets.verdict_line import VerdictLine

_LOW = 640
"""Below this height there is no room to spare."""
_LEAST_FOUR, _DEMONSTRATION = 592, 44
"""A page that is lower has room for two charts; so much more is needed below two lines of text."""
_LEAST_FOUR_ON_STAGE = 560
_LEAST_CHART = 172
"""Lower than this, a chart's ticks and labels run into each other."""


@dataclass(frozen=True, slots=True)
class PageRoom:
    """``column`` holds the charts and what is above and below them.

    A chart on the whole page takes away ``bar``, ``lanes`` and ``code``; ``others`` take height
    beside them, and ``demonstration`` where it is shown.
    """

    page: QWidget
    column: QVBoxLayout
    board: ChartBoard
    panel_place: PanelPlace
    bar: QWidget
    code_button: QAbstractButton
    demonstration: QWidget
    verdict: VerdictLine
    lanes: QWidget
    code: QWidget
    others: Sequence[QWidget]

    def set_spacing(self, look: Style) -> None:
        """Closer together on stage and where it is low: the charts get what there is."""
        low = look.stage or self.page.height() < _LOW
        side = look.px(20)
        self.column.setContentsMargins(side, 4 if low else 14, side, 2 if low else 8)
        self.column.setSpacing(3 if low else 10)
        self.board.set_spacing(4 if low else 10)

    def fit(self, look: Style) -> None:
        """As many charts as are wanted, two where four do not fit, with the code or without."""
        enlarged = self.board.is_enlarged
        self.bar.setHidden(look.stage or enlarged)
        self.panel_place.set_hidden(look.stage or enlarged)
        self.lanes.setHidden(enlarged)
        # A place without its code would still have a gap above it.
        self.code.setHidden(enlarged or not self.code_button.isChecked())
        inside = (self.bar, self.demonstration, self.board.track, self.lanes, self.code)
        beside = (*inside, *self.others)
        taken = sum(each.sizeHint().height() + 10 for each in beside if not each.isHidden())
        row = self.board.rows.height_of_each(self.page.height() - taken - 22)
        tight = self.code_button.isChecked() and row < look.px(_LEAST_CHART)
        # By the height alone: no headline or failure of a race takes charts away or brings them.
        least = _LEAST_FOUR + (0 if self.demonstration.isHidden() else _DEMONSTRATION)
        too_low = self.page.height() < (_LEAST_FOUR_ON_STAGE if look.stage else least)
        self.board.show_at_most(2 if tight or too_low else len(self.board.charts))
        # The plots are to have 45 % of a stage, beside a demonstration's line and on a low one too.
        scarce = look.stage and (too_low or not self.demonstration.isHidden())
        self.verdict.set_compact(self.board.is_compact or scarce)
