"""What the two plots of a sweep show: throughput with its bounds, and latency."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import numpy as np

from gui.charts.value_plot import (
    BoundLine,
    PlotPoint,
    Series,
    ValueMark,
    ValuePlot,
    latency_axis,
    line_through,
    rate_axis,
    values_axis,
)
from loadgen.model import number_format
from loadgen.model.frame import LANES, LaneId
from loadgen.statistics.bootstrap import Ratio
from loadgen.sweep.points import Point
from loadgen.sweep.scalability import Scalability
from loadgen.sweep.sweep_run import SweepRun
from loadgen.sweep.sweep_text import figure_text, is_shown, seconds_text

_RATE_TEACHES = (
    "Answers per second of each server over what is swept: a point with its 95 % interval for each "
    "step, the knee from which on it does not rise, and the bounds that explain it."
)
_LATENCY_TEACHES = (
    "Latency p50 and p99 at the same steps: where more load only waits, they rise "
    "and throughput does not."
)

Figure = Callable[[Point, LaneId], Ratio | None]


def throughput_plot(run: SweepRun) -> ValuePlot:
    """Answers per second, with knee, N*, N / R1, the limit's bound, and the law where it fits."""
    series = [
        Series(
            id_,
            run.plan.name(id_),
            _points(run, id_, Point.throughput, 1.0, number_format.rate),
        )
        for id_ in LANES
    ]
    values = [point.value for point in run.ordered]
    lines = tuple(_bounds(run)) if values else ()
    return ValuePlot(
        "Answers per second",
        run.quantity.title,
        _RATE_TEACHES,
        values_axis(values, logarithmic=run.quantity.parameter.logarithmic),
        rate_axis(_heights(series)),
        run.quantity.parameter.logarithmic,
        tuple(series),
        lines,
        tuple(_marks(run)),
        tuple((change.low, change.high) for change in run.crossings),
    )


def latency_plot(run: SweepRun) -> ValuePlot:
    """Milliseconds: p50 filled, p99 hollow."""
    figures: tuple[tuple[str, Figure, bool], ...] = (
        ("p50", Point.median_s, False),
        ("p99", Point.p99_s, True),
    )
    series = [
        Series(
            id_,
            f"{run.plan.name(id_)} {title}",
            _points(run, id_, figure, 1000.0, seconds_text),
            hollow,
        )
        for id_ in LANES
        for title, figure, hollow in figures
    ]
    values = [point.value for point in run.ordered]
    return ValuePlot(
        "Latency, ms",
        run.quantity.title,
        _LATENCY_TEACHES,
        values_axis(values, logarithmic=run.quantity.parameter.logarithmic),
        latency_axis(_heights(series)),
        run.quantity.parameter.logarithmic,
        tuple(series),
    )


def _points(
    run: SweepRun,
    id_: LaneId,
    figure: Figure,
    scale: float,
    form: Callable[[float], str],
) -> tuple[PlotPoint, ...]:
    """Those whose order of magnitude is known: no others are drawn."""
    found = []
    for point in run.ordered:
        value = figure(point, id_)
        ends = value.interval if value else None
        if value is not None and ends is not None and is_shown(value):
            text = f"{run.quantity.text(point.value)}: {figure_text(value, form)}"
            low, high = ends
            found.append(
                PlotPoint(point.value, value.estimate * scale, low * scale, high * scale, text)
            )
    return tuple(found)


def _heights(series: Iterable[Series]) -> list[float]:
    return [y for each in series for point in each.points for y in (point.low, point.high)]


def _bounds(run: SweepRun) -> Iterator[BoundLine]:
    values = [float(point.value) for point in run.ordered]
    for id_ in LANES:
        found = run.saturation(id_)
        if found.one_user_s and found.best:
            ceiling = found.limit.per_s.estimate if found.limit else found.best.estimate
            last = 1.3 * ceiling * found.one_user_s.estimate
            yield BoundLine(id_, tuple((n, found.bound_per_s(n) or 0.0) for n in (values[0], last)))
        if found.limit:
            rate = found.limit.per_s.estimate
            text = f"at most {number_format.rate(rate)}"
            yield BoundLine(id_, tuple((value, rate) for value in (values[0], values[-1])), text)
        law = run.scalability(id_)
        if law and law.fits:
            curve = line_through(partial(_law_at, law), values[0], values[-1])
            yield BoundLine(id_, curve, dotted=True)


def _law_at(law: Scalability, users: float) -> float:
    return float(law.throughput(np.array([users]))[0])


def _marks(run: SweepRun) -> Iterator[ValueMark]:
    for id_ in LANES:
        found = run.saturation(id_)
        if found.knee is not None:
            users = found.crossing_users
            text = f"knee {run.quantity.text(found.knee)}"
            if users is not None:
                text += f" (N* {number_format.significant(users, 2)})"
            yield ValueMark(id_, found.knee, text)
