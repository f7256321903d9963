"""The page over three recorded races, which are read at once, however busy the machine is."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.pages.runs.runs_page import RunsPage
from gui.session import race_opener
from gui.session.race_session import RaceSession
from gui.style.style import Style
from gui.style.theme import DARK
from loadgen.model.race_plan import RacePlan
from tests.gui.pages.runs.filled_library import fill
from tests.support.fake_race_thread import FakeRaceThread


@pytest.fixture(autouse=True)
def read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(race_opener, "FIRST_S", 3600.0)


@pytest.fixture
def session(qtbot: QtBot) -> RaceSession:
    return RaceSession(FakeRaceThread(), RacePlan.default())


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, session: RaceSession) -> Iterator[RunsPage]:
    page = RunsPage(session, library=fill(tmp_path / "races"))
    page.set_look(Style(DARK))
    page.resize(900, 500)
    qtbot.addWidget(page)
    page.show()
    yield page
    page.close()
