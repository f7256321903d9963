"""The page of recorded races: what it lists, and what its buttons do."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.pages.runs.run_list import details, heading
from gui.pages.runs.runs_page import RunsPage
from gui.session.race_session import RaceSession
from gui.window import MainWindow
from loadgen.recording.race_library import RaceLibrary
from loadgen.recording.records import Label
from tests.gui.pages.runs.filled_library import fill
from tests.support.fake_race_thread import FakeRaceThread


def test_the_newest_race_is_first_and_selected(page: RunsPage) -> None:
    entries = page.list.entries
    assert [entry.started_at.minute for entry in entries] == [5, 4, 3]
    assert page.list.selected == entries[0]
    assert details(entries[0]) == "27 Nov 2026 14:05 · 64 users, together · 3 s"
    assert entries[0].outcome == "B leads."
    assert page.grab().toImage().width() == 900


def test_the_search_shows_what_has_all_words(page: RunsPage) -> None:
    QTest.keyClicks(page.search, "flask 14:04")
    assert [entry.started_at.minute for entry in page.list.entries] == [4]
    page.search.setText("cache")
    assert page.list.entries == []
    assert page.notice.text() == "No recorded race has all of these words."
    assert not page.buttons.open.isEnabled()


def test_a_deleted_race_comes_back(page: RunsPage) -> None:
    assert page.buttons.undo.isHidden()
    first = page.list.selected
    page.buttons.delete.click()
    assert first not in page.list.entries
    assert len(page.list.entries) == 2
    page.buttons.undo.click()
    assert first in page.list.entries
    assert page.buttons.undo.isHidden()


def test_the_row_that_takes_the_place_of_a_deleted_one_is_selected(page: RunsPage) -> None:
    newest, middle, oldest = page.list.entries
    page.list.setCurrentIndex(page.list.runs.index(1))
    page.buttons.delete.click()
    assert page.list.selected == oldest
    page.buttons.delete.click()
    assert page.list.selected == newest
    page.buttons.undo.click()
    assert page.list.selected == oldest
    page.buttons.undo.click()
    assert page.list.selected == middle


def test_what_is_chosen_stays_chosen_when_the_list_is_read_again(page: RunsPage) -> None:
    page.list.selectAll()
    page.refresh()
    assert len(page.list.chosen) == 3
    assert page.buttons.compare.isEnabled()


def test_a_race_that_ends_leaves_the_label_that_is_typed(
    qtbot: QtBot, page: RunsPage, session: RaceSession
) -> None:
    session.start()
    page.label.title.setFocus()
    QTest.keyClicks(page.label.title, "Half a ti")
    bridge = session._bridge
    assert isinstance(bridge, FakeRaceThread)
    bridge.play(2.0)
    bridge.ended.emit("")
    assert page.label.title.text() == "Half a ti"


def test_a_race_is_pinned_and_unpinned(page: RunsPage) -> None:
    page.buttons.pin.click()
    assert page.list.selected is not None
    assert page.list.selected.label.pinned
    assert page.buttons.pin.text() == "Unpin"
    page.buttons.pin.click()
    assert not page.list.selected.label.pinned


def test_title_tags_and_notes_are_written_and_found(page: RunsPage) -> None:
    page.list.setCurrentIndex(page.list.runs.index(1))
    QTest.keyClicks(page.label.title, "Sixty-four threads")
    QTest.keyClick(page.label.title, Qt.Key.Key_Return)
    QTest.keyClicks(page.label.tags, "slides, berlin , slides")
    QTest.keyClick(page.label.tags, Qt.Key.Key_Return)
    QTest.keyClicks(page.label.notes, "the fan was loud")
    QTest.keyClick(page.label.notes, Qt.Key.Key_Return)
    assert page.list.hasFocus()
    assert page.list.selected is not None
    assert page.list.selected.started_at.minute == 4
    assert page.list.selected.label == Label(
        title="Sixty-four threads", tags=("slides", "berlin"), notes="the fan was loud"
    )
    page.search.setText("berlin fan sixty")
    assert [heading(entry) for entry in page.list.entries] == ["Sixty-four threads"]
    page.buttons.pin.click()
    assert page.list.selected.label.title == "Sixty-four threads"
    assert page.list.selected.label.pinned


def test_escape_restores_a_field(page: RunsPage) -> None:
    QTest.keyClicks(page.label.title, "Mistake")
    QTest.keyClick(page.label.title, Qt.Key.Key_Escape)
    assert page.label.title.text() == ""
    assert page.list.hasFocus()
    assert page.list.selected is not None
    assert page.list.selected.label == Label()


def test_the_list_has_the_keyboard_when_the_page_is_shown(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    fill(tmp_path / "races", 2)
    QTest.keyClick(window, Qt.Key.Key_4)
    page = window.page(RunsPage)
    qtbot.waitUntil(page.list.hasFocus)
    ring = page.list.grab().toImage().pixelColor(0, page.list.height() // 2)
    assert ring == QColor(window.look.focus)
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert page.list.selected == page.list.entries[1]
    QTest.keyClick(page.list, Qt.Key.Key_Space)
    assert window.session.is_on


def test_escape_in_a_field_comes_before_the_shortcut_of_the_window(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    fill(tmp_path / "races", 1)
    QTest.keyClick(window, Qt.Key.Key_4)
    page = window.page(RunsPage)
    page.label.title.setFocus()
    qtbot.waitUntil(page.label.title.hasFocus)
    QTest.keyClicks(page.label.title, "Mistake")
    QTest.keyClick(page.label.title, Qt.Key.Key_Escape)
    assert page.label.title.text() == ""
    assert page.list.hasFocus()


def test_a_label_belongs_to_the_race_it_was_written_on(page: RunsPage) -> None:
    page.label.notes.setFocus()
    QTest.keyClicks(page.label.notes, "of the newest")
    lower = page.list.visualRect(page.list.runs.index(2)).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=lower)
    assert [entry.label.notes for entry in page.list.entries] == ["of the newest", "", ""]
    assert page.list.selected == page.list.entries[2]
    assert page.label.notes.text() == ""


def test_a_label_that_cannot_be_written_is_said(page: RunsPage, tmp_path: Path) -> None:
    for path in (tmp_path / "races").glob("*.faceoff"):
        path.unlink()
    QTest.keyClicks(page.label.title, "Gone")
    QTest.keyClick(page.label.title, Qt.Key.Key_Return)
    assert "cannot be read: No such file" in page.notice.text()


def test_without_a_race_nothing_can_be_labelled(page: RunsPage) -> None:
    page.search.setText("cache")
    assert not page.label.title.isEnabled()
    assert page.label.title.text() == ""


def test_without_any_race_it_says_what_to_do(
    qtbot: QtBot, tmp_path: Path, session: RaceSession
) -> None:
    page = RunsPage(session, library=RaceLibrary(tmp_path / "none"))
    qtbot.addWidget(page)
    page.refresh()
    assert page.notice.text() == "No race is recorded yet: press Start on the race page."


def test_the_window_goes_to_the_race_that_was_opened(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    fill(tmp_path / "races", 1)
    QTest.keyClick(window, Qt.Key.Key_4)
    page = window.page(RunsPage)
    assert page.isVisible()
    assert len(page.list.entries) == 1
    page.buttons.open.click()
    assert window.race.isVisible()
    assert "B leads." in window.race.verdict.sentence.text()
