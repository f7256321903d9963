"""The instrument in the panel: what sends, where it runs, and how fast it could be."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from pytestqt.qtbot import QtBot

from gui.pages.race.calibration_controller import days_ago
from gui.pages.race.instrument_section import InstrumentSection
from gui.pages.race.lane_text import instrument_words, lane_details
from gui.session.race_thread import RaceThread
from gui.window import MainWindow
from loadgen.model.frame import Pinned
from loadgen.model.race_plan import RacePlan
from tests.support.fake_race_thread import FakeCeilings, FakeRaceThread, SyntheticRace, ceiling
from tests.support.synthetic_lanes import FLASK, timeline

PLAN = RacePlan.default()


@pytest.fixture
def section(window: MainWindow) -> InstrumentSection:
    return window.race.panel.instrument


class TestSection:
    def test_it_is_folded_until_somebody_wants_it(self, section: InstrumentSection) -> None:
        assert not section.inside.isVisible()
        assert section.fold.brief == "Faceoff"
        section.fold.click()
        assert section.inside.isVisible()

    def test_folded_it_says_what_is_not_as_usual(
        self, window: MainWindow, section: InstrumentSection
    ) -> None:
        section.show_pinning("")
        section.client.buttons[1].click()
        section.pin.click()
        assert window.session.plan.client == "httpx-shared"
        assert window.session.plan.pinned
        assert section.fold.brief == "stock httpx, one client · pinned"

    def test_where_nothing_can_be_pinned_it_says_why(self, section: InstrumentSection) -> None:
        section.fold.click()
        section.show_pinning("This system does not let a program do so.")
        assert not section.pin.isEnabled()
        assert section.pin_trouble.isVisible()
        assert section.pin.toolTip() == section.pin_trouble.text()
        section.show_pinning("")
        assert section.pin.isEnabled()
        assert not section.pin_trouble.isVisible()

    def test_another_client_is_in_the_title_of_the_stage(
        self, window: MainWindow, section: InstrumentSection
    ) -> None:
        section.client.buttons[2].click()
        window.race._show_title()
        assert "sent by stock httpx, one client per user" in window.race.title.whole


class TestDesk:
    def test_calibrate_measures_and_tells(
        self, window: MainWindow, bridge: FakeRaceThread, section: InstrumentSection
    ) -> None:
        section.fold.click()
        assert section.ceiling.text() == "Its ceiling is not known yet."
        section.calibrate.click()
        assert bridge.verbs == ["calibrate"]
        assert not section.calibrate.isEnabled()
        assert "Measuring" in section.ceiling.text()
        bridge.ceilings.known = ceiling(95_000)  # type: ignore[attr-defined]
        bridge.calibrated.emit("")
        assert section.ceiling.text() == "Ceiling 95,000/s a generator, calibrated today."
        assert section.calibrate.isEnabled()

    def test_what_went_wrong_is_said_in_place(
        self, window: MainWindow, bridge: FakeRaceThread, section: InstrumentSection
    ) -> None:
        section.calibrate.click()
        bridge.calibrated.emit("The generator could not be calibrated: no more files.")
        assert window.race.notice.text.endswith("no more files.")

    def test_it_happens_by_itself_once_and_quietly(
        self, window: MainWindow, bridge: FakeRaceThread
    ) -> None:
        desk = window.calibration
        desk._by_itself.timeout.emit()
        assert bridge.verbs == ["calibrate"]
        bridge.calibrated.emit("The generator could not be calibrated: no more files.")
        assert window.race.notice.text == ""
        bridge.ceilings.known = ceiling(95_000)  # type: ignore[attr-defined]
        desk._by_itself.timeout.emit()
        assert bridge.verbs == ["calibrate"], "it is known now"

    def test_a_race_is_not_disturbed(
        self, window: MainWindow, bridge: FakeRaceThread, section: InstrumentSection
    ) -> None:
        window.session.start()
        assert not window.calibration._by_itself.isActive()
        assert not section.calibrate.isEnabled()
        bridge.ended.emit("")
        assert window.calibration._by_itself.isActive()
        assert section.calibrate.isEnabled()

    def test_when_it_was(self) -> None:
        today = date(2026, 11, 22)
        assert days_ago(datetime(2026, 11, 22, 8), today) == "today"
        assert days_ago(datetime(2026, 11, 21, 23), today) == "yesterday"
        assert days_ago(datetime(2026, 10, 1), today) == "on 2026-10-01"


class TestBridge:
    @pytest.fixture
    def ceilings(self) -> FakeCeilings:
        return FakeCeilings()

    @pytest.fixture
    def live(self, qtbot: QtBot, ceilings: FakeCeilings) -> Iterator[RaceThread]:
        made = RaceThread(SyntheticRace, ceilings=ceilings)
        yield made
        assert made.close()

    def test_it_measures_in_its_own_thread(
        self, qtbot: QtBot, live: RaceThread, ceilings: FakeCeilings
    ) -> None:
        with qtbot.waitSignal(live.calibrated) as heard:
            live.calibrate(PLAN)
        assert heard.args == [""]
        assert ceilings.known is not None

    def test_what_breaks_is_a_sentence(
        self, qtbot: QtBot, live: RaceThread, ceilings: FakeCeilings
    ) -> None:
        ceilings.trouble = "The generator could not be calibrated: nothing was answered."
        with qtbot.waitSignal(live.calibrated) as heard:
            live.calibrate(PLAN)
        assert heard.args == [ceilings.trouble]

    def test_a_race_does_not_wait_for_it(
        self, qtbot: QtBot, live: RaceThread, ceilings: FakeCeilings
    ) -> None:
        ceilings.endless = True
        said: list[str] = []
        live.calibrated.connect(said.append)
        live.calibrate(PLAN)
        qtbot.waitUntil(lambda: ceilings.measured == 1)
        with qtbot.waitSignal(live.frame):
            live.start(PLAN)
        qtbot.waitUntil(lambda: len(said) == 1)
        assert "A race was started meanwhile" in said[0]
        with qtbot.waitSignal(live.ended):
            live.stop()

    def test_the_window_may_close_meanwhile(
        self, qtbot: QtBot, live: RaceThread, ceilings: FakeCeilings
    ) -> None:
        ceilings.endless = True
        live.calibrate(PLAN)
        qtbot.waitUntil(lambda: ceilings.measured == 1)
        assert live.close()

    def test_a_race_is_told_what_is_known(
        self, qtbot: QtBot, live: RaceThread, ceilings: FakeCeilings
    ) -> None:
        races: list[SyntheticRace] = []

        def make(*known: object) -> SyntheticRace:
            races.append(SyntheticRace(*known))  # type: ignore[arg-type]
            return races[-1]

        live._factory = make
        with qtbot.waitSignal(live.frame):
            live.start(PLAN)
        known = races[0].known
        assert known is not None
        assert known.ceiling(PLAN) is None
        ceilings.known = ceiling(80_000)
        assert known.ceiling(PLAN) == 80_000
        live.freeze("b", 1.0)
        qtbot.waitUntil(lambda: races[0].freezes == ["b"])
        with qtbot.waitSignal(live.ended):
            live.stop()


def test_the_words_of_the_generators() -> None:
    run = timeline(2)
    assert instrument_words(run) == ("generators 31 % and 31 % CPU", "p99 1 ms late")
    assert lane_details(run, "a") == "The load generator 31 % CPU, p99 1 ms late."
    run = timeline(2, replace(FLASK, pinned=Pinned((1,), (0,))))
    assert instrument_words(run)[-1] == "pinned to cores"
    assert "Server on processor 1, generator on 0." in lane_details(run, "a")
