"""The page *Sweep*: empty, sweeping, cancelled, gone on with, failed, saved; steps are opened."""

import json
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from gui.charts.chart_model import PaintStyle
from gui.charts.saturation_plots import latency_plot, throughput_plot
from gui.charts.value_plot import y_position
from gui.charts.value_plot_painting import plane_of, point_at
from gui.pages.recorded_race import IS_ON, NOT_RECORDED
from gui.pages.sweep.sweep_page import SweepPage
from gui.session.series_session import OVERTAKEN, RACE_IS_ON
from gui.session.sweep_session import SweepStep
from gui.session.window_settings import Settings
from gui.style.theme import DARK
from gui.window import MainWindow
from loadgen.files.user_files import last_document_path
from loadgen.model.race_plan import RacePlan
from loadgen.sweep.ladder import Ladder
from loadgen.sweep.quantity import USERS, find_quantity
from loadgen.sweep.sweep_run import SweepRun
from tests.support.every_case import every_case
from tests.support.fake_race_thread import FakeRaceThread
from tests.support.fake_sweep import FakeSweep
from tests.support.sweep_points import FASTAPI, FLASK, climb, point


def faster_alone(users: int) -> float:
    """Flask leads up to 8 users."""
    return 2 * FLASK(users)


POINTS = climb(faster_alone, FASTAPI)
RUN = SweepRun(RacePlan.default(), POINTS)


pytestmark = pytest.mark.shared_window


@pytest.fixture
def page(
    window: MainWindow, bridge: FakeRaceThread, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SweepPage]:
    """Before the first sweep of the default race."""
    monkeypatch.setattr("loadgen.sweep.sweep.Sweep", FakeSweep)
    FakeSweep.reset()
    shown = window.page(SweepPage)
    shown.sweep.run = shown.sweep.ladder = None
    shown.sweep.is_recalled = False
    window.session.set_plan(RacePlan.default())
    window.rail.chosen.emit("sweep")
    shown.refresh()
    shown.controls.choose("concurrency")
    yield shown
    shown.sweep.close()
    window.session.stop()
    bridge.ended.emit("")


def begin(page: SweepPage, qtbot: QtBot, *values: int) -> None:
    for value in values:
        FakeSweep.answers.put(point(value, faster_alone, FASTAPI))
    page.controls.start.click()
    qtbot.waitUntil(lambda: page.sweep.step is not None)
    qtbot.waitUntil(
        lambda: page.sweep.run is not None and len(page.sweep.run.points) == len(values)
    )


def test_before_the_first_sweep_it_says_what_it_does(page: SweepPage) -> None:
    assert page.about.text().startswith("A sweep races both servers at one value after the other")
    assert page.throughput.plot is not None
    assert page.throughput.plot.is_empty
    assert not any(each.isVisible() for each in (page.table, page.lead, page.save))
    assert not page.controls.cancel.isVisible()


def test_points_come_while_it_sweeps_with_the_time_that_is_left(
    page: SweepPage, qtbot: QtBot
) -> None:
    begin(page, qtbot, 1, 4)
    qtbot.waitUntil(lambda: page.sweep.step is not None and page.sweep.step.value == 16)
    assert page.about.text() == "Racing at 16 users; about 2 min 00 s left. 2 steps measured."
    assert page.table.rows_model.rows[1][:3] == ("4", "160/s ± 3 %", "80.0/s ± 3 %")
    model = page.table.rows_model
    assert model.rowCount() == 2
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    across, role = Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
    assert model.headerData(0, across, role) == left  # above cells at the left
    assert page.lead.text().startswith("Flask answers more from 1 user on")
    assert not page.controls.start.isVisible()
    assert not page.controls.budget.isEnabled()


def test_cancel_keeps_what_was_measured_and_it_goes_on_from_there(
    page: SweepPage, qtbot: QtBot
) -> None:
    begin(page, qtbot, 1, 4)
    page.controls.cancel.click()
    qtbot.waitUntil(lambda: not page.sweep.is_running)
    assert page.about.text().startswith("2 steps measured. Flask (waitress")
    assert page.controls.resume.isVisible()
    page.controls.budget.setText("20")
    page.controls.resume.click()
    qtbot.waitUntil(lambda: page.sweep.step is not None)
    assert page.sweep.step == SweepStep(16, 20.0)
    page.sweep.step = SweepStep(16, 0.0)
    page.show_progress()
    assert page.about.text().startswith("Racing at 16 users; this is the last step.")
    page.controls.budget.show_value(120)
    FakeSweep.answers.put(point(16, faster_alone, FASTAPI))
    qtbot.waitUntil(lambda: len(page.table.rows_model.rows) == 3)
    assert page.lead.text().startswith("FastAPI leads from about 8 users on")


