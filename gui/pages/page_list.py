"""The pages of the window: one entry each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from gui.pages import page_icons
from gui.pages.race.race_page import RacePage
from gui.session.race_session import RaceSession
from gui.style.icons import Icon
from gui.widgets.nav_rail import Entry
from gui.widgets.shortcuts import page_keys

MakePage = Callable[[RaceSession, QWidget], QWidget]


@dataclass(frozen=True, slots=True)
class ImportedPage:
    """Makes a page of class ``name``, whose module is imported when the page is first shown.

    Most pages are not looked at in most uses of the program, and to import all takes 0.1 s.
    """

    module: str
    name: str

    def __call__(self, session: RaceSession, parent: QWidget) -> QWidget:
        make: MakePage = getattr(import_module(self.module), self.name)
        return make(session, parent)

    def is_of(self, kind: type[QWidget]) -> bool:
        """Whether the page is of that class; imports nothing."""
        return (kind.__module__, kind.__qualname__) == (self.module, self.name)


class Page(NamedTuple):
    """A page of the window, with its button in the rail.

    ``icon`` makes the path of the button's icon, ``hint`` is its tooltip, to which its key is
    added; ``make`` takes the session and the parent.
    """

    key: str
    icon: Icon
    title: str
    hint: str
    make: MakePage

    def makes(self, kind: type[QWidget]) -> bool:
        """Whether the page is of that class; imports nothing."""
        return self.make is kind or (isinstance(self.make, ImportedPage) and self.make.is_of(kind))


PAGES: tuple[Page, ...] = (
    Page(
        key="race", icon=page_icons.draw_race, title="Race", hint="The race, live.", make=RacePage
    ),
    Page(
        key="code",
        icon=page_icons.draw_brackets,
        title="Code",
        hint="The handlers under load, side by side.",
        make=ImportedPage("gui.pages.code.code_page", "CodePage"),
    ),
    Page(
        key="fairness",
        icon=page_icons.draw_scales,
        title="Fairness",
        hint="What both servers run with, as they told it.",
        make=ImportedPage("gui.pages.fairness.fairness_page", "FairnessPage"),
    ),
    Page(
        key="runs",
        icon=page_icons.draw_list,
        title="Runs",
        hint="The recorded races: search, open, compare, label, pin, delete.",
        make=ImportedPage("gui.pages.runs.runs_page", "RunsPage"),
    ),
    Page(
        key="demos",
        icon=page_icons.draw_screen,
        title="Demos",
        hint="Demonstrations, started by a key each.",
        make=ImportedPage("gui.pages.demos.demos_page", "DemosPage"),
    ),
    Page(
        key="sweep",
        icon=page_icons.draw_saturation,
        title="Sweep",
        hint="Where each server stops to answer more, over the load or a setting.",
        make=ImportedPage("gui.pages.sweep.sweep_page", "SweepPage"),
    ),
    Page(
        key="cost",
        icon=page_icons.draw_coin,
        title="Cost",
        hint="What rate each server sustains at an objective, and what a million requests cost.",
        make=ImportedPage("gui.pages.cost.cost_page", "CostPage"),
    ),
    Page(
        key="validation",
        icon=page_icons.draw_check_list,
        title="Validation",
        hint="What the applications accept, document, answer and cost.",
        make=ImportedPage("gui.pages.validation.validation_page", "ValidationPage"),
    ),
    Page(
        key="claims",
        icon=page_icons.draw_checked_bubble,
        title="Claims",
        hint="What is claimed about Flask and FastAPI, put to the test here.",
        make=ImportedPage("gui.pages.claims.claims_page", "ClaimsPage"),
    ),
    Page(
        key="migration",
        icon=page_icons.draw_stairs,
        title="Migration",
        hint="From Flask to FastAPI route by route: what each step changes.",
        make=ImportedPage("gui.pages.migration.migration_page", "MigrationPage"),
    ),
)
"""In the order of the rail and of the keys from 1 on. The first is shown at the start, and is the
race.
"""


def rail_entries(pages: Sequence[Page]) -> list[Entry]:
    """The buttons of these pages; each hint ends in the key."""
    numbered = zip(pages, page_keys(len(pages)), strict=True)
    return [
        Entry(page.key, page.icon, page.title, f"{page.hint} ({key})" if key else page.hint)
        for page, key in numbered
    ]
