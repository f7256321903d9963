"""The why strip below the charts: what limits each lane, in one plain sentence."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.charts.limit_notice import is_bound, is_limited
from gui.pages.race.lane_text import lane_details, turn_words
from gui.session.race_session import RaceSession
from gui.widgets.lane_strip import LaneStrip
from loadgen.bottleneck.debounce import BottleneckDebounce
from loadgen.bottleneck.from_timeline import limits_now
from loadgen.bottleneck.rules import Bottleneck
from loadgen.model.frame import LANES, LaneId
from loadgen.race.lane_status import RESTART
from loadgen.verdict.outage_text import service_down


class LaneStrips(QWidget):
    """Both lanes' strips, side by side.

    While a lane races, its strip says what limits it in the last second; afterwards, what limited
    it in the part of the race that the verdict is of.
    """

    def __init__(self, session: RaceSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.of: dict[LaneId, LaneStrip] = {lane: LaneStrip(lane, self) for lane in LANES}
        self._watches = {lane: BottleneckDebounce() for lane in LANES}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        for lane, strip in self.of.items():
            row.addWidget(strip, 1)
            strip.restart_asked.connect(partial(session.restart, lane))
            strip.freeze_asked.connect(partial(session.freeze, lane))

    def show_session(self) -> None:
        """Show state and bottleneck of both lanes as they are now."""
        for lane in LANES:
            self._show(lane)

    def _show(self, lane: LaneId) -> None:
        session, strip = self._session, self.of[lane]
        plan = session.shown if session.has_raced else session.plan
        seen, name, choice = session.timeline.lane(lane), plan.name(lane), plan.lanes[lane]
        failed = seen.status.state == "failed"
        out = session.timeline.outages.lanes[lane].open
        strip.show_freeze(session.state == "racing" and not failed, session.can_freeze(lane))
        turn = turn_words(lane, session.turn, session.is_in_turns)
        if failed:
            # The name stands before it already.
            advice = f" {seen.status.advice}" if seen.status.advice and session.is_on else ""
            sentence = f"{seen.status.without_name}.{advice}"
            strip.show_failure(name, sentence, seen.status.last_lines)
        elif session.is_frozen(lane):
            strip.show_words(name, "frozen for a second.", "Which curve notices?")
        elif out is not None and out.kind == "service" and session.is_on:
            strip.show_words(name, f"{service_down(out)}.", "" if out.now else RESTART)
        elif seen.status.state in ("unresponsive", "failing"):
            strip.show_words(name, f"{seen.status.without_name}.")
        elif turn and seen.status.state == "ready":
            strip.show_words(
                name,
                f"{turn}.",
                "Its server is idle.",
                details=lane_details(session.timeline, lane),
            )
        elif seen.server is not None and seen.status.state == "running":
            found, contradiction = limits_now(session.timeline, plan, lane)
            shown = self._watches[lane].see(session.timeline.duration_s, found)
            self._show_limit(lane, name, shown, contradiction)
        elif not session.is_on and (limited := session.verdict.limit.get(lane)):
            self._show_limit(lane, name, limited)
        else:
            strip.show_words(name, "", choice.entry.teaches)

    def _show_limit(
        self, lane: LaneId, name: str, limit: Bottleneck, contradiction: str = ""
    ) -> None:
        details = lane_details(self._session.timeline, lane)
        # A generator that is the limit is said to be so already.
        caution = "" if limit.kind == "generator" else self._caution(lane)
        comment = contradiction or limit.detail
        brief = f"{limit.brief or limit.sentence}."
        self.of[lane].show_words(name, f"{limit.sentence}.", comment, caution, details, brief)

    def _caution(self, lane: LaneId) -> str:
        timeline = self._session.timeline
        return "generator-bound" if is_bound(timeline, lane) or is_limited(timeline, lane) else ""
