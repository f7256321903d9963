"""Rates at an objective and their cost as sentences and rows of text, and as Markdown to paste."""

import math
from collections.abc import Callable, Iterator

from loadgen.export.plan_sentence import plan_sentence
from loadgen.model import number_format
from loadgen.model.frame import LANES, LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.objective.cost import FORMULA, Price, cost_interval
from loadgen.objective.cost_run import CostRun
from loadgen.objective.lane_rate import LaneRate, Probe
from loadgen.objective.objective import Objective
from loadgen.objective.search_step import Step
from loadgen.objective.share import Share
from loadgen.statistics.bootstrap import Ratio

LEGEND = "Each with its 95 % interval, shares of the worse of two starts of the server."
HEADERS = (
    "Server",
    "Sustains",
    "Not at",
    "Slower",
    "Failed",
    "CPU s per million",
    "Cores",
    "Memory",
    "Cost of a million",
)

_ENDED_BEFORE = "the search ended before the first rate was tried."


def objective_text(objective: Objective) -> str:
    """``p99 below 100 ms, at most 1 % failed``."""
    limit = number_format.milliseconds(objective.limit_ms)
    failed = number_format.trimmed(100 * objective.failures)
    return f"{objective.percentile} below {limit}, at most {failed} % failed"


def rows(run: CostRun) -> Iterator[tuple[str, ...]]:
    """One row for each lane, each figure with its 95 % interval; a dash where there is none."""
    none = number_format.NO_VALUE
    for id_ in LANES:
        found = run.lanes.get(id_)
        probe = found.confirmed if found else None
        unmet = number_format.rate(found.unmet) if found and found.unmet else none
        if found is None or probe is None:
            yield (run.plan.name(id_), none, unmet, *(none for _ in HEADERS[3:]))
            continue
        cpu, worst = probe.figure("cpu_s_per_request"), probe.worst
        yield (
            run.plan.name(id_),
            number_format.rate(probe.rate),
            unmet,
            _share(worst.slower),
            _share(worst.failures),
            _figure(cpu, 1e6, number_format.significant),
            _figure(cpu, probe.rate, number_format.significant),
            _figure(probe.figure("memory_mib"), 1, number_format.mib),
            _cost(run, found, probe) if run.price else none,
        )


def sentences(run: CostRun) -> Iterator[str]:
    """What was found for each lane, then how cost is computed."""
    if not run.lanes:
        yield "No rate was tried: the search ended before its first race."
    for id_ in LANES:
        if id_ in run.lanes:
            yield f"{run.plan.name(id_)} {_found(run.lanes[id_], run.objective)}"
    if run.price:
        used = number_format.trimmed(100 * run.utilisation)
        yield f"Cost: {FORMULA}, at {_price(run.price)} and {used} % used."


def progress_text(plan: RacePlan, step: Step, left_s: float) -> str:
    """What is raced now, and for how long its lane is still searched."""
    name = plan.name(step.lane)
    match step.stage:
        case "flat out":
            return f"{name}: racing flat out"
        case "confirmation":
            return f"{name}: confirming {number_format.rate(step.rate)}"
    racing = f"{name}: racing at {number_format.rate(step.rate)}"
    if round(left_s) <= 0:  # a rate that has begun is raced to its end
        return f"{racing}, the last rate of its search"
    return f"{racing}, {number_format.duration(left_s)} left for its search"


def formula_lines(run: CostRun) -> Iterator[str]:
    """The formula with every input in its place, for each lane whose rate was confirmed."""
    for id_ in LANES:
        found = run.lanes.get(id_)
        probe = found.confirmed if found else None
        if found is None or probe is None:
            continue
        name = run.plan.name(id_)
        cpu = probe.figure("cpu_s_per_request")
        if cpu is not None and cpu.interval is not None:
            per_million = _figure(cpu, 1e6, number_format.significant)
            yield f"{name}: {per_million} CPU seconds for a million requests."
        if run.price:
            used = number_format.trimmed(100 * run.utilisation)
            price = f"{number_format.trimmed(run.price.per_hour, 6)} {run.price.currency}"
            yield (
                f"{name}: {price} ÷ (3,600 × {number_format.rate(probe.rate)} × {used} %) × "
                f"1,000,000 = {_cost(run, found, probe)} for a million requests"
                f"{_at_the_unmet_rate(found)}."
            )


PROBE_HEADERS = ("Server", "Stage", "Rate", "Objective", "Slower", "Failed")


