"""What stands behind both servers, as the panel tells it."""

import pytest

from gui.window import MainWindow
from loadgen.model.frame import ServiceFrame
from tests.support.fake_race_thread import FakeRaceThread

pytestmark = pytest.mark.shared_window

READY = ServiceFrame(state="ready", title="PostgreSQL 18.0", text="PostgreSQL 18.0 · pid 7")


def test_a_scenario_that_needs_one_has_it_started_and_shown(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    section = window.race.panel.services
    assert section.isHidden()
    window.session.set_scenario("database")
    assert ("want", ("database",)) in bridge.commands
    assert not section.isHidden()
    bridge.services.emit({"database": ServiceFrame(text="PostgreSQL is starting.")})
    line = section.lines["database"]
    assert line.text == "PostgreSQL is starting."
    bridge.services.emit({"database": READY})
    assert line.text == "PostgreSQL 18.0"
    window.session.set_scenario("hello")
    assert section.isHidden()


def test_a_stand_in_says_why(window: MainWindow, bridge: FakeRaceThread) -> None:
    window.session.set_scenario("database")
    reason = "No space is left for PostgreSQL."
    bridge.services.emit(
        {"database": ServiceFrame(state="ready", title="SQLite", simulated=True, reason=reason)}
    )
    assert window.race.panel.services.lines["database"].text == f"SQLite. {reason}"


def test_one_that_failed_is_told_of_once_and_restarted(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    window.session.set_scenario("cache")
    text = "Valkey stopped (killed by SIGKILL)."
    failed = ServiceFrame(state="failed", title="Valkey", text=text)
    bridge.services.emit({"cache": failed})
    line = window.race.panel.services.lines["cache"]
    assert line.text == window.race.notice.text == text
    assert not line.restart.isHidden()
    line.restart.click()
    assert bridge.commands[-1] == ("restart_service", "cache")
    bridge.services.emit({"cache": ServiceFrame(text="Valkey is starting.")})
    assert line.restart.isHidden()


def test_its_processor_time_is_shown_during_a_race(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    window.session.set_scenario("database")
    busy = ServiceFrame(state="ready", title="PostgreSQL 18.0", cpu_percent=87.4)
    bridge.services.emit({"database": busy})
    assert window.race.panel.services.lines["database"].text == "PostgreSQL 18.0, CPU 87 %"


def test_on_stage_where_there_is_no_panel_the_notice_restarts_it(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    window.session.set_scenario("cache")
    window.set_stage(True)
    text = "Valkey stopped (killed by SIGKILL)."
    bridge.services.emit({"cache": ServiceFrame(state="failed", title="Valkey", text=text)})
    notice = window.race.notice
    assert (notice.text, notice.action_text) == (text, "Restart")
    assert not notice.leaves_by_itself
    notice.action.click()
    assert bridge.commands[-1] == ("restart_service", "cache")
    bridge.services.emit({"cache": ServiceFrame(text="Valkey is starting.")})
    assert notice.text == ""


def test_another_notice_is_not_taken_away_with_it(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    window.session.set_scenario("cache")
    bridge.services.emit({"cache": ServiceFrame(state="failed", title="Valkey", text="It died.")})
    window.race.say("The picture is saved.")
    bridge.services.emit({"cache": ServiceFrame(text="Valkey is starting.")})
    assert window.race.notice.text == "The picture is saved."


@pytest.mark.own_window
def test_its_button_comes_in_the_order_of_the_eye(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    window.session.set_scenario("database")
    panel = window.race.panel
    failed = ServiceFrame(state="failed", title="PostgreSQL", text="It died.")
    bridge.services.emit({"database": failed})
    restart = panel.services.lines["database"].restart
    assert restart.nextInFocusChain() is panel.sliders["delay_ms"].field
