"""One sentence in place, where another program would open a dialog."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from gui.style.icons import icon, icon_size
from gui.style.style import Style, Styled
from gui.style.theme import CONTROL
from gui.widgets.accessibility import announce

STAYS_MS = 12_000


class Notice(Styled, QFrame):
    """Says the last thing that was to be said, until it is closed; good news leaves by itself."""

    said = Signal()
    gone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._sentence = QLabel(self)
        self._sentence.setWordWrap(True)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._sentence.setAccessibleName("Notice")
        self.action = QPushButton(self)
        self.action.setObjectName("quiet")
        self.action.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.action.clicked.connect(self._act)
        self._close = QPushButton(self)
        self._close.setObjectName("quiet")
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.setAccessibleName("Close the notice")
        self._close.setToolTip("Close this notice.")
        self._close.clicked.connect(self.clear)
        self._do: Callable[[], object] | None = None
        self._leaves = QTimer(self, interval=STAYS_MS, singleShot=True)
        self._leaves.timeout.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 1, 4, 1)
        row.addWidget(self._sentence, 1)
        row.addWidget(self.action)
        row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now; "" when it is not there."""
        return self._sentence.text() if not self.isHidden() else ""

    @property
    def action_text(self) -> str:
        """What its button offers now; "" when there is none."""
        return self.action.text() if self.text else ""

    @property
    def leaves_by_itself(self) -> bool:
        """Whether it disappears after some seconds."""
        return self._leaves.isActive()

    def say(
        self,
        sentence: str,
        bad: bool = False,
        action: str = "",
        do: Callable[[], object] | None = None,
    ) -> None:
        """``action`` is the label of a button that does ``do``."""
        self._sentence.setText(sentence)
        self._sentence.setAccessibleDescription(sentence)
        self._do = do
        self.action.setText(action)
        self.action.setAccessibleName(action)
        self.action.setToolTip(f"{action}.")
        self.action.setVisible(bool(action))
        if self.property("bad") != bad:
            self.setProperty("bad", bad)
            for each in (self, self._sentence):
                each.style().unpolish(each)
                each.style().polish(each)
        self.show()
        announce(self._sentence, sentence, urgent=bad)
        if bad:
            self._leaves.stop()
        else:
            self._leaves.start()
        self.said.emit()

    def clear(self) -> None:
        """Hide it now, and signal that it has gone."""
        self._leaves.stop()
        self.hide()
        self.gone.emit()

    def set_look(self, look: Style) -> None:
        self._sentence.setFont(look.font(CONTROL))
        self._close.setIcon(icon("close", look.theme.muted, look.factor))
        self._close.setIconSize(icon_size(look.factor))
        super().set_look(look)

    def _act(self) -> None:
        if self._do is not None:
            self._do()
