"""What the command palette offers: the keys, and every choice of the bar that has none."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from gui.charts.measures import MEASURES
from gui.pages.page_list import Page
from gui.session.race_session import RaceSession
from gui.widgets.command_palette import Command
from gui.widgets.shortcuts import Shortcut, page_keys
from loadgen.model.frame import LANES
from loadgen.model.race_plan import CLEAR_METRICS
from servers.catalog.compatibility import scenario_refusal
from servers.catalog.scenarios import SCENARIOS
from servers.catalog.variants import VARIANTS

_TIMES_S = (None, 10, 30, 60, 300)


def command_list(
    session: RaceSession,
    listed: Sequence[Shortcut],
    actions: Mapping[str, Callable[[], object]],
    pages: Sequence[Page],
    show_page: Callable[[str], object],
) -> list[Command]:
    """``actions`` are those of the keys that are ``listed``. What is refused now is left out."""
    return [
        *(
            Command(f"Page: {page.title}", key, partial(show_page, page.key))
            for page, key in zip(pages, page_keys(len(pages)), strict=True)
        ),
        *_of_keys(listed, actions),
        *_of_race(session),
        *_of_plan(session),
    ]


def _of_keys(
    listed: Sequence[Shortcut], actions: Mapping[str, Callable[[], object]]
) -> Iterator[Command]:
    """One for each key; those of pages are there already."""
    for row in listed:
        for key in row.keys:
            if not key.isdigit() and key != "=":
                yield Command(row.help, key, actions[key])


def _of_race(session: RaceSession) -> Iterator[Command]:
    """Which scenario, and which servers."""
    plan = session.plan
    if session.is_on:
        for id_ in LANES:
            yield Command(f"Restart {plan.name(id_)}", "", partial(session.restart, id_))
    for scenario in SCENARIOS:
        refusals = (
            scenario_refusal(lane.entry, scenario.key, lane.settings)
            for lane in plan.lanes.values()
        )
        if not any(refusals):
            set_scenario = partial(session.set_scenario, scenario.key)
            yield Command(f"Scenario: {scenario.title}", "", set_scenario)
    for id_, lane in zip(LANES, ("left", "right"), strict=True):
        for variant in VARIANTS:
            if not variant.unavailable():
                title = f"Server on the {lane}: {variant.title}, {variant.subtitle}"
                yield Command(title, "", partial(session.set_variant, id_, variant.key))


def _of_plan(session: RaceSession) -> Iterator[Command]:
    for mode, title in (("together", "Together"), ("turns", "Take turns")):
        yield Command(f"Mode: {title}", "", partial(session.set_mode, mode))
    for kind, title in (("closed", "users who wait"), ("open", "a constant rate")):
        yield Command(f"Load: {title}", "", partial(session.set_model_kind, kind))
    for seconds in _TIMES_S:
        title = f"{seconds} s" if seconds else "until stopped"
        yield Command(f"Time: {title}", "", partial(session.set_duration, seconds))
    for metric, title in CLEAR_METRICS.items():
        set_until_clear = partial(session.set_until_clear, metric)
        yield Command(f"Time: until clear: {title}", "", set_until_clear)
    for measure in MEASURES:
        yield Command(f"Inside: {measure.title}", "", partial(_show_inside, session, measure.key))


def _show_inside(session: RaceSession, key: str) -> None:
    session.set_inside(True)
    session.set_measure(key)
