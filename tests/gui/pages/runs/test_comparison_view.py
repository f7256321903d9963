"""Races that are chosen in the list are set against each other in the window."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.pages.file_dialog import FileDialog
from gui.pages.runs.comparison_forms import comparison_forms
from gui.pages.runs.comparison_view import ComparisonView
from gui.pages.runs.runs_page import RunsPage
from gui.session import race_opener
from gui.session.race_session import RaceSession
from gui.style.style import Style, apply_style
from gui.style.theme import DARK, LIGHT
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.recording.race_library import RaceLibrary
from loadgen.recording.race_writer import RaceWriter
from tests.loadgen.recording.recorded import STARTED_AT, STOP, frames, start
from tests.support.fake_race_thread import FakeRaceThread
from tests.support.image_colors import color_counts

pytestmark = pytest.mark.shared_window

THREADS = LaneChoice.of("flask", threads=64)


def record(library: RaceLibrary, minute: int, plan: RacePlan) -> None:
    library.folder.mkdir(parents=True, exist_ok=True)
    begin = msgspec.structs.replace(start(plan), started_at=STARTED_AT + timedelta(minutes=minute))
    writer = RaceWriter(library.new_path(begin), begin)
    for frame in frames(24.0):
        writer.add(frame)
    writer.stop(STOP)


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[RunsPage]:
    library, plan = RaceLibrary(tmp_path / "races"), RacePlan.default()
    record(library, 0, plan)
    record(library, 1, msgspec.structs.replace(plan, lanes=plan.lanes | {"a": THREADS}))
    record(library, 2, msgspec.structs.replace(plan, scenario="hello", parameters={}).checked())
    page = RunsPage(RaceSession(FakeRaceThread(), plan), library=library)
    page.set_look(Style(DARK))
    page.resize(1000, 700)
    qtbot.addWidget(page)
    page.show()
    yield page
    page.close()


def choose(page: RunsPage, *rows: int) -> None:
    selection = page.list.selectionModel()
    selection.clear()
    for row in rows:
        selection.select(page.list.runs.index(row), QItemSelectionModel.SelectionFlag.Select)


def compared(page: RunsPage, *rows: int) -> ComparisonView:
    choose(page, *rows)
    page.buttons.compare.click()
    view = page.comparison
    assert view is not None
    assert page.stack.currentWidget() is view
    return view


def test_one_race_cannot_be_compared_and_several_cannot_be_opened(page: RunsPage) -> None:
    choose(page, 0)
    assert not page.buttons.compare.isEnabled()
    assert page.buttons.open.isEnabled()
    choose(page, 0, 1)
    assert page.buttons.compare.isEnabled()
    assert not any(
        each.isEnabled() for each in (page.buttons.open, page.buttons.pin, page.buttons.delete)
    )


def test_what_differs_and_the_figures_are_shown(page: RunsPage) -> None:
    view = compared(page, 1, 2)
    text = view.text.toPlainText()
    assert "A: 27 Nov 2026 14:03:22" in text
    assert "B: 27 Nov 2026 14:04:22" in text
    assert "threads 4 → 64" in text
    assert "Throughput" in text
    assert "~" in text
    assert view.anyway.isHidden()
    assert [len(each) for each in (view.chart.before, view.chart.after)] == [2, 2]
    apply_style(view, Style(LIGHT))
    assert {LIGHT.lane("a"), LIGHT.lane("b")} <= color_counts(view.chart.grab().toImage()).keys()


def test_markdown_is_copied(page: RunsPage) -> None:
    compared(page, 1, 2).copy.click()
    assert "| | A | B | Change |" in QGuiApplication.clipboard().text()


def test_two_races_are_saved_as_a_picture_of_before_and_after(
    qtbot: QtBot, page: RunsPage, tmp_path: Path
) -> None:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    view = compared(page, 1, 2)
    view.save.click()
    (dialog,) = view.findChildren(FileDialog)
    filters = dialog.nameFilters()
    assert filters[0] == "Picture, before and after (*.png)"
    assert [each.rpartition("*")[2] for each in filters] == [
        *(".png)", ".svg)", ".pdf)", ".md)", ".json)"),
    ]
    dialog.selectFile(str(tmp_path / "strip.svg"))
    dialog.accept()
    qtbot.waitUntil(lambda: view.notice.text == f"Saved as {tmp_path / 'strip.svg'}.")
    assert "Flask threads 4 → 64" in (tmp_path / "strip.svg").read_text("utf-8")


def test_of_different_work_there_is_no_picture(page: RunsPage) -> None:
    view = compared(page, 0, 2)
    assert view.save.isHidden()
    view.anyway.click()
    assert view.comparison is not None
    assert [*comparison_forms(view.comparison, DARK)] == [".md", ".json"]


def test_different_work_is_refused_with_the_reason(page: RunsPage) -> None:
    view = compared(page, 0, 2)
    assert "did different work" in view.text.toPlainText()
    assert "Throughput" not in view.text.toPlainText()
    assert view.chart.isHidden()
    view.anyway.click()
    assert "Throughput" in view.text.toPlainText()
    assert view.anyway.isHidden()
    assert not view.chart.isHidden()


def test_escape_goes_back_to_the_list(page: RunsPage) -> None:
    view = compared(page, 1, 2)
    QTest.keyClick(view.text, Qt.Key.Key_Escape)
    assert page.stack.currentIndex() == 0
    assert page.list.hasFocus()


def test_three_plans_are_no_comparison(page: RunsPage) -> None:
    choose(page, 0, 1, 2)
    page.buttons.compare.click()
    assert "are of 3 plans" in page.notice.text()
    assert page.comparison is None


def test_a_file_that_has_gone_is_said(page: RunsPage, tmp_path: Path) -> None:
    for path in (tmp_path / "races").glob("*.faceoff"):
        path.unlink()
    choose(page, 0, 1)
    page.buttons.compare.click()
    assert "cannot be read: No such file" in page.notice.text()


def test_long_races_are_read_while_the_window_goes_on(
    qtbot: QtBot, page: RunsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FIRST_S", "SLICE_S", "SHOW_S"):
        monkeypatch.setattr(race_opener, name, 0.0)
    choose(page, 1, 2)
    page.buttons.compare.click()
    assert page.notice.text().startswith("Reading 2 races: ")
    qtbot.waitUntil(lambda: page.comparison is not None)
    assert page.notice.text() == ""
