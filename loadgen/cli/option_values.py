"""From a plan back to the values of the options of ``run``."""

from collections.abc import Iterator
from typing import Any

import msgspec

from loadgen.model.load_parameter import parameters_of
from loadgen.model.race_plan import RacePlan, load_parameters


def option_values(plan: RacePlan) -> dict[str, Any]:
    """The values of the options that ask for a plan: ``plan_of`` makes it of them again."""
    in_turns = plan.mode == "turns"
    return {
        **dict.fromkeys(each.key for each in load_parameters()),
        **_numbers(plan.model),
        **_numbers(plan, in_turns=in_turns),
        "a": plan.lanes["a"].variant,
        "b": plan.lanes["b"].variant,
        "scenario": plan.scenario,
        "set": tuple(_assignments(plan)),
        "duration": plan.duration_s,
        "until_clear": plan.clear_metric if plan.until_clear else None,
        "client": plan.client,
        "mode": plan.mode,
        "fresh_servers": plan.fresh_servers and in_turns,
        "pin": plan.pinned,
    }


def _numbers(values: msgspec.Struct, *, in_turns: bool = True) -> dict[str, int]:
    return {
        parameter.key: round(getattr(values, name))
        for name, parameter, _ in parameters_of(type(values))
        if in_turns or not parameter.in_turns
    }


def _assignments(plan: RacePlan) -> Iterator[str]:
    """What ``--set`` takes for the scenario's parameters and the settings of both servers."""
    for each in plan.entry.parameters:
        yield f"{each.key}={each.typed_text(plan.parameters[each.key])}"
    for lane, choice in plan.lanes.items():
        for each in choice.entry.settings:
            yield f"{lane}.{each.key}={each.typed_text(choice.settings[each.key])}"
