"""A window that is shown, and one that was used before as good as new."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent

from gui.session.window_settings import Settings
from gui.window import MainWindow
from loadgen.model.race_plan import RacePlan
from tests.support.fake_race_thread import FakeRaceThread

SIZE = (1280, 760)
"""Of a laptop's window; the screen of the test platform is smaller."""


def opened(bridge: FakeRaceThread, settings_file: Path | None) -> MainWindow:
    """A dark window of that size, which has the keyboard."""
    made = MainWindow(bridge, Settings(theme="dark"), settings_file)
    made.placement._fitted = True  # or it would be laid out twice, first for the small screen
    made.resize(*SIZE)
    made.show()
    made.activateWindow()
    return made


def bury(window: MainWindow) -> None:
    """Close the window and have Qt delete it at once, as ``qtbot`` does with those it knows.

    Left to Python's collector it would be taken apart in any later test, in any order: workers
    crashed then, while they collected garbage.
    """
    window.close()
    window.desk.saver.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)


def reset(window: MainWindow, bridge: FakeRaceThread) -> None:
    """End the race, go back to the settings of a new window and to the page *Race*.

    What was raced stays: a test that asks for what there is before the first race takes a window of
    its own. Raises AssertionError where something else than that is unlike a new window.
    """
    session, race = window.session, window.race
    session.stop()
    bridge.ended.emit("")
    session.set_plan(RacePlan.default())
    session.set_basis("schedule")
    session.set_inside(False)
    session.selection.clear()
    session.opener.cancel()
    session.opened = None
    window.set_theme("dark")
    race.picker.drop()
    race.interaction.clear_all()
    race.board.leave_enlarged()
    window.set_stage(False)
    race.notice.clear()
    race.show_code(False)
    window.rail.chosen.emit("race")
    window.resize(*SIZE)
    window.activateWindow()  # another one may have been shown since
    race.setFocus()
    bridge.commands.clear()
    assert session.state == "idle"
    assert session.plan == RacePlan.default()
    assert window.pages.currentWidget() is race
    assert (window.width(), window.height()) == SIZE
    assert not window.help.isVisible()