def probe_rows(run: CostRun) -> Iterator[tuple[LaneId, Probe, tuple[str, ...]]]:
    """Each lane, race and its row, in the order of trial."""
    for id_ in LANES:
        found = run.lanes.get(id_)
        stages = [("search", each) for each in found.searched] if found else []
        stages += [("confirmation", each) for each in found.confirmations] if found else []
        for stage, probe in stages:
            worst = probe.worst
            said = f"{worst.result}: {worst.cause}" if worst.cause else worst.result
            yield (
                id_,
                probe,
                (
                    run.plan.name(id_),
                    stage,
                    number_format.rate(probe.rate),
                    said,
                    _share(worst.slower),
                    _share(worst.failures),
                ),
            )


def markdown(run: CostRun) -> str:
    """The whole run as Markdown."""
    lines = [plan_sentence(run.plan), ""]
    lines += [f"- {sentence}" for sentence in (*sentences(run), *formula_lines(run))]
    lines += ["", f"| {' | '.join(HEADERS)} |", f"|---|{'---:|' * (len(HEADERS) - 1)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows(run)]
    return "\n".join([*lines, ""])


def _found(found: LaneRate, objective: Objective) -> str:
    said = objective_text(objective)
    probe = found.confirmed
    if probe is not None:
        sentence = f"sustains {number_format.rate(probe.rate)} with {said}, in a race of its own"
        said_of_unmet = "it does not" if found.is_unmet_decided else "that was not decided"
        unmet = f"; at {number_format.rate(found.unmet)} {said_of_unmet}" if found.unmet else ""
        return f"{sentence}: {_slow(probe, objective)}{unmet}."
    if found.confirmations:
        last = found.confirmations[-1]
        return (
            f"met {said} at {number_format.rate(found.found or 0)} in the search, but in no race "
            f"of its own, down to {number_format.rate(last.rate)}: {_reason(last, objective)}."
        )
    if found.found:
        rate = number_format.rate(found.found)
        return f"met {said} at {rate} in the search, which was not confirmed."
    if found.searched:
        last = min(found.searched, key=lambda each: each.rate)
        rate = number_format.rate(last.rate)
        return f"met {said} at no rate, down to {rate}: {_reason(last, objective)}."
    return f"was not searched: {found.failure or _ENDED_BEFORE}"


def _reason(probe: Probe, objective: Objective) -> str:
    """Why it is not met there, without a full stop."""
    worst = probe.worst
    match worst.cause:
        case "failures":
            return f"{_share(worst.failures)} failed or were dropped"
        case "falls behind":
            return "it falls behind the arrivals, and its queue grows"
        case "latency":
            return _slow(probe, objective)
    return probe.failure.removesuffix(".") or "too little was measured"


def _slow(probe: Probe, objective: Objective) -> str:
    limit = number_format.milliseconds(objective.limit_ms)
    return f"{_share(probe.worst.slower)} took longer than {limit}"


def _cost(run: CostRun, found: LaneRate, probe: Probe) -> str:
    assert run.price is not None
    cost = cost_interval(run.price, probe.rate, found.unmet, run.utilisation)
    high = f"{number_format.significant(cost.high)} {run.price.currency}"
    return high if cost.low is None else f"{number_format.significant(cost.low)} to {high}"


def _at_the_unmet_rate(found: LaneRate) -> str:
    if not found.unmet:
        return ""
    rate = number_format.rate(found.unmet)
    shown = "are not sustained" if found.is_unmet_decided else "were not shown to be sustained"
    return f", its lower end at the {rate} that {shown}"


def _price(price: Price) -> str:
    return f"{number_format.trimmed(price.per_hour, 6)} {price.currency} an hour ({price.day})"


def _share(share: Share) -> str:
    """``0.12 % (0.08 to 0.17 %)``; a dash of nothing."""
    if not share.total:
        return number_format.NO_VALUE
    low, high = (number_format.trimmed(100 * end, 2) for end in (share.low, share.high))
    return f"{number_format.trimmed(100 * share.estimate, 2)} % ({low} to {high} %)"


def _figure(figure: Ratio | None, scale: float, form: Callable[[float], str]) -> str:
    """``1,200 ± 4 %``; a dash without an interval."""
    if figure is None or figure.interval is None:
        return number_format.NO_VALUE
    percent = 100 * math.expm1(figure.half_width)
    return f"{form(figure.estimate * scale)} ± {number_format.trimmed(percent, 2)} %"
