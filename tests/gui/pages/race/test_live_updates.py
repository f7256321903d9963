"""When the race page is updated: not while nothing of it is on the screen, and then all at once."""

from pytestqt.qtbot import QtBot

from gui.charts.chart import Chart
from gui.window import MainWindow
from tests.support.fake_race_thread import FakeRaceThread


def test_curves_are_redrawn_when_they_have_moved_by_a_pixel(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    """At 60 s it takes two frames, at 5 s one."""
    window.session.start()
    for first_s, redraws in ((4.0, 10), (60.0, 5)):
        bridge.play(first_s - drawn_until(window), drawn_until(window))
        board = window.race.board
        board.draw(window.session.timeline, window.session.shown)
        seen = set()
        for n in range(10):
            bridge.play(0.1, first_s + 0.1 * n)
            board.draw_live(window.session.timeline, window.session.shown)
            seen.add(drawn_until(window))
        assert abs(len(seen) - redraws) <= 1


def drawn_until(window: MainWindow) -> float:
    chart = window.race.charts[0]
    assert isinstance(chart, Chart)
    return chart._drawn_until


def test_a_page_behind_another_one_is_not_drawn_and_catches_up(
    window: MainWindow, bridge: FakeRaceThread, qtbot: QtBot
) -> None:
    window.session.start()
    bridge.play(3.0)
    qtbot.waitUntil(lambda: drawn_until(window) > 2.9)
    window._do("code")
    bridge.play(2.0, 3.0)
    qtbot.waitUntil(lambda: not window.race.updates._redraw.isActive())
    assert drawn_until(window) < 3.1
    window._do("race")
    assert drawn_until(window) > 4.9


def test_a_minimised_window_is_not_drawn(
    window: MainWindow, bridge: FakeRaceThread, qtbot: QtBot
) -> None:
    window.session.start()
    bridge.play(3.0)
    qtbot.waitUntil(lambda: drawn_until(window) > 2.9)
    window.hide()  # as a window system unmaps one that is minimised
    bridge.play(2.0, 3.0)
    qtbot.waitUntil(lambda: not window.race.updates._redraw.isActive())
    assert drawn_until(window) < 3.1
    window.show()
    qtbot.waitUntil(lambda: drawn_until(window) > 4.9)
