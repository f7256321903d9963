"""The page *Claims*: before a test, under test, decided, cancelled, failed, saved, opened."""

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from gui.pages.claims.claim_card import UNDER_TEST, UNTESTED
from gui.pages.claims.claims_page import ClaimsPage
from gui.pages.sweep.sweep_page import SweepPage
from gui.picture.board import encode_board_picture, render_board
from gui.session.last_document import write_last_document
from gui.session.other_work import ANOTHER_IS_ON
from gui.session.series_session import OVERTAKEN, RACE_IS_ON
from gui.style.outcomes import outcome_color, outcome_symbol
from gui.style.theme import LIGHT, THEMES, Theme, contrast
from gui.window import MainWindow
from loadgen.claims.board_document import BoardDocument, encode_board
from loadgen.claims.claim_list import CLAIMS
from loadgen.claims.finding import OUTCOMES
from tests.support.every_case import every_case
from tests.support.fake_board import FakeBoard, judgement
from tests.support.fake_race_thread import FakeRaceThread
from tests.support.image_colors import pixels_of

FIRST, SECOND = CLAIMS[:2]


pytestmark = pytest.mark.shared_window


@pytest.fixture
def page(
    window: MainWindow, bridge: FakeRaceThread, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ClaimsPage]:
    """Before the first test."""
    monkeypatch.setattr("loadgen.claims.board_run.BoardRun", FakeBoard)
    FakeBoard.reset()
    shown = window.page(ClaimsPage)
    shown.claims.forget()
    shown.claims.is_recalled = False
    window.rail.chosen.emit("claims")
    shown.choose(FIRST.key)
    shown.notice.clear()
    yield shown
    shown.claims.close()
    window.session.stop()
    bridge.ended.emit("")


def test_before_the_first_test_it_says_what_it_does(page: ClaimsPage) -> None:
    assert "put to the test on this machine" in page.about.text()
    assert [card.outcome.text() for card in page.cards.values()] == [UNTESTED] * len(CLAIMS)
    assert page.detail.honest.text() == FIRST.honest
    assert page.detail.interview.text() == FIRST.interview
    assert page.detail.empty.text() == "There is no evidence yet: put the claim to the test."
    assert not page.save.isVisible()
    assert not page.cancel.isVisible()


def test_a_card_is_put_to_the_test_and_shows_outcome_and_evidence(
    page: ClaimsPage, qtbot: QtBot
) -> None:
    card = page.cards[SECOND.key]
    card.test.click()
    qtbot.waitUntil(lambda: card.outcome.text() == UNDER_TEST)
    assert page.about.text() == f"1 of 1: {SECOND.title}; at most 1 min 30 s left."
    assert not any(each.test.isEnabled() for each in page.cards.values())
    assert page.detail.outcome.text() == UNDER_TEST
    assert page.detail.empty.text() == "There is no evidence yet: the test is on."
    FakeBoard.outcomes.put("in part")
    qtbot.waitUntil(lambda: not page.claims.is_running)
    assert card.outcome.text() == "holds in part: only while requests wait"
    assert card.symbol.text() == outcome_symbol("in part")
    assert [row.text.text() for row in page.detail.rows] == [
        "FastAPI over Flask: 12.3 times (11.9 to 12.8)",
        "Counted: 2 of 3",
    ]
    assert page.about.text() == "1 claim: 1 × holds in part. Not all claims were put to the test."


def test_all_are_put_to_the_test_and_cancelling_keeps_what_was_decided(
    page: ClaimsPage, qtbot: QtBot
) -> None:
    FakeBoard.outcomes.put("holds")
    page.all.click()
    qtbot.waitUntil(lambda: page.cards[SECOND.key].outcome.text() == UNDER_TEST)
    assert page.cards[FIRST.key].outcome.text() == "holds"
    page.cancel.click()
    qtbot.waitUntil(lambda: not page.claims.is_running)
    assert page.cards[FIRST.key].outcome.text() == "holds"
    assert page.cards[SECOND.key].outcome.text() == UNTESTED
    assert page.all.isVisible()


def test_a_board_that_was_not_saved_is_there_again(page: ClaimsPage, qtbot: QtBot) -> None:
    FakeBoard.outcomes.put("in part")
    page.cards[FIRST.key].test.click()
    qtbot.waitUntil(lambda: bool(page.claims.judged))
    qtbot.waitUntil(lambda: not page.claims.is_running)
    decided = page.claims.board().claims
    page.claims.forget()
    page.claims.recall()
    assert page.claims.board().claims == decided
    assert page.about.text().startswith(
        "Measured before Faceoff was started this time. 1 claim: 1 × holds in part."
    )


def test_a_board_of_another_machine_is_left_where_it_is(page: ClaimsPage) -> None:
    here = BoardDocument.of([judgement(FIRST)], complete=True)
    other = msgspec.structs.replace(here, environment={"cpu": "another"})
    write_last_document("claims", encode_board(other))
    page.claims.recall()
    assert not page.claims.judged
    assert not page.claims.is_recalled


