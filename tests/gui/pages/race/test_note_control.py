"""Notes are typed at a moment of a race, changed, deleted, taken back, and written in its file."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.picture.text import happened
from gui.session.race_notes import NOT_RECORDED
from gui.style.theme import LIGHT
from gui.window import MainWindow
from loadgen.recording.race_library import RaceLibrary
from loadgen.recording.race_opening import RaceOpening
from loadgen.recording.race_reader import read_race
from loadgen.recording.race_recording import RaceRecording
from tests.gui.keys import CONTROL, press
from tests.loadgen.recording.recorded import frames, write
from tests.support.fake_race_thread import FakeRaceThread

pytestmark = pytest.mark.shared_window

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> MainWindow:
    window.session.open_recorded(RaceOpening(write(tmp_path / "a.faceoff", frames(20.0))))
    qtbot.waitUntil(lambda: window.session.opened is not None)
    window.resize(1600, 900)
    qtbot.waitUntil(lambda: window.race.board.track._edges[1] > 1000)
    window.race.setFocus()
    return window


def texts(window: MainWindow) -> list[str]:
    return [note.text for note in window.session.timeline.notes]


def in_file(tmp_path: Path) -> list[str]:
    return [note.text for note in read_race(tmp_path / "a.faceoff").label.marks]


def write_note(window: MainWindow, text: str, at: float = 5.0) -> None:
    track = window.race.board.track
    place = QPoint(round(track.to_pixel(at)), track.height() - 3)
    QTest.mouseClick(track, Qt.MouseButton.LeftButton, pos=place)
    QTest.keyClicks(window.race.notes.field, text)
    QTest.keyClick(window.race.notes.field, ENTER)


def test_a_click_on_the_track_and_typing_marks_the_moment(
    opened: MainWindow, tmp_path: Path
) -> None:
    write_note(opened, "Space and T are letters here")
    race = opened.race
    (note,) = opened.session.timeline.notes
    assert note.kind == "note"
    assert note.at_s == pytest.approx(5.0, abs=0.1)
    assert opened.session.state == "idle"
    assert race.notes.field.isHidden()
    assert race.hasFocus()
    assert note.text in [event.text for event in race.board.track.shown]
    for chart in race.board.time_charts[:3]:
        assert chart._content is not None
        assert note.text in [event.text for event in chart._content.events]
    spans = happened(opened.session.record(), LIGHT, race.board.view)
    assert any("letters" in span.text for span in spans)
    assert in_file(tmp_path) == [note.text]


def test_a_note_is_changed_deleted_and_both_are_taken_back(
    qtbot: QtBot, opened: MainWindow, tmp_path: Path
) -> None:
    write_note(opened, "first")
    track, field = opened.race.board.track, opened.race.notes.field
    for text in ("second", ""):
        track.grab()
        box = next(box for event, box in track._written if event.kind == "note")
        QTest.mouseClick(track, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
        assert field.text() == texts(opened)[0]
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, text)
        QTest.keyClick(field, ENTER)
        assert texts(opened) == ([text] if text else [])
        assert in_file(tmp_path) == texts(opened)
    for expected in (["second"], ["first"], []):
        press(qtbot, opened, Qt.Key.Key_Z, CONTROL)
        assert texts(opened) == in_file(tmp_path) == expected
    press(qtbot, opened, Qt.Key.Key_Y, CONTROL)
    assert texts(opened) == in_file(tmp_path) == ["first"]


def test_the_key_and_the_right_button_write_at_a_moment_and_escape_writes_nothing(
    opened: MainWindow,
) -> None:
    race, field = opened.race, opened.race.notes.field
    race.interaction.pin(7.0)
    QTest.keyClick(race, Qt.Key.Key_A)
    assert field.accessibleName() == "Note at 7.0 s"
    QTest.keyClicks(field, "no")
    QTest.keyClick(field, ESCAPE)
    assert (texts(opened), field.isHidden()) == ([], True)
    assert race.interaction.overlay.pinned == 7.0
    chart = race.board.time_charts[0]
    plane = chart._plane
    at = QPoint(round(plane.to_x(12.0)), round(plane.area.center().y()))
    QTest.mouseClick(chart.viewport(), Qt.MouseButton.RightButton, pos=at)
    QTest.keyClicks(field, "yes")
    QTest.keyClick(field, ENTER)
    assert opened.session.timeline.notes[0].at_s == pytest.approx(12.0, abs=0.1)


@pytest.mark.own_window
def test_closing_the_window_loses_no_note_that_is_being_typed(
    opened: MainWindow, tmp_path: Path
) -> None:
    track = opened.race.board.track
    QTest.mouseClick(track, Qt.MouseButton.LeftButton, pos=QPoint(track.width() // 2, 3))
    QTest.keyClicks(opened.race.notes.field, "the last word")
    opened.close()
    assert in_file(tmp_path) == ["the last word"]


@pytest.mark.own_window
def test_a_live_race_has_its_notes_in_its_file(
    window: MainWindow, bridge: FakeRaceThread, tmp_path: Path
) -> None:
    library = RaceLibrary(tmp_path / "races")
    session = window.session
    session.recording = RaceRecording(library, pytest.fail)
    QTest.keyClick(window.race, Qt.Key.Key_A)
    assert window.race.notes.field.isHidden()
    session.start()
    bridge.play(3.0)
    QTest.keyClick(window.race, Qt.Key.Key_A)
    QTest.keyClicks(window.race.notes.field, "now")
    QTest.keyClick(window.race.notes.field, ENTER)
    bridge.play(1.0, 3.0)
    bridge.ended.emit("")
    write_note(window, "afterwards", 1.0)
    session.recording.close()
    (file,) = library.files()
    assert [note.text for note in read_race(file).label.marks] == ["afterwards", "now"]
    assert session.record().timeline.notes == read_race(file).label.marks


@pytest.mark.own_window
def test_a_note_of_a_race_that_is_not_recorded_says_so_once(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    said: list[str] = []
    window.session.trouble.connect(said.append)
    window.session.start()
    bridge.play(3.0)
    write_note(window, "first", 1.0)
    write_note(window, "second", 2.0)
    assert said == [NOT_RECORDED]
    bridge.ended.emit("")
    window.session.start()
    bridge.play(3.0)
    write_note(window, "of the next race", 1.0)
    assert said == [NOT_RECORDED] * 2
