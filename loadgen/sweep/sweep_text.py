"""A sweep as sentences and rows of text, and as Markdown to paste."""

import math
from collections.abc import Callable, Iterator, Sequence

from loadgen.model import number_format
from loadgen.model.frame import LANES, LaneId
from loadgen.model.race_plan import RacePlan
from loadgen.statistics.bootstrap import Ratio
from loadgen.sweep.points import Point, by_load
from loadgen.sweep.saturation import Saturation, crossing, leads, saturation


def headers(plan: RacePlan) -> tuple[str, ...]:
    """Of the table of ``rows``."""
    lanes = [plan.name(id_) for id_ in LANES]
    return ("Users", *(f"{name}, answers/s" for name in lanes), *(f"{name}, p50" for name in lanes))


def rows(points: Sequence[Point]) -> Iterator[tuple[str, ...]]:
    """One row for each load: throughput and p50 of both lanes, each with its 95 % interval."""
    for point in by_load(points):
        yield (
            f"{point.users:,}",
            *(_text(point.throughput(id_), number_format.rate) for id_ in LANES),
            *(_text(point.median_s(id_), _milliseconds) for id_ in LANES),
        )


def sentences(points: Sequence[Point], plan: RacePlan) -> Iterator[str]:
    """What the sweep comes to: each lane's knee and bounds, then who leads where."""
    for id_ in LANES:
        yield _knee(saturation(points, id_), plan.name(id_))
    yield _leads(points, plan)
    for point in by_load(points):
        if point.failure:
            yield f"At {number_format.users(point.users)}: {point.failure}"


def markdown(points: Sequence[Point], plan: RacePlan) -> str:
    """The whole sweep as Markdown."""
    titles = headers(plan)
    lines = [f"- {sentence}" for sentence in sentences(points, plan)]
    lines += ["", f"| {' | '.join(titles)} |", f"|{'---:|' * len(titles)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows(points)]
    return "\n".join([*lines, ""])


def _knee(found: Saturation, name: str) -> str:
    if found.best is None:
        return f"{name}: too little was measured at every load."
    best = _text(found.best, number_format.rate)
    if found.knee is None:
        largest = number_format.users(found.largest)
        return f"{name} still answers more with more users at {largest}: {best}."
    sentence = f"{name} reaches 95 % of its best, {best}, with {number_format.users(found.knee)}"
    crossing_users = found.crossing_users
    if crossing_users is None or found.one_user_s is None:
        return f"{sentence}."
    alone = _milliseconds(found.one_user_s.estimate)
    return (
        f"{sentence}; one user alone waits {alone}, so that this rate takes at least "
        f"{number_format.significant(crossing_users, 2)} of them."
    )


def _leads(points: Sequence[Point], plan: RacePlan) -> str:
    found = leads(points)
    between = crossing(points)
    if between is not None:
        last = next(lead for lead in reversed(found) if lead.lane is not None)
        assert last.lane is not None
        return (
            f"The lead changes between {between[0]:,} and {between[1]:,} users: "
            f"{plan.name(last.lane)} answers more beyond."
        )
    leaders: list[tuple[LaneId, int]] = [
        (lead.lane, lead.from_users) for lead in found if lead.lane is not None
    ]
    if not leaders:
        return "No difference in throughput is shown at any of these loads."
    lane, users = leaders[0]
    other = plan.name("a" if lane == "b" else "b")
    return (
        f"{plan.name(lane)} answers more from {number_format.users(users)} on; at none of these "
        f"loads does {other}."
    )


def _milliseconds(seconds: float) -> str:
    return number_format.milliseconds(seconds * 1000)


def _text(figure: Ratio | None, form: Callable[[float], str]) -> str:
    """``1,200/s ± 4 %``; a dash without an interval."""
    if figure is None or figure.interval is None:
        return number_format.NO_VALUE
    percent = 100 * math.expm1(figure.half_width)
    return f"{form(figure.estimate)} ± {number_format.trimmed(percent, 2)} %"
