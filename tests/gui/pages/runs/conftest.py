"""Recorded races are read at once, however busy the machine is."""

import pytest

from gui.session import race_opener


@pytest.fixture(autouse=True)
def read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(race_opener, "FIRST_S", 3600.0)
