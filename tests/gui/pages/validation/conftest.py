"""The page in a window, with two applications that answer at once."""

import pytest

from gui.pages.validation import drift_grid
from gui.pages.validation.validation_page import ValidationPage
from gui.session import contract_session
from gui.window import MainWindow
from loadgen.contract import exchange
from tests.gui.pages.validation.answering import APPLICATIONS, answer_at_once


@pytest.fixture
def page(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> ValidationPage:
    """Shown, with two applications that answer at once."""
    monkeypatch.setattr(contract_session, "CONTRACT_APPLICATIONS", APPLICATIONS)
    monkeypatch.setattr(drift_grid, "CONTRACT_APPLICATIONS", APPLICATIONS)
    monkeypatch.setattr(exchange, "exchange_bodies", answer_at_once)
    window.rail.chosen.emit("validation")
    return window.page(ValidationPage)
