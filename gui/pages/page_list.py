"""The pages of the window: one entry each."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from gui.pages import page_icons
from gui.pages.claims.claims_page import ClaimsPage
from gui.pages.code.code_page import CodePage
from gui.pages.cost.cost_page import CostPage
from gui.pages.demos.demos_page import DemosPage
from gui.pages.fairness.fairness_page import FairnessPage
from gui.pages.migration.migration_page import MigrationPage
from gui.pages.race.race_page import RacePage
from gui.pages.runs.runs_page import RunsPage
from gui.pages.sweep.sweep_page import SweepPage
from gui.pages.validation.validation_page import ValidationPage
from gui.session.race_session import RaceSession
from gui.style.icons import Icon
from gui.widgets.nav_rail import Entry
from gui.widgets.shortcuts import page_keys


class Page(NamedTuple):
    """A page of the window, with its button in the rail.

    ``icon`` makes the path of the button's icon, ``hint`` is its tooltip, to which its key is
    added; ``make`` takes the session and the parent.
    """

    key: str
    icon: Icon
    title: str
    hint: str
    make: Callable[[RaceSession, QWidget], QWidget]


PAGES: tuple[Page, ...] = (
    Page(
        key="race", icon=page_icons.draw_race, title="Race", hint="The race, live.", make=RacePage
    ),
    Page(
        key="code",
        icon=page_icons.draw_brackets,
        title="Code",
        hint="The handlers under load, side by side.",
        make=CodePage,
    ),
    Page(
        key="fairness",
        icon=page_icons.draw_scales,
        title="Fairness",
        hint="What both servers run with, as they told it.",
        make=FairnessPage,
    ),
    Page(
        key="runs",
        icon=page_icons.draw_list,
        title="Runs",
        hint="The recorded races: search, open, compare, label, pin, delete.",
        make=RunsPage,
    ),
    Page(
        key="demos",
        icon=page_icons.draw_screen,
        title="Demos",
        hint="Demonstrations, started by a key each.",
        make=DemosPage,
    ),
    Page(
        key="sweep",
        icon=page_icons.draw_saturation,
        title="Sweep",
        hint="Where each server stops to answer more, over the load or a setting.",
        make=SweepPage,
    ),
    Page(
        key="cost",
        icon=page_icons.draw_coin,
        title="Cost",
        hint="What rate each server sustains at an objective, and what a million requests cost.",
        make=CostPage,
    ),
    Page(
        key="validation",
        icon=page_icons.draw_check_list,
        title="Validation",
        hint="What the applications accept, document, answer and cost.",
        make=ValidationPage,
    ),
    Page(
        key="claims",
        icon=page_icons.draw_checked_bubble,
        title="Claims",
        hint="What is claimed about Flask and FastAPI, put to the test here.",
        make=ClaimsPage,
    ),
    Page(
        key="migration",
        icon=page_icons.draw_stairs,
        title="Migration",
        hint="From Flask to FastAPI route by route: what each step changes.",
        make=MigrationPage,
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
