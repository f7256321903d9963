"""Servers whose documents are open in the user's browser: they run until they are closed."""

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from gui.session.background_task import BackgroundTask, Report
from gui.session.other_work import ANOTHER_IS_ON, other_is_running, register
from gui.session.race_session import RaceSession
from servers.catalog.document_page import DOCUMENT_PAGE, DOCUMENT_PAGE_FILES
from servers.catalog.variants import variant
from servers.process.packages import missing_text


class DocumentServers(QObject):
    """``changed`` comes when they start and end, ``said`` with a sentence, and whether it is bad.

    ``urls`` are the pages that are open.
    """

    changed = Signal()
    said = Signal(str, bool)

    def __init__(self, session: RaceSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.urls: tuple[str, ...] = ()
        self._task = BackgroundTask(self)
        self._task.progressed.connect(self._open)
        self._task.failed.connect(lambda sentence: self.said.emit(sentence, True))
        self._task.changed.connect(self._follow)
        self._race = session
        register(session, self, is_idle=True)
        session.state_changed.connect(self._follow_race)

    @property
    def is_running(self) -> bool:
        """Whether there are such servers."""
        return self._task.is_running

    def open(self, keys: Sequence[str]) -> None:
        """Start these applications, and open the page of each document once it is served."""
        if lacking := missing_text("Swagger UI", (DOCUMENT_PAGE_FILES,)):
            self.said.emit(lacking, True)
            return
        if self._race.is_on:
            self.said.emit("A race is on: stop it first, or more servers run beside it.", True)
            return
        if other_is_running(self._race, self):
            self.said.emit(ANOTHER_IS_ON, True)
            return
        variants = [variant(key) for key in dict.fromkeys(keys)]

        async def work(report: Report) -> object:
            from loadgen.contract.exchange import contract_modules
            from servers.launcher import start_server

            servers = []
            try:
                for each in variants:
                    servers.append(
                        await start_server(
                            each.key, {}, modules=contract_modules(each), document_page=True
                        )
                    )
                    report(f"{servers[-1].url}{DOCUMENT_PAGE}/")
                await asyncio.Event().wait()
            finally:
                for server in servers:
                    await server.stop()
            return None

        self._task.start(work)

    def end(self) -> None:
        """Stop the servers; their pages then no longer load."""
        self._task.cancel()

    def close(self) -> None:
        """Stop the servers, and wait until they have ended."""
        self._task.close()

    def _open(self, url: object) -> None:
        self.urls = (*self.urls, f"{url}")
        self.changed.emit()
        if not QDesktopServices.openUrl(QUrl(f"{url}")):
            self.said.emit(f"No browser could be opened: open {url} in yours.", True)

    def _follow_race(self) -> None:
        """A race is measured alone."""
        if self._race.is_on and self.is_running:
            self.end()
            self.said.emit("A race was started: the pages of Swagger UI were closed.", False)

    def _follow(self) -> None:
        if not self._task.is_running:
            self.urls = ()
        self.changed.emit()
