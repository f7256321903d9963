"""The pages of the window, one of which is shown."""

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.pages.page_list import Page
from gui.session.race_session import RaceSession

PageKind = TypeVar("PageKind", bound=QWidget)


class PageStack(QStackedWidget):
    """Makes each page when it is first asked for.

    Most pages are not looked at in most uses of the program, and to make all of them takes half of
    the time in which the window opens. ``made`` tells of each, before it is shown.
    """

    made = Signal(QWidget)

    def __init__(self, pages: Sequence[Page], session: RaceSession, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._entries = {page.key: page for page in pages}
        self._made: dict[str, QWidget] = {}

    @property
    def keys(self) -> tuple[str, ...]:
        """Of all pages, in their order."""
        return tuple(self._entries)

    @property
    def opened(self) -> tuple[QWidget, ...]:
        """The pages that have been made."""
        return tuple(self._made.values())

    @property
    def shown_key(self) -> str:
        """Of the page that is shown; "" before there is one."""
        shown = self.currentWidget()
        return next((key for key, page in self._made.items() if page is shown), "")

    def page(self, key: str) -> QWidget:
        """The page of that key; raises KeyError where there is none."""
        if key not in self._made:
            # In its place: Qt styles all widgets again of one that gets another parent.
            self._made[key] = made = self._entries[key].make(self._session, self)
            self.addWidget(made)
            self.made.emit(made)
        return self._made[key]

    def of_class(self, kind: type[PageKind]) -> PageKind:
        """The page of that class; raises LookupError where there is none."""
        for key, entry in self._entries.items():
            if entry.makes(kind) or isinstance(self._made.get(key), kind):
                page = self.page(key)
                if isinstance(page, kind):
                    return page
        raise LookupError(f"PAGES has no {kind.__name__}.")
