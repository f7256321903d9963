"""The objective, the price and how much of the machine is used."""

import math

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from gui.style.style import Style, Styled
from gui.style.theme import CONTROL, SMALL
from gui.widgets.labelled_slider import LabelledSlider
from gui.widgets.number_field import NumberField
from gui.widgets.pick_menu import Pick
from gui.widgets.segmented import Segmented
from gui.widgets.typed_field import TypedField
from loadgen.objective.cost import UTILISATION, Price, parse_price, price_text
from loadgen.objective.objective import PERCENTILES, Objective
from servers.catalog.parameter import Parameter

LIMIT = Parameter(
    key="limit",
    title="Latency limit",
    minimum=1,
    maximum=60_000,
    default=100,
    unit="ms",
    logarithmic=True,
    hint="The percentile of latency has to be below it.",
)
USED = Parameter(
    key="utilisation",
    title="Utilisation",
    minimum=1,
    maximum=100,
    default=round(100 * UTILISATION),
    unit="%",
    hint="How much of the sustained rate the machine is asked for on the average.",
)
_LEAST_FAILURES, _MOST_FAILURES = 0.01, 50.0
_FAILURES_HINT = "At most so many percent of the requests fail or are dropped, 0.01 to 50."
_WIDE = 1150
"""From this width on, all of it stands in one row."""
_PRICE_HINT = (
    "What an hour of a machine like this costs, its currency, and the day of the price, such as "
    "0.096 EUR 2026-11-01. Empty: CPU seconds alone."
)


class CostControls(Styled, QWidget):
    """``cost_changed`` comes when price or utilisation is another.

    ``refused`` brings a sentence about a field that cannot be read, "" once all can be.
    The objective counts at the next start.
    """

    cost_changed = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picks = [Pick(each, each, hint=f"Hold {each} below the limit.") for each in PERCENTILES]
        self.percentile = Segmented("Percentile", picks, self)
        self.percentile.show_pick("p99")
        self.percentile.picked.connect(self.percentile.show_pick)
        self.limit = NumberField(LIMIT, self)
        self.failures = TypedField("Failures in percent, typed", _FAILURES_HINT, _share, self)
        self.failures.setObjectName("number")
        self.failures.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.failures.setFixedWidth(66)
        self.failures.show_text("1")
        self.price = TypedField("Price of an hour, typed", _PRICE_HINT, _price_or_none, self)
        self.price.setPlaceholderText("0.096 EUR 2026-11-01")
        self.price.setMinimumWidth(190)
        self.used = LabelledSlider(USED, None, self)
        self._words = [
            QLabel(text, self)
            for text in ("Objective", "below", "ms, at most", "% failed", "Price of an hour")
        ]
        self._arrange()
        self.price.chosen.connect(self.cost_changed)
        self.used.changed.connect(lambda _: self.cost_changed.emit())
        self._is_refused = False
        for field in self._fields:
            field.refused.connect(self._tell)

    def _arrange(self) -> None:
        objective, below, failed, percent, price = self._words
        row = QHBoxLayout()
        row.setSpacing(8)
        for each in (objective, self.percentile, below, self.limit, failed, self.failures, percent):
            row.addWidget(each)
        row.addStretch(1)
        cost = QHBoxLayout()
        cost.setSpacing(8)
        cost.addWidget(price)
        cost.addWidget(self.price, 1)
        self._objective_row, self._cost_row = QWidget(self), QWidget(self)
        for holder, layout in ((self._objective_row, row), (self._cost_row, cost)):
            layout.setContentsMargins(0, 0, 0, 0)
            holder.setLayout(layout)
        self.percentile.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(6)
        self._place(wide=True)

    def _place(self, *, wide: bool) -> None:
        """In one row, or the objective above price and utilisation."""
        self._is_wide = wide
        below, first = (0, 1) if wide else (1, 0)
        self._grid.addWidget(self._objective_row, 0, 0, 1, 1 if wide else 2)
        self._grid.addWidget(self._cost_row, below, first)
        self._grid.addWidget(self.used, below, first + 1)
        for column in range(3):
            self._grid.setColumnStretch(column, int(first <= column < first + 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.size().width() >= _WIDE) != self._is_wide:
            self._place(wide=not self._is_wide)

    def minimumSizeHint(self) -> QSize:
        """As narrow as two rows allow."""
        least = self._objective_row.minimumSizeHint()
        return QSize(least.width(), super().minimumSizeHint().height())

    @property
    def objective(self) -> Objective | None:
        """What is to be met; None, after ``refused``, where a field cannot be read."""
        for field in self._fields:
            field.commit()  # a click on a button leaves the keyboard in the field
        if self.refused_field is not None:
            return None
        share = self.failures.value
        percentile = next(each for each in PERCENTILES if each == self.percentile.pick)
        return Objective(
            percentile=percentile,
            limit_ms=float(self.limit.value),
            failures=share if isinstance(share, float) else Objective().failures,
        )

    @property
    def refused_field(self) -> QLineEdit | None:
        """The first field that cannot be read."""
        return next((field for field in self._fields if field.is_refused), None)

    @property
    def machine_price(self) -> Price | None:
        """What was typed last and could be read; None without one."""
        return self.price.value if isinstance(self.price.value, Price) else None

    @property
    def utilisation(self) -> float:
        """Above 0, up to 1."""
        return self.used.value / 100

    def show_cost(self, price: Price | None, utilisation: float) -> None:
        """Show these in their fields; nothing is chosen by that."""
        self.price.show_text(price_text(price) if price else "")
        self.used.set_value(max(USED.minimum, round(100 * utilisation)))

    def show_running(self, running: bool) -> None:
        """The objective of a search that is on cannot be changed; its price can."""
        for each in (self.percentile, self.limit, self.failures):
            each.setEnabled(not running)

    @property
    def _fields(self) -> tuple[NumberField, TypedField, TypedField]:
        return self.limit, self.failures, self.price

    def _tell(self, sentence: str) -> None:
        """Say each refusal, and once that there is none any more."""
        is_refused = self.refused_field is not None
        if sentence or (self._is_refused and not is_refused):
            self.refused.emit(sentence)
        self._is_refused = is_refused

    def set_look(self, look: Style) -> None:
        for each in self._words:
            each.setFont(look.font(SMALL))
        for field in (self.price, self.failures):
            field.setFont(look.font(CONTROL))
        super().set_look(look)


def _share(text: str) -> float:
    """Percent as a share, 0..1; raises ValueError with the range."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not _LEAST_FAILURES <= value <= _MOST_FAILURES:
        raise ValueError(f"At most 0.01 to 50 % of the requests may fail, not “{text}”.")
    return value / 100


def _price_or_none(text: str) -> Price | None:
    return parse_price(text) if text.strip() else None
