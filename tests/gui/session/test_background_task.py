"""A coroutine in a thread of its own: its reports and its end arrive in the GUI thread."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from gui.session.background_task import BackgroundTask, Report


@pytest.fixture
def task(qtbot: QtBot) -> Iterator[BackgroundTask]:
    made = BackgroundTask()
    yield made
    assert made.close()


async def endless(report: Report) -> object:
    try:
        report("started")
        await asyncio.Event().wait()
    finally:
        report("cleaned up")
    return None


def test_reports_and_result_arrive_in_the_thread_of_the_window(
    qtbot: QtBot, task: BackgroundTask
) -> None:
    here, threads, reports = threading.current_thread(), [], list[object]()

    async def work(report: Report) -> object:
        assert threading.current_thread() is not here
        report(1)
        report(2)
        return "result"

    task.progressed.connect(lambda said: threads.append(threading.current_thread()))
    task.progressed.connect(reports.append)
    with qtbot.waitSignal(task.done) as caught:
        task.start(work)
    assert caught.args == ["result"]
    assert reports == [1, 2]
    assert set(threads) == {here}
    assert not task.is_running


def test_what_is_cancelled_cleans_up_and_another_can_start(
    qtbot: QtBot, task: BackgroundTask
) -> None:
    reports = list[object]()
    task.progressed.connect(reports.append)
    for _ in range(2):
        with qtbot.waitSignal(task.progressed):
            task.start(endless)
        task.start(endless)  # while one runs, nothing happens
        with qtbot.waitSignal(task.cancelled):
            task.cancel()
        assert not task.is_running
    assert reports == ["started", "cleaned up"] * 2


def test_it_can_be_cancelled_before_it_runs(qtbot: QtBot, task: BackgroundTask) -> None:
    with qtbot.waitSignal(task.cancelled):
        task.start(endless)
        task.cancel()


def test_what_breaks_off_says_so(
    qtbot: QtBot, task: BackgroundTask, capsys: pytest.CaptureFixture[str]
) -> None:
    async def work(report: Report) -> object:
        raise ValueError("no such thing")

    with qtbot.waitSignal(task.failed) as caught:
        task.start(work)
    assert caught.args is not None
    assert str(caught.args[0]).startswith("It broke off: no such thing.")
    assert "ValueError: no such thing" in capsys.readouterr().err


def test_after_closing_nothing_is_signalled(qtbot: QtBot) -> None:
    task = BackgroundTask()
    heard = list[str]()
    task.cancelled.connect(lambda: heard.append("cancelled"))
    with qtbot.waitSignal(task.progressed):
        task.start(endless)
    assert task.close()
    with qtbot.waitSignal(task.changed):
        task.start(endless)
    assert task.close()
    assert heard == []