def test_a_sweep_that_was_not_saved_is_there_again(page: SweepPage, qtbot: QtBot) -> None:
    begin(page, qtbot, 1, 4)
    page.sweep.close()  # as when the window closes
    measured = page.sweep.run
    page.sweep.run = page.sweep.ladder = None
    page.sweep.recall()
    assert measured is not None
    assert page.sweep.run is not None
    assert page.sweep.run.ordered == measured.ordered
    assert page.about.text().startswith(
        "Measured before Faceoff was started this time. 2 steps measured. Flask"
    )
    page.controls.resume.click()
    qtbot.waitUntil(lambda: page.sweep.step is not None and page.sweep.step.value == 16)
    assert not page.sweep.is_recalled


def test_a_broken_file_of_the_last_sweep_is_no_sweep(
    page: SweepPage, caplog: pytest.LogCaptureFixture
) -> None:
    path = last_document_path("sweep")
    assert path is not None
    path.write_text("{")
    page.sweep.recall()
    assert page.sweep.run is None
    assert "The last sweep cannot be shown" in caplog.text


def test_a_failure_is_said_in_place_and_what_was_measured_stays(
    page: SweepPage, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    begin(page, qtbot, 1)
    FakeSweep.answers.put(RuntimeError("no memory"))
    qtbot.waitUntil(lambda: not page.sweep.is_running)
    assert page.notice.text.startswith("It broke off: no memory.")
    assert len(page.table.rows_model.rows) == 1
    capsys.readouterr()  # the traceback


def test_a_race_that_is_on_is_not_disturbed_and_one_that_starts_ends_the_sweep(
    page: SweepPage, window: MainWindow, bridge: FakeRaceThread, qtbot: QtBot
) -> None:
    window.session.start()
    page.controls.start.click()
    assert page.notice.text == RACE_IS_ON
    assert FakeSweep.made == []
    window.session.stop()
    bridge.ended.emit("")
    begin(page, qtbot, 1)
    window.session.start()
    assert page.notice.text == OVERTAKEN
    qtbot.waitUntil(lambda: not page.sweep.is_running)


def test_what_can_be_swept_follows_the_race_and_is_chosen_with_its_end(
    page: SweepPage, window: MainWindow, qtbot: QtBot
) -> None:
    assert page.controls.over is not None
    assert "wait_ms" in page.controls.over.drop.entries  # type: ignore[attr-defined]
    page.controls.choose("threads")
    assert page.controls.most is not None
    page.controls.most.setText("600")
    page.controls.start.setFocus()
    page.controls.start.click()
    assert "1 to 512" in page.notice.text
    assert page.focusWidget() == page.controls.most  # to be put right there
    page.controls.most.setText("1")
    page.controls.start.setFocus()
    page.controls.start.click()
    assert page.notice.text == "The sweep begins at 1 thread: type a larger value to go up to."
    assert page.focusWidget() == page.controls.most
    page.controls.most.setText("64")
    page.controls.start.click()
    qtbot.waitUntil(lambda: len(FakeSweep.made) == 1)
    assert page.notice.text == ""  # what was refused is put right
    assert FakeSweep.made[0].ladder == Ladder.of(
        find_quantity(RacePlan.default(), "threads"), None, 64
    )
    page.sweep.close()
    window.session.set_scenario("hello")
    assert "wait_ms" not in page.controls.over.drop.entries  # type: ignore[attr-defined]
    assert "payload_bytes" in page.controls.over.drop.entries  # type: ignore[attr-defined]


def test_a_step_opens_as_the_race_it_was(page: SweepPage, window: MainWindow, qtbot: QtBot) -> None:
    begin(page, qtbot, 1)
    page.table.selectRow(0)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.notice.text == NOT_RECORDED
    window.session.start()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.notice.text == IS_ON


def test_it_is_saved_in_every_form(page: SweepPage, qtbot: QtBot, tmp_path: Path) -> None:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    begin(page, qtbot, 1, 4, 16)
    page.sweep.close()
    contents = {}
    for suffix in (".png", ".json", ".csv", ".md"):
        page.save.click()
        (dialog,) = page.findChildren(QFileDialog)
        path = tmp_path / f"sweep{suffix}"
        dialog.fileSelected.emit(str(path))
        dialog.reject()
        dialog.setParent(None)
        qtbot.waitUntil(path.is_file)
        qtbot.waitUntil(lambda saved=path: page.notice.text == f"Saved as {saved}.")  # type: ignore[misc]
        contents[suffix] = path.read_bytes()
    assert json.loads(contents[".json"])["saturation"]["a"]["knee_at"] == 4
    assert QImage.fromData(contents[".png"]).size().toTuple() == (1920, 1080)
    assert b"Flask, answers/s" in contents[".md"]
    assert contents[".csv"].startswith(b"concurrency,lane,figure")


@every_case("size", [(1024, 640), (1366, 768), (1920, 1080)])
def test_it_fits(page: SweepPage, window: MainWindow, size: tuple[int, int]) -> None:
    page.sweep.ladder, page.sweep.run = Ladder.of(USERS), RUN
    page.sweep._points = list(POINTS)
    window.resize(*size)
    page.refresh()
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    for plot in (page.throughput, page.latency):
        assert plot.width() >= 400
        assert plot.height() >= 220
    beside = page.table.mapTo(page, page.table.rect().topLeft()).x()
    assert (beside > 900) == (size[0] == 1920)


def test_the_plots_have_points_with_intervals_knees_and_bounds() -> None:
    plot = throughput_plot(RUN)
    flask, fastapi = plot.series
    assert [each.value for each in flask.points] == [1, 4, 6, 8, 11, 16]
    assert [each.value for each in fastapi.points] == [each.value for each in RUN.ordered]
    assert all(each.low < each.y < each.high for each in (*flask.points, *fastapi.points))
    assert [(each.lane, each.text) for each in plot.marks] == [
        ("a", "knee 4 users (N* 4.0)"),
        ("b", "knee 200 users (N* 200)"),
    ]
    assert plot.changes == ((6, 11),)
    first = plot.lines[0]
    assert first.points[0] == pytest.approx((1, 40))  # N / R1 of one user
    assert [each.label for each in latency_plot(RUN).series] == [
        "Flask p50",
        "Flask p99",
        "FastAPI p50",
        "FastAPI p99",
    ]


def test_a_point_without_an_interval_is_not_drawn() -> None:
    bare = point(4, FLASK, FASTAPI)
    run = SweepRun(RacePlan.default(), [bare, point(16, FLASK, FASTAPI)])
    del bare.figures["a"]["throughput_per_second"]  # type: ignore[attr-defined]
    assert [each.value for each in throughput_plot(run).series[0].points] == [16]


def test_the_pointer_finds_the_point_that_it_is_at() -> None:
    plot, rect = throughput_plot(RUN), QRectF(0, 0, 600, 400)
    plane = plane_of(rect, plot, PaintStyle(DARK))
    wanted = plot.series[1].points[5]
    x, y = plane.to_x(plot.position(wanted.value)), plane.to_y(y_position(wanted.y))
    assert point_at(plane, plot, QPointF(x + 3, y)) == (plot.series[1], wanted)
    assert point_at(plane, plot, QPointF(x + 40, y + 90)) is None
    assert wanted.text.startswith("16 users: 320/s")


@pytest.mark.process
def test_servers_of_a_sweep_end_with_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(FakeRaceThread(), Settings(), tmp_path / "settings.json")
    qtbot.addWidget(window)
    window.show()
    window.session.set_scenario("hello")
    window.rail.chosen.emit("sweep")
    page = window.page(SweepPage)
    page.controls.start.click()
    here = psutil.Process()
    qtbot.waitUntil(lambda: len(here.children(recursive=True)) >= 2)
    children = here.children(recursive=True)
    window.close()
    assert not page.sweep.is_running
    assert not any(each.is_running() for each in children)
