"""A recorded race that is opened: its charts grow while it is read, and the window goes on."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.session import race_opener
from gui.session.last_race import keep_race
from gui.session.race_session import RaceSession
from gui.session.waiting_verdicts import READING
from gui.window import MainWindow
from loadgen.model.race_plan import RacePlan
from loadgen.recording.race_opening import RaceOpening
from tests.loadgen.recording.recorded import STOP, frames, write
from tests.support.fake_race_thread import FakeRaceThread


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """One frame in each turn of the event loop."""
    for name in ("FIRST_S", "SLICE_S", "SHOW_S"):
        monkeypatch.setattr(race_opener, name, 0.0)


@pytest.fixture
def session(qtbot: QtBot) -> RaceSession:
    return RaceSession(FakeRaceThread(), RacePlan.default())


def test_a_short_race_is_there_at_once(
    session: RaceSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(race_opener, "FIRST_S", 3600.0)  # however busy the machine is
    sent = frames(3.0)
    session.open_recorded(RaceOpening(write(tmp_path / "a.faceoff", sent)))
    assert session.opener.opening is None
    assert session.opened is not None
    assert len(session.opened.frames) == session.timeline.frames == len(sent)


@pytest.mark.usefixtures("slow")
def test_the_charts_grow_and_the_verdict_is_there_from_the_beginning(
    qtbot: QtBot, session: RaceSession, tmp_path: Path
) -> None:
    sent = frames(3.0)
    seen: list[tuple[int, float]] = []
    opening = RaceOpening(write(tmp_path / "a.faceoff", sent))
    session.opener.grown.connect(lambda: seen.append((session.timeline.frames, opening.share)))
    with qtbot.waitSignal(session.opener.opened):
        session.open_recorded(opening)
        assert session.verdict == STOP.verdict
        assert session.timeline.frames == 1
        session.judge()
        assert session.verdict == STOP.verdict
    assert [rows for rows, _ in seen] == list(range(1, len(sent) + 1))
    assert 0 < seen[0][1] <= seen[-1][1] <= 1
    assert session.timeline.phase == "ended"
    assert session.record().environment == STOP.environment


@pytest.mark.usefixtures("slow")
def test_a_race_that_was_cut_off_is_judged_at_its_end(
    qtbot: QtBot, session: RaceSession, tmp_path: Path
) -> None:
    with qtbot.waitSignal(session.opener.opened):
        session.open_recorded(RaceOpening(write(tmp_path / "a.faceoff", frames(12.0), stop=None)))
        assert session.verdict == READING
    assert session.verdict.kind != READING.kind


@pytest.mark.usefixtures("slow")
def test_another_race_ends_the_reading(qtbot: QtBot, session: RaceSession, tmp_path: Path) -> None:
    session.open_recorded(RaceOpening(write(tmp_path / "a.faceoff", frames(3.0))))
    longer = frames(4.0)
    session.open_recorded(RaceOpening(write(tmp_path / "b.faceoff", longer)))
    assert session.record().timeline.frames == len(longer)
    session.open_recorded(RaceOpening(write(tmp_path / "c.faceoff", longer)))
    session.start()
    assert session.opener.opening is None
    assert session.timeline.frames == 0
    assert not session.shows_recorded


@pytest.mark.usefixtures("slow")
def test_the_window_says_how_far_it_has_come(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    session, ribbon = window.session, window.race.board.ribbon
    opening = RaceOpening(write(tmp_path / "a.faceoff", frames(3.0)))
    totals: list[str] = []
    session.opener.grown.connect(lambda: totals.append(window.race.footer.totals.text()))
    with qtbot.waitSignal(session.opener.opened):
        session.open_recorded(opening)
        assert ribbon.text == f"Reading the recorded race: {100 * opening.share:.0f} %"
        window.desk.copy()
        assert "still being read" in window.race.notice.text
        assert keep_race(session) is None
    assert ribbon.text == ""
    assert len({*totals}) > len(totals) / 2, "the totals are those of what has been read"
    assert keep_race(session) is None
