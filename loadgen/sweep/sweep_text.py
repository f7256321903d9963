"""A sweep as sentences and rows of text, and as Markdown to paste."""

import math
from collections.abc import Callable, Iterator

from loadgen.export.plan_sentence import plan_sentence
from loadgen.model import number_format
from loadgen.model.frame import LANES, LaneId
from loadgen.statistics.bootstrap import Ratio
from loadgen.sweep.bounds import Bound
from loadgen.sweep.crossing import Crossing, leads, led_up_to
from loadgen.sweep.points import Point, of_lane
from loadgen.sweep.saturation import WIDEST, Saturation
from loadgen.sweep.scalability import Scalability
from loadgen.sweep.sweep_run import SweepRun

LEGEND = "Each figure with its 95 % interval. Races in turns."
UNKNOWN = math.log(10)
"""On the scale of logarithms: of a figure with a wider interval not even the order of magnitude is
known. It is in the document and in the CSV alone."""

_SLOTS = {"threads": "threads", "tokens": "pool tokens", "pool": "connections", "cpu": "cores"}


def headers(run: SweepRun) -> tuple[str, ...]:
    """Of the table of ``rows``."""
    lanes = [run.plan.name(id_) for id_ in LANES]
    figures = ("answers/s", "p50", "p99")
    return (run.quantity.title, *(f"{name}, {each}" for each in figures for name in lanes))


def rows(run: SweepRun) -> Iterator[tuple[str, ...]]:
    """One row for each value: throughput, p50 and p99 of both lanes, with 95 % intervals."""
    for point in run.ordered:
        yield row(point)


def row(point: Point) -> tuple[str, ...]:
    """That of one point."""
    return (
        f"{point.value:,}",
        *(figure_text(point.throughput(id_), number_format.rate) for id_ in LANES),
        *(figure_text(point.median_s(id_), seconds_text) for id_ in LANES),
        *(figure_text(point.p99_s(id_), seconds_text) for id_ in LANES),
    )


def sentences(run: SweepRun) -> Iterator[str]:
    """What the sweep comes to: who leads where, each lane's knee and bounds, what failed."""
    if not run.points:
        yield "No step was measured."
        return
    yield lead_sentence(run)
    for id_ in LANES:
        yield " ".join(lane_sentences(run, id_))
    for point in run.ordered:
        if point.failure:
            yield f"At {run.quantity.text(point.value)}: {point.failure}"


def lane_sentences(run: SweepRun, id_: LaneId) -> Iterator[str]:
    """Of one lane: its best and its knee, the bound beside it, and whether the law fits."""
    found, name = run.saturation(id_), run.plan.name(id_)
    yield _best(found, name, run)
    if found.limit and (found.limit.per_s.interval is None or is_shown(found.limit.per_s)):
        yield bound_text(found.limit)
    if found.knee is not None and found.one_user_s and found.crossing_users:
        alone = seconds_text(found.one_user_s.estimate)
        users = number_format.significant(found.crossing_users, 2)
        yield f"One user alone waits {alone}, so that this takes at least {users} users (N*)."
    law = run.scalability(id_)
    if law:
        yield _law(law)
    raced = of_lane(run.points, id_)
    if raced and raced[-1].value < run.ordered[-1].value:
        last = run.quantity.text(raced[-1].value)
        yield f"Beyond {last} it was not raced: more only waits there."


def described(run: SweepRun) -> str:
    """What was raced at every step, but for what was varied; and the load, where that was not."""
    sentence = plan_sentence(run.plan, without=run.quantity.parameter.key)
    if run.quantity.is_load:
        return sentence
    return f"{sentence} Load: {number_format.load(run.plan.model, 'settings')}."


def markdown(run: SweepRun) -> str:
    """The whole sweep as Markdown."""
    titles = headers(run)
    lines = [described(run), ""]
    lines += [f"- {sentence}" for sentence in sentences(run)]
    lines += ["", f"| {' | '.join(titles)} |", f"|{'---:|' * len(titles)}"]
    lines += [f"| {' | '.join(each)} |" for each in rows(run)]
    return "\n".join([*lines, ""])