def test_what_breaks_off_is_said_in_place(
    page: ClaimsPage, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    FakeBoard.outcomes.put(OSError("No more processes"))
    page.all.click()
    qtbot.waitUntil(lambda: not page.claims.is_running)
    assert "No more processes" in page.notice.text
    assert "OSError" in capsys.readouterr().err


def test_a_race_that_is_on_forbids_it_and_one_that_starts_ends_it(
    page: ClaimsPage, window: MainWindow, bridge: FakeRaceThread, qtbot: QtBot
) -> None:
    window.session.start()
    page.all.click()
    assert page.notice.text == RACE_IS_ON
    window.session.stop()
    bridge.ended.emit("")
    page.all.click()
    qtbot.waitUntil(lambda: page.claims.progress is not None)
    window.session.start()
    assert page.notice.text == OVERTAKEN
    qtbot.waitUntil(lambda: not page.claims.is_running)


def test_two_pages_do_not_measure_at_a_time(
    page: ClaimsPage, window: MainWindow, qtbot: QtBot
) -> None:
    page.all.click()
    qtbot.waitUntil(lambda: page.claims.progress is not None)
    sweep = window.page(SweepPage)
    sweep.controls.offer(window.session.plan)
    with qtbot.waitSignal(sweep.sweep.said) as said:
        sweep.controls.start.click()
    assert said.args == [ANOTHER_IS_ON, True]
    assert not sweep.sweep.is_running


def test_the_race_of_a_figure_is_opened_or_the_reason_is_said(
    page: ClaimsPage, qtbot: QtBot
) -> None:
    FakeBoard.outcomes.put("holds")
    page.cards[FIRST.key].test.click()
    qtbot.waitUntil(lambda: not page.claims.is_running)
    button = page.detail.rows[0].open
    assert button is not None
    button.click()
    assert "race-1" in page.notice.text
    assert page.detail.rows[1].open is None
    button.setFocus()
    page.refresh()
    assert page.detail.rows[0].open is button  # and it keeps the keyboard
    assert button.hasFocus()


def test_a_card_is_chosen_by_keyboard_and_by_a_click(page: ClaimsPage) -> None:
    card = page.cards[SECOND.key]
    card.title.setFocus()
    QTest.keyClick(card.title, Qt.Key.Key_Space)
    assert page.chosen == SECOND.key
    assert page.detail.method.text() == SECOND.method
    QTest.mouseClick(page.cards[FIRST.key].sentence, Qt.MouseButton.LeftButton)
    assert page.chosen == FIRST.key


def test_the_board_is_saved_in_each_form(page: ClaimsPage, qtbot: QtBot, tmp_path: Path) -> None:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    FakeBoard.outcomes.put("fails")
    page.cards[FIRST.key].test.click()
    qtbot.waitUntil(lambda: not page.claims.is_running)
    for suffix in (".png", ".json", ".csv", ".md"):
        page.save.click()
        (dialog,) = page.findChildren(QFileDialog)
        path = tmp_path / f"board{suffix}"
        with qtbot.waitSignal(page.saving.said):
            dialog.fileSelected.emit(str(path))
        dialog.close()
        qtbot.waitUntil(lambda: not page.findChildren(QFileDialog))
    assert json.loads((tmp_path / "board.json").read_bytes())["claims"][0]["outcome"] == "fails"
    assert "does not hold here" in (tmp_path / "board.md").read_text("utf-8")
    assert QImage(str(tmp_path / "board.png")).width() == 1920


@every_case("size", [(1024, 640), (1366, 768), (1920, 1080)])
def test_nothing_is_cut_at_any_size(
    page: ClaimsPage, window: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    FakeBoard.outcomes.put("undecided")
    page.cards[FIRST.key].test.click()
    qtbot.waitUntil(lambda: not page.claims.is_running)
    window.resize(*size)
    QApplication.processEvents()
    for card in page.cards.values():
        for label in (card.sentence, card.outcome):
            assert label.height() >= label.heightForWidth(label.width())
        assert card.test.geometry().right() < card.width()
        assert card.title.width() >= card.title.sizeHint().width()
    for area in (page.list, page.whole):
        inside = area.widget()
        assert inside is not None
        assert inside.minimumSizeHint().width() <= area.viewport().width()


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: str(theme.name))
def test_outcomes_can_be_read_and_told_apart_without_colour(theme: Theme) -> None:
    for outcome in OUTCOMES:
        assert contrast(outcome_color(outcome, theme), theme.card) >= 4.5
    assert len({outcome_symbol(each) for each in OUTCOMES}) == len(OUTCOMES)


@pytest.mark.parametrize("count", [0, 1, len(CLAIMS)])
def test_the_picture_takes_few_and_all_claims(qapp: QApplication, count: int) -> None:
    found = [judgement(each, "undecided") for each in CLAIMS[:count]]
    board = BoardDocument.of(found, complete=True)
    pictures = {encode_board_picture(board, theme=theme.name) for theme in THEMES}
    assert len(pictures) == len(THEMES)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_picture_of_few_claims_fills_its_page(qapp: QApplication, count: int) -> None:
    found = [judgement(each) for each in CLAIMS[:count]]
    image = render_board(BoardDocument.of(found, complete=True))
    text = pixels_of(image, LIGHT.text)[150:-60]  # between head and foot
    rows, columns = np.nonzero(text)
    assert columns.max() > 0.8 * image.width()
    assert 150 + rows.max() > 0.6 * image.height()
