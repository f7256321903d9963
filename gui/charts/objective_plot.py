"""The plot of a search for a rate: the objective's percentile over the rates that were tried."""

from gui.charts.value_plot import (
    BoundLine,
    PlotPoint,
    Series,
    ValueMark,
    ValuePlot,
    latency_axis,
    values_axis,
)
from loadgen.model import number_format
from loadgen.model.frame import LANES, LaneId
from loadgen.objective.cost_run import CostRun

_TEACHES = (
    "The latency of each server at each arrival rate that is tried, with its 95 % interval, "
    "against the limit of the objective: the highest rate that holds is confirmed in a race of "
    "its own."
)


def objective_plot(run: CostRun) -> ValuePlot:
    """Milliseconds from when a request was due, of the worse of two starts of the server."""
    objective = run.objective
    series = tuple(Series(id_, run.plan.name(id_), _points(run, id_)) for id_ in LANES)
    points = [point for each in series for point in each.points]
    rates = sorted({point.value for point in points})
    heights = [y for point in points for y in (point.low, point.high)]
    limit = objective.limit_ms
    lines: tuple[BoundLine, ...] = ()
    if rates:
        text = f"limit {number_format.milliseconds(limit)}"
        ends = (rates[0] / 10, limit), (rates[-1] * 10, limit)  # beyond the axis, also at one rate
        lines = (BoundLine(None, ends, text),)
    return ValuePlot(
        f"Latency {objective.percentile}, ms",
        "Arrival rate, requests a second",
        _TEACHES,
        values_axis(rates, logarithmic=True),
        latency_axis([*heights, limit]),
        logarithmic=True,
        series=series,
        lines=lines,
        marks=tuple(
            ValueMark(id_, probe.rate, f"sustains {number_format.rate(probe.rate)}")
            for id_, found in run.lanes.items()
            if (probe := found.confirmed) is not None
        ),
    )


def _points(run: CostRun, id_: LaneId) -> tuple[PlotPoint, ...]:
    """One for each rate, its last race; those without an interval are left out."""
    found = run.lanes.get(id_)
    shown: dict[int, PlotPoint] = {}
    for probe in (*found.searched, *found.confirmations) if found else ():
        figure = probe.worst.response_s
        ends = figure.interval if figure else None
        if figure is not None and ends is not None:
            ms = number_format.milliseconds(1000 * figure.estimate)
            rate = number_format.rate(probe.rate)
            shown[probe.rate] = PlotPoint(
                probe.rate,
                1000 * figure.estimate,
                1000 * ends[0],
                1000 * ends[1],
                f"{rate}: {ms}, the objective {probe.result}",
            )
    return tuple(shown[rate] for rate in sorted(shown))
