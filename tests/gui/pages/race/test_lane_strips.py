"""The why strip: what limits each lane now, and afterwards what did."""

import signal

import msgspec
import pytest

from gui.window import MainWindow
from loadgen.model.frame import GeneratorSample, LaneFrame
from loadgen.model.snapshot import Requests
from loadgen.race.lane_status import server_ended
from servers.process.exit_outcome import Outcome
from tests.support.every_case import every_case
from tests.support.fake_race_thread import FakeRaceThread, frame, running, status

pytestmark = pytest.mark.shared_window

NOW = "4 of 4 threads busy, 60 waiting. Its ceiling is 4 ÷ 50 ms = 80/s."


def play(bridge: FakeRaceThread, window: MainWindow, seconds: float) -> None:
    """A race of so long, and its words shown."""
    window.session.start()
    bridge.play(seconds)
    window.race.lanes.show_session()


def test_while_it_races_each_lane_is_told_by_the_rules(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    play(bridge, window, 3.0)
    assert window.race.strips["a"].text == f"Flask {NOW}"
    assert window.race.strips["b"].text == (
        "FastAPI nothing here is the limit: each of 64 users waits 52.9 ms. CPU 20 %."
    )


def test_another_limit_is_told_when_it_has_lasted(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    play(bridge, window, 3.0)

    def calm(at_s: float) -> LaneFrame:
        lane = running("a", at_s)
        assert lane.server is not None
        server = msgspec.structs.replace(lane.server, busy=2, queued=0)
        return msgspec.structs.replace(lane, server=server)

    said = []
    for n in range(31, 60):
        bridge.frame.emit(frame(n / 10, a=calm(n / 10)))
        window.race.lanes.show_session()
        said.append(window.race.strips["a"].text.split()[1])
    # Half a second until most of the last second is of the new kind, and half a second more.
    assert said[:9] == ["4"] * 9
    assert said[12:] == ["nothing"] * (len(said) - 12)


def test_afterwards_it_is_that_of_the_verdict(window: MainWindow, bridge: FakeRaceThread) -> None:
    play(bridge, window, 5.0)
    stopped = LaneFrame(status=status("stopped"), requests=Requests(sent=1, ok=1))
    bridge.frame.emit(frame(5.1, "ended", a=stopped, b=stopped))
    bridge.ended.emit("")
    assert window.session.verdict.limit["a"].kind == "threads"
    assert window.race.strips["a"].text == f"Flask {NOW}"


@every_case(("in_flight", "contradicts"), [(64, False), (640, True)])
def test_a_contradiction_stands_beside_the_limit(
    window: MainWindow, bridge: FakeRaceThread, in_flight: int, contradicts: bool
) -> None:
    window.session.start()
    for n in range(1, 41):
        lane = running("b", n / 10)
        requests = msgspec.structs.replace(lane.requests, in_flight=in_flight)
        bridge.frame.emit(frame(n / 10, b=msgspec.structs.replace(lane, requests=requests)))
    window.race.lanes.show_session()
    text = window.race.strips["b"].text
    assert ("Little's law does not hold: 640 in flight" in text) is contradicts


@every_case("limited", [True, False])
def test_the_generator_is_blamed_once(
    window: MainWindow, bridge: FakeRaceThread, limited: bool
) -> None:
    window.session.start()
    for n in range(1, 61):
        lane = msgspec.structs.replace(
            running("b", n / 10),
            generator=GeneratorSample(99.0 if limited else 9.0, 1.0, 1.0, limited),
        )
        bridge.frame.emit(frame(n / 10, b=lane))
    window.race.lanes.show_session()
    text = window.race.strips["b"].text
    assert ("the load generator is the limit" in text) is limited
    assert "generator-bound" not in text


def test_what_does_not_fit_is_left_to_the_tooltip(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    play(bridge, window, 3.0)
    strip = window.race.strips["b"]
    told = []
    for width in range(1000, 300, -20):
        strip.resize(width, strip.height())
        told.append(" ".join(strip._fitting()).strip())
        left_out = told[-1] != told[0]
        assert ("each of 64 users waits 52.9 ms. CPU 20 %." in strip.toolTip()) is left_out
    whole = [each for each in told if not each.endswith("…")]
    assert whole == told[: len(whole)]
    assert list(dict.fromkeys(whole)) == [
        "nothing here is the limit: each of 64 users waits 52.9 ms. CPU 20 %.",
        "nothing here is the limit: each of 64 users waits 52.9 ms.",
        "nothing here is the limit.",
    ]


def test_advice_stands_there_while_it_can_be_acted_on(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    play(bridge, window, 3.0)
    killed = LaneFrame(status=server_ended(Outcome("crashed", -signal.SIGKILL), "Flask", ()))
    advice = "Restart it to go on."
    bridge.frame.emit(frame(3.1, a=killed))
    window.race.lanes.show_session()
    strip = window.race.strips["a"]
    assert strip.text == f"Flask server stopped (killed by SIGKILL). {advice}"
    assert advice not in window.session.verdict.sentence
    bridge.frame.emit(frame(3.2, "ended", a=killed))
    bridge.ended.emit("")
    assert strip.text == "Flask server stopped (killed by SIGKILL)."


def test_a_choice_that_moves_the_scenario_says_so(window: MainWindow) -> None:
    window.session.set_variant("a", "flask-manual")
    assert window.race.notice.text.startswith("Flask by hand does not serve “Wait on I/O”")
