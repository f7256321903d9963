"""The picture is taken away without a dialog that interrupts; what went wrong is told in place."""

import json
import secrets
import time
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from gui.pages.race.save_dialog import SaveDialog
from gui.picture.export_list import ALL_EXPORTERS
from gui.picture.saver import MARKDOWN
from gui.picture.strip_text import NO_RACE_BEFORE
from gui.session.window_settings import Settings
from gui.window import MainWindow
from loadgen.export.exporters import EXPORTERS, Exporter, ExportError, ExportOptions
from loadgen.files.atomic_write import WriteError, write_atomically
from loadgen.report.html_report import HTML
from tests.support.best_of import best_of
from tests.support.every_case import every_case
from tests.support.fake_race_thread import FakeRaceThread

pytestmark = pytest.mark.shared_window

OPTIONS = ExportOptions()
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def raced(window: MainWindow, bridge: FakeRaceThread) -> MainWindow:
    window.session.start()
    bridge.play(4)
    return window


def saved(window: MainWindow) -> list[Path]:
    folder = window.desk.folder
    assert folder is not None
    return sorted(folder.glob("*.png"))


def test_ctrl_s_saves_it_with_a_telling_name(qtbot: QtBot, raced: MainWindow) -> None:
    QTest.keyClick(raced, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: len(saved(raced)) == 1)
    QTest.keyClick(raced, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: "-2.png" in raced.race.notice.text)
    second, first = saved(raced)
    started = raced.session.timeline.started_at
    assert first.name == f"faceoff_flask-vs-fastapi_wait_{started:%Y-%m-%d_%H-%M-%S}.png"
    assert second.name == first.name.replace(".png", "-2.png")
    image = QImage(str(first))
    assert (image.width(), image.height()) == (1920, 1080)


def test_it_is_light_or_dark_as_chosen_and_as_large(qtbot: QtBot, raced: MainWindow) -> None:
    picture, seen = raced.race.bar.picture, set[Path]()
    for choice, dark, scale in (("window", True, 2), ("light", False, 1), ("dark", True, 1)):
        picture.theme_choice = choice
        picture.save_asked.emit(scale)
        qtbot.waitUntil(lambda: len(saved(raced)) > len(seen))
        (path,) = set(saved(raced)) - seen
        seen.add(path)
        image = QImage(str(path))
        assert image.width() == 1920 * scale
        assert (image.pixelColor(2, 2).lightness() < 128) is dark, choice


