"""The pages of the window: one entry each."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

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


class Page(NamedTuple):
    """A page of the window, with its button in the rail.

    ``icon`` is a name in ``gui.style.icons``, ``hint`` the button's tooltip, to which its key is
    added; ``make`` takes the session and the window.
    """

    key: str
    icon: str
    title: str
    hint: str
    make: Callable[[RaceSession, QWidget], QWidget]


PAGES: tuple[Page, ...] = (
    Page(key="race", icon="race", title="Race", hint="The race, live.", make=RacePage),
    Page(
        key="code",
        icon="code",
        title="Code",
        hint="The handlers under load, side by side.",
        make=CodePage,
    ),
    Page(
        key="fairness",
        icon="scales",
        title="Fairness",
        hint="What both servers run with, as they told it.",
        make=FairnessPage,
    ),
    Page(
        key="runs",
        icon="runs",
        title="Runs",
        hint="The recorded races: search, open, compare, label, pin, delete.",
        make=RunsPage,
    ),
    Page(
        key="demos",
        icon="demos",
        title="Demos",
        hint="Demonstrations, started by a key each.",
        make=DemosPage,
    ),
    Page(
        key="sweep",
        icon="sweep",
        title="Sweep",
        hint="Where each server stops to answer more, over the load or a setting.",
        make=SweepPage,
    ),
    Page(
        key="cost",
        icon="cost",
        title="Cost",
        hint="What rate each server sustains at an objective, and what a million requests cost.",
        make=CostPage,
    ),
    Page(
        key="validation",
        icon="check_list",
        title="Validation",
        hint="What the applications accept, document, answer and cost.",
        make=ValidationPage,
    ),
    Page(
        key="claims",
        icon="claims",
        title="Claims",
        hint="What is claimed about Flask and FastAPI, put to the test here.",
        make=ClaimsPage,
    ),
    Page(
        key="migration",
        icon="stairs",
        title="Migration",
        hint="From Flask to FastAPI route by route: what each step changes.",
        make=MigrationPage,
    ),
)
"""In the order of the rail and of the keys from 1 on. The first is shown at the start, and is the
race.
"""
