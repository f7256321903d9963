"""The command that repeats a race, as it is typed into a shell."""

import shlex
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from loadgen.cli.option_values import option_values
from loadgen.model.load_plan import CONCURRENCY, CONNECTIONS, MAX_IN_FLIGHT, ClosedModel, OpenModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from servers.catalog.parameter import defaults
from servers.process.installation import start_command


def run_command(plan: RacePlan, raced_s: float) -> str:
    """``uv run main.py run --duration 10 --set wait_ms=200``: what is usual is left out.

    ``raced_s`` is how long it raced: a plan that goes on until it is stopped has no duration.
    """
    return shlex.join([*shlex.split(start_command()), "run", *run_words(plan, raced_s)])


def run_words(plan: RacePlan, raced_s: float) -> list[str]:
    """The options of ``run`` that ask for this plan."""
    timed = msgspec.structs.replace(plan, duration_s=plan.duration_s or max(1, round(raced_s)))
    values = option_values(timed)
    ordered = {name: values.pop(name) for name in ("a", "b", "scenario", "set")} | values
    return list(_words(ordered, option_values(_usual(plan))))


def _usual(plan: RacePlan) -> RacePlan:
    """The plan of the same servers, scenario and kind of load, in all else as it is usual.

    Without a duration: how long is usual depends on the mode, so it is always written.
    """
    model = (
        ClosedModel(CONCURRENCY.default)
        if isinstance(plan.model, ClosedModel)
        else OpenModel(plan.model.rate, MAX_IN_FLIGHT.default, CONNECTIONS.default)
    )
    return RacePlan(
        lanes={id_: LaneChoice.of(each.variant) for id_, each in plan.lanes.items()},
        scenario=plan.scenario,
        parameters=defaults(plan.entry.parameters),
        model=model,
        mode=plan.mode,
    )


_BASE = {"a": "flask", "b": "fastapi", "scenario": "wait", "mode": "together", "rate": None}
"""What ``run`` takes where nothing is typed."""


def _words(values: Mapping[str, Any], usual: Mapping[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        option = f"--{name.replace('_', '-')}"
        if name == "set":
            for each in value:
                if each not in usual[name]:
                    yield from (option, each)
        elif value is None or value == _BASE.get(name, usual[name]):
            continue
        elif name == "until_clear":  # its value is optional
            yield f"{option}={value}"
        elif value is True:
            yield option
        else:
            yield from (option, str(value))
