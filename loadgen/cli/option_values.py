"""From a plan back to the values of the options of ``run``."""

from collections.abc import Iterator
from typing import Any

from loadgen.model.load_plan import ClosedModel, Model
from loadgen.model.race_plan import RacePlan


def option_values(plan: RacePlan) -> dict[str, Any]:
    """The values of the options that ask for a plan: ``plan_of`` makes it of them again."""
    in_turns = plan.mode == "turns"
    return {
        **_model_values(plan.model),
        "a": plan.lanes["a"].variant,
        "b": plan.lanes["b"].variant,
        "scenario": plan.scenario,
        "set": tuple(_assignments(plan)),
        "duration": plan.duration_s,
        "until_clear": plan.clear_metric if plan.until_clear else None,
        "requests_per_connection": plan.requests_per_connection,
        "timeout": plan.timeout_s,
        "client": plan.client,
        "mode": plan.mode,
        "block": plan.block_s if in_turns else None,
        "fresh_servers": plan.fresh_servers and in_turns,
        "pin": plan.pinned,
    }


def _model_values(model: Model) -> dict[str, int | None]:
    if isinstance(model, ClosedModel):
        values = {"concurrency": model.concurrency}
    else:
        values = {
            "rate": round(model.rate),
            "max_in_flight": model.max_in_flight,
            "connections": model.connections,
        }
    return {"concurrency": None, "rate": None, "max_in_flight": None, "connections": None, **values}


def _assignments(plan: RacePlan) -> Iterator[str]:
    """What ``--set`` takes for the scenario's parameters and the settings of both servers."""
    for each in plan.entry.parameters:
        yield f"{each.key}={each.typed(plan.parameters[each.key])}"
    for lane, choice in plan.lanes.items():
        for each in choice.entry.settings:
            yield f"{lane}.{each.key}={each.typed(choice.settings[each.key])}"
