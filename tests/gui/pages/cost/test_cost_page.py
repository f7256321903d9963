"""The page *Cost*: objective and price typed, a search that goes on, its formula, what is saved."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from gui.charts.objective_plot import objective_plot
from gui.pages.cost.cost_page import CostPage
from gui.pages.recorded_race import IS_ON
from gui.session.series_session import RACE_IS_ON
from gui.window import MainWindow
from loadgen.files.user_files import last_document_path
from loadgen.model.frame import LANES
from loadgen.objective.cost import Price
from loadgen.objective.cost_document import encode_cost
from loadgen.objective.cost_run import CostRun
from loadgen.objective.cost_text import HEADERS
from loadgen.objective.lane_rate import LaneRate, Probe
from loadgen.objective.objective import Judgement, Objective
from loadgen.objective.search_step import Step
from tests.support.every_case import every_case
from tests.support.fake_race_thread import FakeRaceThread
from tests.support.fake_search import FakeSearch
from tests.support.found_rates import FOUND, MET, NOT_MET, RUN, SLOW

pytestmark = pytest.mark.shared_window


@pytest.fixture
def page(
    window: MainWindow, bridge: FakeRaceThread, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CostPage]:
    """Before the first search."""
    monkeypatch.setattr("loadgen.objective.search.RateSearch", FakeSearch)
    FakeSearch.reset()
    shown = window.page(CostPage)
    shown.cost.run = None
    shown.cost.is_recalled, shown.cost.is_of_here = False, True
    shown.notice.clear()
    shown.controls.price.show_text("")
    shown.controls.failures.show_text("1")
    shown.controls.limit.show_value(100)
    shown.controls.used.set_value(50)
    window.rail.chosen.emit("cost")
    shown.refresh()
    yield shown
    shown.cost.close()
    window.session.stop()
    bridge.ended.emit("")


def named(race: str, judgement: Judgement) -> Probe:
    """A race of that name at 20/s."""
    return Probe(rate=20, servers=(judgement, judgement), race=race)


def test_before_the_first_search_it_says_what_it_does(page: CostPage) -> None:
    assert page.about.text().startswith("The highest arrival rate at which each server meets the")
    assert "price per hour ÷ (3,600 × requests per second × utilisation)" in page.about.text()
    assert not any(each.isVisible() for each in (page.results, page.races, page.save, page.cancel))


def test_objective_and_price_are_what_is_typed(page: CostPage, qtbot: QtBot) -> None:
    controls = page.controls
    controls.percentile.buttons[1].click()
    controls.limit.setText("250")
    controls.failures.setText("0.5")
    controls.price.setText("0.096 EUR 2026-11-01")
    page.start.click()
    qtbot.waitUntil(lambda: len(FakeSearch.made) == 1)
    objective = FakeSearch.made[0].objective
    assert objective == Objective(percentile="p90", limit_ms=250.0, failures=0.005)
    assert page.cost.run is not None
    assert page.cost.run.price == Price(0.096, "EUR", date(2026, 11, 1))
    assert not controls.limit.isEnabled()
    assert controls.price.isEnabled()
    controls.percentile.show_pick("p99")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("price", "0.096 EUR", "“0.096 EUR” is no price of an hour, in a currency, on a day"),
        ("failures", "60", "At most 0.01 to 50 % of the requests may fail, not “60”."),
        ("limit", "0", "Latency limit takes a whole number from 1 to 60,000 ms"),
    ],
)
def test_what_makes_no_sense_is_refused_in_place(
    page: CostPage, field: str, typed: str, sentence: str
) -> None:
    edit = getattr(page.controls, field)
    edit.setText(typed)
    edit.commit()
    assert page.notice.text.startswith(sentence)
    assert edit.is_refused
    page.start.setFocus()
    page.start.click()
    assert FakeSearch.made == []
    assert page.focusWidget() == edit  # to be put right there
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert not edit.is_refused
    assert page.notice.text == ""  # nothing is refused any more
    assert page.controls._grid.columnStretch(2) == int(page.controls._is_wide)


def test_the_search_says_where_it_is_and_cancel_keeps_what_was_found(
    page: CostPage, qtbot: QtBot
) -> None:
    FakeSearch.reports.put(Step("a", "search", 20, 65.0))
    FakeSearch.reports.put(NOT_MET)
    page.start.click()
    qtbot.waitUntil(lambda: page.about.text().startswith("Flask: racing at 20.0/s, 1 min 0"))
    qtbot.waitUntil(lambda: len(page.races.rows_model.rows) == 2)
    assert not page.results.isVisible()
    page.cancel.click()
    qtbot.waitUntil(lambda: not page.cost.is_running)
    assert page.found.text().startswith("Flask met p99 below 100 ms, at most 1 % failed at no rate")
    assert page.results.isVisible()


def test_rates_that_were_not_saved_are_there_again(page: CostPage, qtbot: QtBot) -> None:
    page.controls.price.setText("0.36 EUR 2026-11-01")
    FakeSearch.reports.put(FOUND)
    FakeSearch.reports.put(None)
    page.start.click()
    qtbot.waitUntil(lambda: FakeSearch.made != [] and not page.cost.is_running)
    price = page.controls.machine_price
    page.cost.run = None
    page.controls.price.show_text("")
    page._recall()  # as when the window is opened again
    assert page.cost.run is not None
    assert page.cost.run.lanes == {"b": FOUND}
    assert page.cost.run.price == page.controls.machine_price == price is not None
    assert page.about.text().startswith(
        "Measured before Faceoff was started this time. Flask (waitress"
    )


def test_rates_of_another_machine_say_so_and_are_saved_with_it(page: CostPage) -> None:
    path = last_document_path("cost")
    assert path is not None
    document = json.loads(encode_cost(RUN))
    document["environment"]["cpu"] = "another"
    path.write_text(json.dumps(document))
    page._recall()
    assert page.about.text().startswith("Measured before, on another machine or")
    assert page.cost.run is not None
    saved = json.loads(encode_cost(page.cost.run))
    assert saved["environment"]["cpu"] == "another"
    assert saved["written_at"] == document["written_at"]


def test_price_and_utilisation_change_the_cost_without_another_search(page: CostPage) -> None:
    page.cost.run = CostRun(RUN.plan, RUN.objective, {"b": FOUND})
    page.refresh()
    assert "500 ± 2 % CPU seconds for a million requests" in page.found.text()
    assert "÷ (3,600" not in page.found.text()
    page.controls.price.setText("0.36 EUR 2026-11-01")
    page.controls.price.commit()
    assert "0.36 EUR ÷ (3,600 × 1,270/s × 50 %) × 1,000,000 = 0.143 to 0.157 EUR" in (
        page.found.text()
    )
    page.controls.used.set_value(100)
    page.controls.used.changed.emit(100)
    assert "× 100 %) × 1,000,000 = 0.0714 to 0.0786 EUR" in page.found.text()


def test_a_race_that_is_on_is_not_disturbed(page: CostPage, window: MainWindow) -> None:
    window.session.start()
    page.start.click()
    assert page.notice.text == RACE_IS_ON
    assert FakeSearch.made == []


def test_a_race_of_the_search_opens(page: CostPage, window: MainWindow) -> None:
    page.cost.run = RUN
    page.refresh()
    page.races.selectRow(2)
    page.races.setFocus()
    QTest.keyClick(page.races, Qt.Key.Key_Return)
    assert "race-1000" in page.notice.text or "has been recorded" in page.notice.text
    window.session.start()
    QTest.keyClick(page.races, Qt.Key.Key_Return)
    assert page.notice.text == IS_ON


def test_a_point_opens_the_last_race_of_its_lane_at_its_rate(
    page: CostPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_race(_: object, name: str) -> str:
        opened.append(name)
        return ""

    monkeypatch.setattr("gui.pages.series_page.open_race", open_race)
    at_rate = {
        id_: LaneRate(lane=id_, searched=(named(f"{id_}1", SLOW), named(f"{id_}2", MET)))
        for id_ in LANES
    }
    page.cost.run = CostRun(RUN.plan, RUN.objective, at_rate)
    page.refresh()
    for lane in LANES:
        page.plot.opened.emit(20, lane)
    assert opened == ["a2", "b2"]


def test_it_is_saved_in_every_form(page: CostPage, qtbot: QtBot, tmp_path: Path) -> None:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    page.cost.run = RUN
    page.refresh()
    contents = {}
    for suffix in (".png", ".json", ".csv", ".md"):
        page.save.click()
        (dialog,) = page.findChildren(QFileDialog)
        path = tmp_path / f"cost{suffix}"
        dialog.fileSelected.emit(str(path))
        dialog.reject()
        dialog.setParent(None)
        qtbot.waitUntil(lambda saved=path: page.notice.text == f"Saved as {saved}.")  # type: ignore[misc]
        contents[suffix] = path.read_bytes()
    assert json.loads(contents[".json"])["results"]["b"]["sustained_per_s"] == 1273
    assert QImage.fromData(contents[".png"]).size().toTuple() == (1920, 1080)
    assert b"1,000,000 = 0.143 to 0.157 EUR" in contents[".md"]
    assert contents[".csv"].startswith(b"lane,stage,rate")


@every_case("size", [(1024, 640), (1366, 768), (1920, 1080)])
def test_it_fits(page: CostPage, window: MainWindow, size: tuple[int, int]) -> None:
    page.cost.run = RUN
    window.resize(*size)
    page.refresh()
    for _ in range(3):
        QApplication.processEvents()
    assert (window.width(), window.height()) == size
    assert page.plot.width() >= 700
    assert page.plot.height() >= 150
    for button in page.controls.percentile.buttons:
        assert button.width() >= button.sizeHint().width()


def test_headers_are_painted_in_the_size_by_which_their_columns_are_wide(page: CostPage) -> None:
    page.cost.run = RUN
    page.refresh()
    QApplication.processEvents()
    header = page.results.horizontalHeader()
    column = HEADERS.index("Slower")
    left, width = header.sectionViewportPosition(column), header.sectionSize(column)
    image = header.grab().toImage()
    background = image.pixel(left + 2, 2)
    rows = range(image.height())
    inked = [
        x for x in range(left, left + width) if any(image.pixel(x, y) != background for y in rows)
    ]
    assert 0 < inked[-1] - inked[0] <= header.fontMetrics().horizontalAdvance("Slower") + 1


def test_the_plot_has_the_percentile_the_limit_and_what_is_sustained() -> None:
    plot = objective_plot(RUN)
    flask, fastapi = plot.series
    assert flask.points == ()  # its queue grew: there is no interval
    assert [point.value for point in fastapi.points] == [1000, 1273, 1400, 2000]
    assert fastapi.points[0].y == pytest.approx(60)
    assert fastapi.points[0].text == "1,000/s: 60.0 ms, the objective holds"
    assert [(line.lane, line.text) for line in plot.lines] == [(None, "limit 100 ms")]
    (first, _), (last, _) = plot.lines[0].points
    assert first < 1000
    assert last > 2000  # across the plot
    assert [(mark.lane, mark.text) for mark in plot.marks] == [("b", "sustains 1,270/s")]
