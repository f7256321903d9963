"""The page sends bodies to servers without blocking the window, and says what went wrong."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.pages.validation.validation_page import ValidationPage
from gui.window import MainWindow
from loadgen.contract import drift_run, exchange
from loadgen.contract.bodies import BODIES, LARGEST, Body
from loadgen.contract.drift_run import DriftOutcome
from servers.catalog.drifts import Drift
from servers.catalog.server_variant import ServerVariant
from tests.gui.pages.validation.answering import APPLICATIONS, answer_at_once, hang, wait


def test_before_it_says_what_it_will_show(page: ValidationPage) -> None:
    assert page.about.text().startswith("Send the bodies: every application is started")
    assert not page.table.isVisible()
    assert page.buttons.send.isVisible()
    assert page.editor.geometry().top() > 0.7 * page.height()  # where it stays afterwards


def test_the_matrix_is_filled_and_a_cell_says_more(qtbot: QtBot, page: ValidationPage) -> None:
    page.buttons.send.click()
    assert page.buttons.cancel.isVisible()
    wait(qtbot, page)
    model = page.table.grid_model
    assert list(model.grid.columns) == ["FastAPI", "Flask"]  # whichever answered first
    assert model.rowCount() == len(BODIES)
    page.table.setCurrentIndex(model.index(0, 1))
    assert f"no {BODIES[0].title}" in page.details.toPlainText()
    for view in ("documents", "refusals", "drift", "cost"):
        page.show_view(view)
    assert "Lines of code" in model.grid.columns


def test_a_body_of_ones_own_is_sent_as_it_is(qtbot: QtBot, page: ValidationPage) -> None:
    page.editor.text.setFocus()
    QTest.keyClicks(page.editor.text, "t no JSON")  # t is a key of the window, too
    page.editor.send.click()
    wait(qtbot, page)
    assert [row.title for row in page.table.grid_model.grid.rows] == ["t no JSON"]
    page.buttons.send.click()
    wait(qtbot, page)
    rows = page.table.grid_model.grid.rows
    assert (rows[0].title, len(rows)) == ("t no JSON", len(BODIES) + 1)


def test_one_that_is_too_large_is_refused_with_the_limit(
    qtbot: QtBot, page: ValidationPage
) -> None:
    pasted = QMimeData()
    pasted.setText("x" * (LARGEST + 1))
    page.editor.text.insertFromMimeData(pasted)
    page.editor.send.click()
    assert page.notice.text == ("A body has 10,000,000 bytes at most, and this one has 10,000,001.")
    assert not page.contract.is_running
    QTest.keyClick(page.editor.text, Qt.Key.Key_Escape)
    assert page.editor.body.content == b""


def test_the_code_is_changed_and_a_cell_shows_the_lines(
    qtbot: QtBot, page: ValidationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run(
        variants: Sequence[ServerVariant],
        drifts: Sequence[Drift],
        on_done: Callable[[DriftOutcome], None],
    ) -> list[DriftOutcome]:
        renamed = DriftOutcome(APPLICATIONS[0], drifts[0], "-price\n+cost", refused=("a new item",))
        on_done(renamed)
        return [renamed, DriftOutcome(APPLICATIONS[1], drifts[0], failure="It ended.")]

    monkeypatch.setattr(drift_run, "run_drifts", run)
    page.show_view("drift")
    assert page.about.text().startswith("Make it drift: the code of every application")
    page.buttons.drift.click()
    wait(qtbot, page)
    model = page.table.grid_model
    assert [row.cells[0].text for row in model.grid.rows[:2]] == ["at the request", "It ended."]
    assert model.grid.rows[0].cells[1].text == "not tried"
    page.table.setCurrentIndex(model.index(0, 0))
    assert "-price\n+cost" in page.details.toPlainText()


def test_cancelled_what_came_is_shown(
    qtbot: QtBot, page: ValidationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "exchange_bodies", hang)
    page.buttons.send.click()
    qtbot.waitUntil(lambda: page.contract.matrix is not None)
    assert page.about.text() == "Sending bodies: 1 of 2 applications answered."
    page.show_view("documents")
    assert "stands here once they have answered" in page.details.toPlainText()
    page.buttons.cancel.click()
    wait(qtbot, page)
    assert "No application that answered serves a document" in page.details.toPlainText()
    page.show_view("refusals")
    assert "No application refused a body" in page.details.toPlainText()
    page.show_view("bodies")
    assert page.notice.text == "Cancelled: what came before is shown."
    assert page.table.grid_model.grid.columns == ("FastAPI",)


def test_a_run_that_is_cancelled_puts_back_what_was_whole(
    qtbot: QtBot, page: ValidationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.buttons.send.click()
    wait(qtbot, page)
    monkeypatch.setattr(exchange, "exchange_bodies", hang)
    page.contract.send_own(Body("mine", "", b"[]"))
    qtbot.waitUntil(lambda: page.table.grid_model.grid.columns == ("FastAPI",))
    page.buttons.cancel.click()
    wait(qtbot, page)
    grid = page.table.grid_model.grid
    assert (grid.columns, len(grid.rows)) == (("FastAPI", "Flask"), len(BODIES))
    monkeypatch.setattr(exchange, "exchange_bodies", answer_at_once)
    page.contract.send_own(Body("mine", "", b"[]"))  # was not sent to all of them
    wait(qtbot, page)
    assert page.table.grid_model.grid.rows[0].title == "mine"
    assert page.table.grid_model.rowCount() == len(BODIES) + 1


def test_a_body_of_ones_own_after_a_cancelled_run_asks_all_again(
    qtbot: QtBot, page: ValidationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "exchange_bodies", hang)
    page.buttons.send.click()
    qtbot.waitUntil(lambda: page.contract.matrix is not None)
    page.buttons.cancel.click()
    wait(qtbot, page)
    monkeypatch.setattr(exchange, "exchange_bodies", answer_at_once)
    page.contract.send_own(Body("mine", "", b"[]"))
    wait(qtbot, page)
    grid = page.table.grid_model.grid
    assert (grid.columns, len(grid.rows)) == (("FastAPI", "Flask"), len(BODIES) + 1)


def test_the_selected_body_stays_the_one_whose_refusals_are_shown(
    qtbot: QtBot, page: ValidationPage
) -> None:
    page.contract.send_own(Body("two\nlines", "", b"two\nlines"))
    wait(qtbot, page)
    page.buttons.send.click()
    wait(qtbot, page)
    table = page.table
    table.setCurrentIndex(table.grid_model.index(0, 0))
    for view in ("refusals", "bodies", "refusals"):
        page.show_view(view)
        if view == "refusals":
            assert page.details.toPlainText().startswith("two lines")
            table.setCurrentIndex(table.grid_model.index(1, 0))


def test_the_same_text_in_another_way_is_a_row_of_its_own(page: ValidationPage) -> None:
    page.editor.text.setPlainText("{}")
    assert page.editor.body.title == "{}"
    page.editor.type.picked.emit("text/plain")
    assert page.editor.body.title == "as plain text: {}"


def test_a_race_and_the_servers_of_the_page_do_not_run_together(
    qtbot: QtBot, page: ValidationPage, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "exchange_bodies", hang)
    page.buttons.send.click()
    window.session.start()
    wait(qtbot, page)
    assert page.notice.text == "A race was started: the other servers were stopped."
    page.contract.send_all()
    assert page.notice.text.startswith("A race is on: stop it first")
    assert not page.contract.is_running


def test_closing_the_window_ends_what_runs(
    qtbot: QtBot, page: ValidationPage, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "exchange_bodies", hang)
    page.buttons.send.click()
    window.close()
    assert not page.contract.is_running


def test_a_failure_is_said_in_place(
    qtbot: QtBot,
    page: ValidationPage,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def fail(*_: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(exchange, "exchange_bodies", fail)
    page.buttons.send.click()
    wait(qtbot, page)
    assert page.notice.text.startswith("It broke off: no more processes.")
    assert "OSError" in capsys.readouterr().err
