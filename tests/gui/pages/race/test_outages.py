"""An outage on the race page: the headline follows at once, the strips name what is at fault."""

import msgspec
import pytest

from gui.window import MainWindow
from loadgen.model.frame import LANES, LaneFrame, LaneStatus, ServiceFrame
from loadgen.model.snapshot import Requests
from loadgen.race.lane_status import status_under_load
from loadgen.race.liveness import Liveness
from tests.support.fake_race_thread import FakeRaceThread, frame

pytestmark = pytest.mark.shared_window

SILENT = status_under_load(
    LaneStatus("running"), Liveness("unresponsive", "server", 1.0), "FastAPI"
)


def headline(window: MainWindow) -> str:
    return window.race.verdict.sentence.accessibleName()


def silent(status: LaneStatus) -> LaneFrame:
    return LaneFrame(status=status, requests=Requests(sent=74, ok=10, in_flight=64))


def test_the_headline_changes_with_the_frame_that_says_so_and_back(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    window.session.start()
    bridge.play(12.0)
    window.session.judge()
    bridge.frame.emit(frame(13.0))
    window.session.judge()
    assert window.session.verdict.throughput_ratio is not None
    bridge.frame.emit(frame(14.0, b=silent(SILENT)))
    assert headline(window).startswith("FastAPI has not responded for 1.0 s. Flask")
    assert window.race.strips["b"].text == "FastAPI server not responding for 1.0 s."
    longer = msgspec.structs.replace(SILENT, silent_s=1.5)
    bridge.frame.emit(frame(14.5, b=silent(longer)))
    assert window.session.verdict.sentence.startswith("FastAPI has not responded for 1.5 s.")
    bridge.frame.emit(frame(14.6))
    assert "not responded" not in headline(window)


def test_a_dead_service_is_named_on_both_strips(window: MainWindow, bridge: FakeRaceThread) -> None:
    window.session.start()
    bridge.play(3.0)
    down = ServiceFrame(
        state="failed", title="PostgreSQL 18.4", text="It stopped.", ended="SIGKILL"
    )
    failing = LaneFrame(status=LaneStatus("running"), requests=Requests(sent=10, ok=10))
    dead = frame(3.1, a=failing, b=failing)
    bridge.frame.emit(msgspec.structs.replace(dead, services={"database": down}))
    window.race.lanes.show_session()
    assert headline(window).startswith("PostgreSQL 18.4 is down (SIGKILL): neither")
    for id_ in LANES:
        strip, name = window.race.strips[id_], window.session.plan.name(id_)
        assert strip.text.startswith(f"{name} PostgreSQL 18.4 is down (SIGKILL).")
