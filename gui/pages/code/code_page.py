"""The code under load: as a page of its own, and brief, below the charts of the race."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui.code_view.code_pair import CodeLegend, CodePair
from gui.session.race_session import RaceSession
from gui.style.style import Style, Styled
from gui.style.theme import PAGE_TITLE, SEMIBOLD, TITLE
from gui.widgets.notice import Notice
from gui.widgets.pick_button import PickButton
from gui.widgets.pick_menu import Pick
from servers.catalog.handler_source import choices
from servers.catalog.race_catalog import RACE_SCENARIOS

_PART_HINT = "Choose whose handlers are shown: a mix asks several."


class CodePart:
    """Which scenario's handlers are shown: the one that is raced, or the chosen one of a mix."""

    def __init__(self) -> None:
        self._chosen = ""

    def choose(self, key: str) -> None:
        """Show the part of that key from now on."""
        self._chosen = key

    def of(self, session: RaceSession) -> tuple[str, tuple[str, ...]]:
        """The key, and all that there are to choose from."""
        plan = session.plan
        keys = tuple(each.key for each in choices(plan.entry, plan.parameters))
        return (self._chosen if self._chosen in keys else keys[0]), keys


class CodePage(Styled, QWidget):
    """Both files in full, line for line; on top what is raced, and how it goes."""

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._session = session
        self._part = CodePart()
        self._shown = ""
        self._title = QLabel("The code under load", self)
        self._what = QLabel(self)
        self._what.setObjectName("muted")
        picks = [Pick(each.key, each.title, each.shows) for each in RACE_SCENARIOS]
        self.part = PickButton("Part of the mix", picks, _PART_HINT, self)
        self.code = CodePair(self)
        self.legend = CodeLegend(self)
        self.notice = Notice(self)
        self._arrange()
        self.part.picked.connect(self._choose)
        self.code.said.connect(self.notice.say)
        session.plan_changed.connect(self.show_plan)
        session.state_changed.connect(self.show_plan)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(18)
        head.addWidget(self._title)
        head.addWidget(self._what, 1)
        head.addWidget(self.part)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 14)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self.code, 1)
        column.addWidget(self.legend)
        column.addWidget(self.notice)

    def show_plan(self) -> None:
        """What is chosen now; nothing is read while nobody looks."""
        if not self.isVisible():
            return
        key, keys = self._part.of(self._session)
        plan = self._session.plan
        racing = "  ·  racing now" if self._session.is_on else ""
        self._what.setText(f"{plan.entry.title}{racing}")
        self.part.setVisible(len(keys) > 1)
        for each in RACE_SCENARIOS:
            self.part.offer(each.key, each.key in keys)
        self.part.show_pick(key)
        self.code.show_code(plan, key)
        self.legend.show_pair(self.code.pair)
        if key != self._shown:
            self._shown = key
            self._find_handler()

    def _find_handler(self) -> None:
        """Once the page has its size: before, there is nothing to scroll."""
        QTimer.singleShot(0, self, self.code.scroll_to_handler)

    def _choose(self, key: str) -> None:
        self._part.choose(key)
        self.show_plan()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_plan()

    def set_look(self, look: Style) -> None:
        self._title.setFont(look.font(PAGE_TITLE, SEMIBOLD))
        self._what.setFont(look.font(TITLE))
        super().set_look(look)
        self._find_handler()


class CodeDrawer(QFrame):
    """The handlers alone, below the charts; hidden until somebody asks.

    ``said`` is as in ``CodeCard``.
    """

    said = Signal(str, bool)

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.code = CodePair(self, brief=True)
        self.code.said.connect(self.said)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.code)
        session.plan_changed.connect(self.show_plan)
        self.hide()

    def show_plan(self) -> None:
        """What is chosen now; of a mix, what is asked for most."""
        if not self.isHidden():
            key, _ = CodePart().of(self._session)
            self.code.show_code(self._session.plan, key)

    def open(self, wanted: bool) -> None:
        """Show it, or put it away."""
        self.setVisible(wanted)
        self.show_plan()


class CodeButton(QPushButton):
    """Opens and closes the drawer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Code", parent)
        self.setObjectName("quiet")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Code below the charts")
        self.setToolTip("Show the handlers under load below the charts. (C)")
