"""The race page: the verdict, the charts, and why; above who races, beside the sliders."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gui.pages.code.code_page import CodeButton, CodeDrawer
from gui.pages.race.basis_switch import BasisSwitch
from gui.pages.race.chart_board import AXIS_WORDS, VIEWS, ChartBoard
from gui.pages.race.demonstration_line import DemonstrationLine
from gui.pages.race.footer_words import machine_use, show_footer
from gui.pages.race.lane_strips import LaneStrips
from gui.pages.race.lane_text import title_clauses
from gui.pages.race.live_updates import LiveUpdates
from gui.pages.race.note_control import NoteControl
from gui.pages.race.page_foot import PageFoot
from gui.pages.race.page_room import PageRoom
from gui.pages.race.panel_place import PanelPlace
from gui.pages.race.race_bar import RaceBar
from gui.pages.race.race_panel import RacePanel
from gui.pages.race.reference_control import ReferenceControl
from gui.pages.race.service_notice import ServiceNotice
from gui.pages.race.setting_picker import SettingPicker
from gui.pages.race.stage_head import StageHead
from gui.session.race_session import RaceSession
from gui.style.style import Style, Styled, in_a_row
from gui.widgets.footer import Footer
from gui.widgets.lane_strip import LaneStrip
from gui.widgets.notice import Notice
from gui.widgets.segmented import Segmented
from gui.widgets.verdict_line import VerdictLine
from loadgen.model.frame import LaneId
from loadgen.model.race_plan import RacePlan


class RacePage(Styled, QWidget):
    """Curves and text of the race that is shown; ``updates`` says when they are renewed."""

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        # Takes the keyboard from a field when somebody clicks beside it, and shows no ring.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.session = session
        self.bar = RaceBar(session, self)
        self.panel = RacePanel(session, self)
        self.head = StageHead(self)
        self.title = self.head.title
        self.picker = SettingPicker(self.panel)
        self.view = Segmented("View", VIEWS, self)
        self.view.show_pick("run")
        self.code = CodeDrawer(session, self)
        self._code_place = in_a_row(self.code)
        self.code_button = CodeButton()
        self.corner = in_a_row(self.code_button, self.view)
        self.verdict = VerdictLine(self.corner, self)
        self.demonstration = DemonstrationLine(session.demonstrations, self)
        self.board = ChartBoard(session, self)
        self.charts, self.rows = self.board.charts, self.board.rows
        self.interaction = self.board.interaction
        self.notes = NoteControl(session, self.board, self.say)
        self.reference = ReferenceControl(session, self.board.time_charts, self.verdict, self.say)
        self.basis = BasisSwitch(self.charts, self)
        self.lanes = LaneStrips(session, self)
        self.footer = Footer(self)
        self.notice = Notice(self)
        self._service_notice = ServiceNotice(session, self.notice)
        self.updates = LiveUpdates(
            self,
            draw=self._draw_live,
            show_words=self._show_words,
            judge=session.judge,
            catch_up=self._catch_up,
        )
        self._arrange()
        self._connect()
        self._show_plan()
        self._show_words()
        self.board.draw(self.session.timeline, self._plan)

    def _arrange(self) -> None:
        content = QFrame(self)
        content.setObjectName("content")
        self._column = column = QVBoxLayout(content)
        column.addWidget(self.head)
        column.addWidget(self.verdict)
        column.addWidget(self.demonstration)
        column.addWidget(self.board, 1)
        column.addWidget(self.lanes)
        column.addWidget(self._code_place)
        column.addWidget(self.footer)
        column.addWidget(self.notice)
        self.foot = PageFoot(column, self.head, self.footer, self.notice)
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(content, 1)
        beside.addWidget(self.panel)
        self.panel_place = PanelPlace(self, self.bar, self.panel, beside)
        self.room = PageRoom(
            page=self,
            column=column,
            board=self.board,
            panel_place=self.panel_place,
            bar=self.bar,
            code_button=self.code_button,
            demonstration=self.demonstration,
            verdict=self.verdict,
            lanes=self.lanes,
            code=self._code_place,
            others=(self.head, self.verdict, self.footer),
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addLayout(beside, 1)

    def _connect(self) -> None:
        session = self.session
        session.plan_changed.connect(self._show_plan)
        session.state_changed.connect(self._follow)
        session.framed.connect(self.updates.want_redraw)
        session.opener.grown.connect(self.board.show_result)
        session.opener.grown.connect(self._show_words)
        session.outage_changed.connect(self._show_words)
        session.selection.changed.connect(self._show_words)
        session.scenario_moved.connect(self.say)
        session.trouble.connect(partial(self.say, bad=True))
        self.notice.said.connect(self.foot.fit)
        self.notice.gone.connect(self.foot.fit)
        self.basis.picked.connect(session.set_basis)
        session.basis_changed.connect(self._show_basis)
        session.inside_changed.connect(self._make_room)
        session.demonstrations.changed.connect(self._show_demonstration)
        session.inside_changed.connect(self._show_fourth)
        self.picker.changed.connect(self._show_picked)
        self.view.picked.connect(self._look_back)
        self.interaction.zoom_changed.connect(self._show_view)
        self.board.enlarged_changed.connect(self._make_room)
        self.board.said.connect(self.say)
        self.board.unsaid.connect(self._take_back)
        self.code_button.toggled.connect(self._open_code)
        self.code.said.connect(self.say)
        self.notes.field.left.connect(self.setFocus)

    @property
    def strips(self) -> dict[LaneId, LaneStrip]:
        """The strips of both lanes."""
        return self.lanes.of

    @property
    def opening_keys(self) -> dict[str, Callable[[], object]]:
        """Those keys of ``race_keys`` that open something on the charts: these have to be shown."""
        return {**self.notes.keys, **self.board.focus.keys}

    @property
    def _plan(self) -> RacePlan:
        """That of the race that is shown; before the first one, what was chosen."""
        return self.session.shown if self.session.has_raced else self.session.plan

    @property
    def is_ticking(self) -> bool:
        """Whether anything is redrawn by itself."""
        return self.updates.is_ticking

    def show_code(self, wanted: bool) -> None:
        """The handlers under load, below the charts."""
        self.code_button.setChecked(wanted)

    def _open_code(self, wanted: bool) -> None:
        self.code.open(wanted)
        self._make_room()

    def _make_room(self) -> None:
        self.room.fit(self.look)

    def next_count(self) -> None:
        """One, two or four charts, in turns."""
        self.board.next_count()
        self._make_room()

    def next_charts(self) -> None:
        """The charts that have no place at present."""
        self.board.next_charts()
        self._make_room()

    def _show_fourth(self) -> None:
        """What was chosen for the fourth chart is to be seen."""
        self.board.show_chart(len(self.charts) - 1 if self.session.inside else 0)
        self._make_room()

    def _show_picked(self) -> None:
        """The setting that the arrows turn: large on stage, at the desk in the panel."""
        slider = self.picker.slider
        if self.look.stage:
            self.head.show_setting(self.picker.name, self.picker.value)
        elif slider is not None:
            if not self.panel.isVisible():
                self.panel_place.toggle()
            slider.track.setFocus()
            self.panel.ensureWidgetVisible(slider)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panel_place.place()
        self.room.set_spacing(self.look)
        self._make_room()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.updates.appear()

    def say(self, sentence: str, bad: bool = False) -> None:
        """One sentence in place."""
        self.notice.say(sentence, bad)

    def _take_back(self, sentence: str) -> None:
        """Hide the notice of what is no longer so."""
        if self.notice.text == sentence:
            self.notice.clear()

    def set_look(self, look: Style) -> None:
        self.board.set_look(look)
        self.room.set_spacing(look)
        if look.stage != self.look.stage:
            self.picker.drop()
        self.corner.setHidden(look.stage)
        self.head.setVisible(look.stage)
        super().set_look(look)
        self._show_basis()
        self.foot.set_stage(look.stage)
        self._make_room()

    def _show_plan(self) -> None:
        self.bar.show_plan()
        self.panel.show_plan()
        self._show_title()
        self._show_basis()
        self.board.show_result()
        if not self.session.has_raced:
            # All of it, the slow charts too: they name the lanes that were chosen.
            self.board.draw(self.session.timeline, self._plan)
            self._show_words()

    def _show_title(self) -> None:
        self.title.show_text("   ·   ".join(title_clauses(self._plan)))
        self.head.show_setting(self.picker.name, self.picker.value)

    def _show_basis(self) -> None:
        self.basis.show_basis(self.session.basis, self._plan, self.look.stage)

    def _follow(self) -> None:
        """The session is in another state."""
        state = self.session.state
        if state == "starting":
            self._show_basis()
            # The last minute was chosen to look at the race before.
            self.view.show_pick("run")
            self.board.start_again(self.session.timeline, self._plan)
            self.updates.restart()
        self.updates.follow(is_on=state != "idle")
        if state == "idle":
            self.board.draw(self.session.timeline, self._plan)
        self.board.show_result()
        self._show_words()

    def next_axis(self) -> None:
        """The charts' usual y axes, all logarithmic, all from zero, in turns."""
        self.say(AXIS_WORDS[self.board.next_axis()])

    def _show_demonstration(self) -> None:
        control = self.session.demonstrations
        self.board.set_expected(control.expected, control.source)
        self._make_room()

    def _show_view(self) -> None:
        """Of a span that was zoomed to, neither of the two views is shown."""
        if self.interaction.zoom is not None:
            self.view.show_none()
        else:
            self.view.show_pick("run" if self.board.view.window_s is None else "60")

    def _look_back(self, key: str) -> None:
        self.interaction.show_all()
        self.board.set_window(None if key == "run" else float(key))

    def _draw_live(self) -> None:
        self.board.draw_live(self.session.timeline, self._plan)

    def _catch_up(self) -> None:
        self.board.draw(self.session.timeline, self._plan)
        self._show_words()

    def _show_words(self) -> None:
        session = self.session
        self.bar.show_state()
        self.verdict.show_verdict(session.shown_verdict)
        self._show_title()
        self.lanes.show_session()
        plan, timeline = self._plan, session.timeline
        show_footer(self.footer, timeline, plan)
        self.head.machine.show_shares(*machine_use(timeline, plan))