def lead_sentence(run: SweepRun) -> str:
    """Who answers more, and from where on."""
    changes = run.crossings
    if changes:
        return " ".join(_change(each, run) for each in changes)
    leaders = [(lead.lane, lead.from_value) for lead in leads(run.points) if lead.lane is not None]
    if not leaders:
        return "No difference in throughput is shown at any of these values."
    lane, first = leaders[0]
    other = run.plan.name("a" if lane == "b" else "b")
    largest = run.quantity.text(led_up_to(run.points, lane))
    return (
        f"{run.plan.name(lane)} answers more from {run.quantity.text(first)} on; there is no "
        f"crossing up to {largest}: at none of these values does {other}."
    )


def bound_text(bound: Bound) -> str:
    """``Its limit: 4 threads ÷ 50 ms = 80/s.``."""
    slots = f"{number_format.trimmed(bound.slots)} {_SLOTS[bound.kind]}"
    if bound.slots == 1:
        slots = f"1 {_SLOTS[bound.kind][:-1]}"
    where = f" of the {bound.pool} pool" if bound.pool else ""
    each = seconds_text(bound.each_s.estimate)
    held = f"{each} CPU" if bound.kind == "cpu" else each
    return f"Its limit: {slots}{where} ÷ {held} = {plain_or_interval(bound.per_s)}."


def plain_or_interval(rate: Ratio) -> str:
    """``80/s`` where it is computed from settings alone, else ``80/s ± 3 %``."""
    if rate.interval is None:
        return number_format.rate(rate.estimate)
    return figure_text(rate, number_format.rate)


def seconds_text(seconds: float) -> str:
    """A time given in seconds: ``51.2 ms``."""
    return number_format.milliseconds(seconds * 1000)


def is_shown(figure: Ratio | None) -> bool:
    """Whether it is known to within ``UNKNOWN``; without an interval it is not."""
    return figure is not None and figure.half_width <= UNKNOWN


def figure_text(figure: Ratio | None, form: Callable[[float], str]) -> str:
    """``1,200/s ± 4 %``, ``600/s to 2,400/s`` where that is wide; a dash where it is unknown."""
    if figure is None or figure.interval is None or not is_shown(figure):
        return number_format.NO_VALUE
    if figure.half_width > WIDEST:
        low, high = figure.interval
        return f"{form(low)} to {form(high)}"
    percent = 100 * math.expm1(figure.half_width)
    return f"{form(figure.estimate)} ± {number_format.trimmed(percent, 2)} %"


def _best(found: Saturation, name: str, run: SweepRun) -> str:
    if found.best is None:
        return f"{name}: too little was measured at every value."
    best, text = figure_text(found.best, number_format.rate), run.quantity.text
    if found.lane not in run.quantity.lanes:
        return f"{name} has no such setting, and answers {best} at most."
    if found.values == 1 and found.knee is None:
        only = f"{best} at {text(found.best_at)}"
        return f"{name} answers {only}, the only value at which enough was measured."
    if not run.quantity.is_capacity:
        return f"{name} answers most, {best}, at {text(found.best_at)}."
    if found.knee is None:
        return f"{name} still answers more with more at {text(found.largest)}: {best}."
    return f"{name} reaches 95 % of its best, {best}, with {text(found.knee)}."


def _law(law: Scalability) -> str:
    if law.fits:
        contention, coherency = (
            number_format.trimmed(each, 2) for each in (law.contention, law.coherency)
        )
        return f"The Universal Scalability Law fits: σ = {contention}, κ = {coherency}."
    missed = number_format.percent(100 * abs(law.worst))
    at = number_format.users(law.worst_at)
    return f"The Universal Scalability Law does not fit: it misses by {missed} at {at}."


def _change(change: Crossing, run: SweepRun) -> str:
    text = run.quantity.text
    about = text(max(1, round(change.estimate)))
    return (
        f"{run.plan.name(change.lane)} leads from about {about} on (between {text(change.low)} "
        f"and {text(change.high)})."
    )
