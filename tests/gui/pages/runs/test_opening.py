"""Recorded races are opened and played from the page, and those that are on are said to be."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.pages.runs.runs_page import RunsPage
from gui.session.race_session import RaceSession
from loadgen.recording.race_library import RaceLibrary
from loadgen.recording.race_recording import RaceRecording
from loadgen.recording.race_writer import RaceWriter
from tests.loadgen.recording.recorded import STARTED_AT, STOP, start
from tests.support.fake_race_thread import FakeRaceThread


def test_an_opened_race_is_shown_as_it_was(page: RunsPage, session: RaceSession) -> None:
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert session.verdict == STOP.verdict
    assert session.plan.timeout_s == session.shown.timeout_s == 12
    assert session.timeline.started_at == STARTED_AT + timedelta(minutes=2)
    assert session.record().environment == STOP.environment
    session.start()
    assert session.opened is None
    assert session.timeline.duration_s == 0


def test_a_race_that_is_on_is_said_to_be_raced_until_its_end_is_written(
    qtbot: QtBot, page: RunsPage, tmp_path: Path
) -> None:
    page._watch.setInterval(5)
    begin = msgspec.structs.replace(start(), started_at=STARTED_AT + timedelta(hours=1))
    writer = RaceWriter(tmp_path / "races" / "on.faceoff", begin)
    page.refresh()
    assert page.list.selected is not None
    page.list.setCurrentIndex(page.list.runs.index(0))
    shown = page.list.runs.index(0).data()
    assert shown.endswith("27 Nov 2026 15:03 · 64 users, together. It is being raced now.")
    writer.stop(STOP)
    qtbot.waitUntil(lambda: page.list.entries[0].outcome == "B leads.")


def test_a_race_that_begins_and_ends_is_listed_at_once(
    qtbot: QtBot, page: RunsPage, session: RaceSession, tmp_path: Path
) -> None:
    library = RaceLibrary(tmp_path / "races")
    session.recording = RaceRecording(library, lambda problem: pytest.fail(problem))
    session.start()
    qtbot.waitUntil(lambda: library.entries()[0].is_being_raced)  # its first record is written
    bridge = session._bridge
    assert isinstance(bridge, FakeRaceThread)
    bridge.play(2.0)
    assert len(page.list.entries) == 4
    assert page.list.entries[0].is_being_raced
    page._watch.setInterval(5)
    bridge.ended.emit("")
    qtbot.waitUntil(lambda: not page.list.entries[0].is_being_raced)
    assert page.list.entries[0].outcome == session.verdict.sentence
    session.recording.close()


def test_no_race_is_opened_while_one_is_on(page: RunsPage, session: RaceSession) -> None:
    session.start()
    page.buttons.open.click()
    assert session.opened is None
    assert page.notice.text() == "A race is on: stop it before another is opened."


def test_the_race_of_this_window_is_opened_where_it_is_raced(
    qtbot: QtBot, page: RunsPage, session: RaceSession, tmp_path: Path
) -> None:
    library = RaceLibrary(tmp_path / "races")
    session.recording = RaceRecording(library, lambda problem: pytest.fail(problem))
    session.start()
    try:
        qtbot.waitUntil(lambda: any(each.is_being_raced for each in library.entries()))
        page.refresh()
        page.list.setCurrentIndex(page.list.runs.index(0))
        opened: list[bool] = []
        session.race_opened.connect(lambda: opened.append(True))
        page.buttons.open.click()
    finally:
        session.recording.close()
    assert opened == [True]
    assert session.replay is None


def test_play_plays_the_row_at_once(page: RunsPage, session: RaceSession) -> None:
    page.buttons.play.click()
    assert session.state == "starting"
    assert session.replay is not None
    assert session.replay.race.plan == session.shown
    assert session.replay.duration_s == pytest.approx(3.1)
    assert not session.replay.can_follow
    page.buttons.play.click()
    assert page.notice.text().startswith("A race is on")


def test_limits_are_typed_and_refused_out_of_range(page: RunsPage, tmp_path: Path) -> None:
    library = RaceLibrary(tmp_path / "races")
    assert page.limits.limits == library.limits
    page.limits.races.setText("200")
    page.limits.races.commit()
    assert library.limits.races == 200
    page.limits.mib.setText("0")
    page.limits.mib.commit()
    assert "10 to 1,000,000 MiB" in page.notice.text()
    assert library.limits.mib == 2_000


def test_a_file_that_has_gone_is_said(page: RunsPage, tmp_path: Path) -> None:
    for path in (tmp_path / "races").glob("*.faceoff"):
        path.unlink()
    page.buttons.open.click()
    assert "cannot be read: No such file" in page.notice.text()
