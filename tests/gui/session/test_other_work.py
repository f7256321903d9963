"""Pages whose servers would disturb each other do not run together."""

import asyncio

import pytest

from gui.pages.claims.claims_page import ClaimsPage
from gui.pages.migration.migration_page import MigrationPage
from gui.pages.validation.validation_page import ValidationPage
from gui.session.other_work import ANOTHER_IS_ON
from gui.window import MainWindow
from loadgen.contract import exchange


def test_while_bodies_are_sent_nothing_else_starts(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(exchange, "exchange_bodies", hang)
    for name in ("validation", "claims", "migration"):
        window.rail.chosen.emit(name)
    validation = window.page(ValidationPage)
    claims, migration = window.page(ClaimsPage), window.page(MigrationPage)
    validation.contract.send_all()
    claims.claims.start()
    assert (claims.notice.text, claims.claims.is_running) == (ANOTHER_IS_ON, False)
    migration.compare.click()
    assert (migration.notice.text, migration.migration.is_running) == (ANOTHER_IS_ON, False)


def test_while_claims_are_tested_no_bodies_are_sent(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("claims", "validation"):
        window.rail.chosen.emit(name)
    claims, validation = window.page(ClaimsPage), window.page(ValidationPage)
    task = claims.claims._series._task
    task.start(lambda _: asyncio.sleep(3600))
    validation.buttons.send.click()
    assert (validation.notice.text, validation.contract.is_running) == (ANOTHER_IS_ON, False)
    validation.browser.open(("fastapi",))
    assert not validation.browser.is_running
    assert task.close()
