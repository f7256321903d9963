"""Documents open in the browser, and their servers end."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from gui.pages.validation.validation_page import ValidationPage
from gui.window import MainWindow
from servers import launcher
from servers.process import packages


class Server:
    """A server that runs until it is stopped."""

    stopped = 0
    url = "http://127.0.0.1:1"

    async def stop(self) -> None:
        Server.stopped += 1


def test_documents_open_in_the_browser_and_their_servers_end(
    qtbot: QtBot, page: ValidationPage, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, opened = list[str](), list[str]()

    async def start(key: str, settings: object, **options: object) -> Server:
        assert options["document_page"]
        started.append(key)
        return Server()

    def open_url(url: QUrl) -> bool:
        opened.append(url.toString())
        return len(opened) < 3

    monkeypatch.setattr(Server, "stopped", 0)
    monkeypatch.setattr(launcher, "start_server", start)
    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    page.browser.open(("fastapi", "apiflask"))
    qtbot.waitUntil(lambda: len(opened) == 2)
    assert started == ["fastapi", "apiflask"]
    assert opened == ["http://127.0.0.1:1/_faceoff/document/"] * 2
    assert page.documents.browse.text() == "Close Swagger UI"
    page.documents.browse.click()
    qtbot.waitUntil(lambda: not page.browser.is_running)
    assert (Server.stopped, page.documents.browse.text()) == (2, "Swagger UI")

    page.browser.open(("fastapi",))  # and no browser opens
    qtbot.waitUntil(lambda: page.notice.text.startswith("No browser could be opened: open http"))
    window.session.start()
    qtbot.waitUntil(lambda: not page.browser.is_running)
    assert page.notice.text == "A race was started: the pages of Swagger UI were closed."
    assert Server.stopped == 3
    page.browser.open(("fastapi",))
    assert page.notice.text.startswith("A race is on: stop it first")
    assert not page.browser.is_running


def test_without_the_package_of_swagger_ui_it_is_named(
    page: ValidationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "is_installed", lambda name: name != "flask_swagger_ui")
    page.browser.open(("fastapi",))
    assert page.notice.text == (
        "Swagger UI needs the package flask-swagger-ui: uv run --extra validation main.py."
    )
