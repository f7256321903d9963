"""Typed clients in the page: generated on demand, a cell shows its line."""

from collections.abc import Callable, Sequence

import pytest
from pytestqt.qtbot import QtBot

from gui.pages.validation.validation_page import ValidationPage
from loadgen.contract.typed_client import client_run
from loadgen.contract.typed_client.caller import USES
from loadgen.contract.typed_client.client_check import ClientCheck, UseCheck
from servers.catalog.server_variant import ServerVariant
from servers.process import packages
from tests.gui.pages.validation.answering import APPLICATIONS, wait


def test_clients_are_generated_and_a_cell_shows_the_line(
    qtbot: QtBot, page: ValidationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = UseCheck("misspelt-field", "found", "NewItem(nmae=1)", ("Unexpected nmae [call-arg]",))
    uses = tuple(
        found if each.key == found.use else UseCheck(each.key, "missed", "pass") for each in USES
    )

    async def check(
        documents: Sequence[tuple[ServerVariant, bytes]], on_done: Callable[[ClientCheck], None]
    ) -> dict[str, ClientCheck]:
        assert [each for each, _ in documents] == list(APPLICATIONS)
        checks = {
            "fastapi": ClientCheck(APPLICATIONS[0], uses, "NewItem(nmae=1)"),
            "flask": ClientCheck(APPLICATIONS[1], failure="It serves no document."),
        }
        for each in checks.values():
            on_done(each)
        return checks

    monkeypatch.setattr(client_run, "check_clients", check)
    page.show_view("clients")
    assert page.about.text().startswith("What a developer's editor gets of each document")
    page.buttons.send.click()
    wait(qtbot, page)
    page.buttons.generate.click()
    assert page.about.text() == "Generating clients: 0 of 2 documents are done."
    wait(qtbot, page)
    model = page.table.grid_model
    assert list(model.grid.columns) == ["FastAPI"]
    at = [each.key for each in USES].index("misspelt-field")
    assert [model.grid.rows[n].cells[0].tone for n in (at, at + 1)] == ["plain", "caution"]
    assert "Flask: It serves no document." in page.details.toPlainText()
    page.table.setCurrentIndex(model.index(at, 0))
    assert "Unexpected nmae [call-arg]" in page.details.toPlainText()


def test_without_the_generator_the_command_that_adds_it_is_named(
    qtbot: QtBot, page: ValidationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.buttons.send.click()
    wait(qtbot, page)
    page.show_view("clients")
    monkeypatch.setattr(packages, "is_installed", lambda name: name != "openapi_python_client")
    page.buttons.generate.click()
    assert page.notice.text == (
        "A typed client needs the package openapi-python-client: uv run --extra client main.py."
    )
