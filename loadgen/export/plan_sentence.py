"""What is raced, in one sentence: both servers with their settings, scenario and parameters."""

from loadgen.model.frame import LANES
from loadgen.model.race_plan import LaneChoice, RacePlan
from servers.catalog.scenarios import Scenario


def plan_sentence(plan: RacePlan, *, without: str = "") -> str:
    """Flask (waitress, 4 threads) and FastAPI (uvicorn), Wait on I/O, 50 ms wait.

    The setting or parameter of the key ``without`` is left out: it is what is varied.
    """
    sides = []
    for id_ in LANES:
        choice = plan.lanes[id_]
        clauses = (choice.entry.subtitle, *setting_clauses(choice, plan.entry, without=without))
        sides.append(f"{plan.name(id_)} ({', '.join(filter(None, clauses))})")
    asked = [plan.entry.title]
    for parameter in plan.entry.parameters:
        value = plan.parameters[parameter.key]
        if parameter.key != without and (value or parameter.default):
            asked.append(parameter.phrase(value))
    return f"{' and '.join(sides)}, {', '.join(asked)}."


def setting_clauses(choice: LaneChoice, scenario: Scenario, *, without: str = "") -> list[str]:
    """``4 threads``, ``stage 9``: the settings that matter in that scenario, a clause each."""
    parts = []
    for parameter in choice.entry.settings_of(scenario.modules):
        value = choice.settings[parameter.key]
        if parameter.key == without:
            continue
        if parameter.choices:
            if value != parameter.default:
                parts.append(parameter.phrase(value))
        elif value != 1 or parameter.default != 1:
            text = parameter.phrase if parameter.words else parameter.count_text
            parts.append(text(value))
    return parts