@pytest.mark.own_window
def test_the_folder_is_shown_on_demand(
    qtbot: QtBot, raced: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    raced.desk.save()
    qtbot.waitUntil(raced.race.notice.action.isVisible)
    raced.race.notice.action.click()
    assert opened == [str(raced.desk.folder)]


def test_ctrl_c_copies_it(qtbot: QtBot, raced: MainWindow) -> None:
    QTest.keyClick(raced, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().image().width() == 3840
    assert "clipboard" in raced.race.notice.text


def test_an_unwritable_place_is_told_in_place(
    qtbot: QtBot, raced: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("here is no folder")
    raced.desk.folder = tmp_path / "file"
    raced.desk.save()
    qtbot.waitUntil(lambda: "could not be written" in raced.race.notice.text)
    assert "Save as…" in raced.race.notice.text
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.own_window
def test_before_a_race_it_says_what_to_do(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_S, CTRL)
    assert "press Start" in window.race.notice.text
    assert saved(window) == []


def test_save_as_does_not_stop_the_race(
    qtbot: QtBot, raced: MainWindow, bridge: FakeRaceThread, tmp_path: Path
) -> None:
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    raced.race.bar.picture.save_as_asked.emit()
    (dialog,) = raced.findChildren(QFileDialog)
    assert not dialog.isModal()
    bridge.play(1, first_s=4)
    assert raced.session.timeline.duration_s == pytest.approx(5)
    chosen = tmp_path / "elsewhere.png"
    dialog.fileSelected.emit(str(chosen))
    dialog.close()
    qtbot.waitUntil(chosen.exists)


@every_case("exporter", [*EXPORTERS, HTML], ids=lambda each: each.suffix)
def test_save_as_writes_what_the_command_line_writes(
    qtbot: QtBot,
    raced: MainWindow,
    tmp_path: Path,
    exporter: Exporter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The race inside a report has a random identity.
    monkeypatch.setattr(secrets, "token_hex", lambda length: "0" * 2 * length)
    path, expected = tmp_path / f"race{exporter.suffix}", tmp_path / "expected"
    expected.mkdir(exist_ok=True)
    exporter.write(expected / path.name, raced.session.record(), OPTIONS)
    raced.desk.save_as()
    (dialog,) = raced.findChildren(SaveDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    dialog.setParent(None)
    qtbot.waitUntil(lambda: raced.race.notice.text == f"The {exporter.title} is saved: {path}")
    for file in exporter.paths(expected / path.name):
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()


@every_case("suffix", [each.suffix for each in ALL_EXPORTERS])
def test_save_as_refuses_as_the_command_line_does(
    qtbot: QtBot, raced: MainWindow, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / "nowhere" / f"race{suffix}"
    with pytest.raises(WriteError) as refusal:
        write_atomically(path, b"")
    raced.desk.save_as()
    (dialog,) = raced.findChildren(SaveDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    dialog.setParent(None)
    qtbot.waitUntil(lambda: raced.race.notice.text.startswith(str(refusal.value)))
    assert list(tmp_path.glob("**/race*")) == []


def test_a_form_that_cannot_be_made_says_why(
    qtbot: QtBot, raced: MainWindow, tmp_path: Path
) -> None:
    def fail(*_: object) -> bytes:
        raise ExportError("This form needs a library that is not here.")

    raced.desk.saver.export(raced.session.record(), Exporter(".x", "x", fail), tmp_path / "race.x")
    qtbot.waitUntil(lambda: raced.race.notice.text.startswith("This form needs a library"))


def test_saving_holds_the_window_up_for_a_moment_only(qtbot: QtBot, raced: MainWindow) -> None:
    def longest_gap() -> float:
        ticks, watch = [time.monotonic()], QObject()
        timer = QTimer(watch, interval=5)
        timer.timeout.connect(lambda: ticks.append(time.monotonic()))
        raced.race.notice.clear()
        timer.start()
        raced.desk.save(2)
        qtbot.waitUntil(lambda: "saved" in raced.race.notice.text)
        timer.stop()
        return max(after - before for before, after in pairwise(ticks))

    assert best_of(3, longest_gap, 1.0) < 1.0, "0.1 s on a quiet machine"


def test_a_copy_has_the_picture_and_its_numbers_as_text(raced: MainWindow) -> None:
    raced.desk.copy()
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    sentence = raced.session.record().verdict.sentence
    assert data.text().startswith(sentence)
    assert bytes(data.data(MARKDOWN).data()).decode().startswith(f"**{sentence}**")
    assert raced.race.notice.text == "The picture and its numbers are on the clipboard."


def test_the_layout_is_that_of_the_menu(qtbot: QtBot, raced: MainWindow) -> None:
    menu = raced.race.bar.picture
    texts = [each.text() for each in menu.drop.actions()][:3]
    assert texts == ["Save, 1920 × 1080\tCtrl+S", "Save, 3840 × 2160", "Save, 7680 × 4320"]
    next(each for each in menu.drop.actions() if each.text() == "Slide").trigger()
    raced.desk.copy()
    slide = QGuiApplication.clipboard().image()
    menu.set_layout("poster")
    raced.desk.copy()
    assert QGuiApplication.clipboard().image() != slide


def save_as(qtbot: QtBot, window: MainWindow, path: Path, name_filter: str = "") -> None:
    """Choose a form and a name in the dialog, and wait until the file is there."""
    window.desk.save_as()
    (dialog,) = window.findChildren(SaveDialog)
    if name_filter:
        dialog.selectNameFilter(name_filter)
        dialog.filterSelected.emit(name_filter)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    dialog.setParent(None)
    qtbot.waitUntil(lambda: str(path) in window.race.notice.text)


def test_the_last_layout_and_form_are_remembered(
    qtbot: QtBot, raced: MainWindow, tmp_path: Path
) -> None:
    save_as(qtbot, raced, tmp_path / "race.svg", "Picture as vectors, slide (*.svg)")
    assert "<svg" in (tmp_path / "race.svg").read_text("utf-8")
    remembered = raced.desk.remembered(Settings())
    assert (remembered.picture_layout, remembered.picture_suffix) == ("slide", ".svg")
    again = Settings(picture_layout="slide", picture_suffix=".pdf")
    raced.desk.recall(again)
    assert raced.desk.remembered(Settings()) == again
    raced.desk.recall(Settings(picture_layout="none such", picture_suffix="xyz"))
    raced.desk.save_as()
    (dialog,) = raced.findChildren(SaveDialog)
    assert dialog.selectedNameFilter() == "Picture, slide (*.png)"
    dialog.close()


def test_an_own_title_is_of_one_race(
    qtbot: QtBot, raced: MainWindow, bridge: FakeRaceThread, tmp_path: Path
) -> None:
    field = raced.race.bar.picture.title
    QTest.keyClicks(field, "Who waits?")
    save_as(qtbot, raced, tmp_path / "titled.svg")
    assert ">Who waits?<" in (tmp_path / "titled.svg").read_text("utf-8")
    raced.session.stop()
    bridge.ended.emit("")
    raced.session.start()
    assert field.text() == "", "the menu shows what the next picture has"
    bridge.play(4)
    save_as(qtbot, raced, tmp_path / "next.svg")
    assert "Who waits?" not in (tmp_path / "next.svg").read_text("utf-8")
    raced.session.stop()
    bridge.ended.emit("")
    assert raced.session.show_previous()
    assert field.text() == "Who waits?"


@pytest.mark.own_window
def test_a_title_typed_before_the_first_race_is_of_that_race(
    qtbot: QtBot, window: MainWindow, bridge: FakeRaceThread, tmp_path: Path
) -> None:
    QTest.keyClicks(window.race.bar.picture.title, "Who waits?")
    window.session.start()
    bridge.play(4)
    save_as(qtbot, window, tmp_path / "titled.svg")
    assert ">Who waits?<" in (tmp_path / "titled.svg").read_text("utf-8")


def test_save_as_saves_the_race_that_it_was_asked_for(
    qtbot: QtBot, raced: MainWindow, bridge: FakeRaceThread, tmp_path: Path
) -> None:
    raced.desk.save_as()
    (dialog,) = raced.findChildren(SaveDialog)
    bridge.play(1, first_s=4)
    raced.session.stop()
    bridge.ended.emit("")
    raced.session.start()
    bridge.play(9)
    chosen = tmp_path / "first.json"
    dialog.fileSelected.emit(str(chosen))
    dialog.close()
    qtbot.waitUntil(lambda: str(chosen) in raced.race.notice.text)
    frames = json.loads(chosen.read_text("utf-8"))["frames"]
    assert max(frame["at_s"] for frame in frames) == pytest.approx(5, abs=0.2)


@pytest.mark.own_window
def test_before_and_after_needs_an_earlier_race(
    qtbot: QtBot, raced: MainWindow, bridge: FakeRaceThread, tmp_path: Path
) -> None:
    raced.race.bar.picture.set_layout("comparison")
    raced.desk.save()
    assert raced.race.notice.text == NO_RACE_BEFORE
    assert saved(raced) == []
    raced.session.stop()
    bridge.ended.emit("")
    raced.session.start()
    bridge.play(4)
    save_as(qtbot, raced, tmp_path / "strip.svg")
    assert ">Before<" in (tmp_path / "strip.svg").read_text("utf-8")


def test_the_reference_is_what_was_before(raced: MainWindow, bridge: FakeRaceThread) -> None:
    timeline = raced.session.timeline
    bridge.play(26, first_s=4)
    raced.race.reference.toggle()
    assert raced.race.reference.run_before(timeline) is None, "nothing came after it"
    bridge.play(5, first_s=30)
    before = raced.race.reference.run_before(timeline)
    assert before is not None
    assert before.timeline.raced_until_s == pytest.approx(30, abs=0.2)
    raced.race.bar.picture.set_layout("comparison")
    raced.desk.copy()
    assert QGuiApplication.clipboard().image().height() == 2 * 840
