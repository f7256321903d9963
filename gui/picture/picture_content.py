"""What goes into a picture, whatever its layout."""

from dataclasses import dataclass

from gui.charts import Chart
from gui.charts.server_internals import InsideChart
from gui.charts.throughput import ThroughputChart
from gui.charts.view import View
from gui.style.theme import LIGHT, Theme
from loadgen.export.run_record import RunRecord

WHOLE = View()
"""All of the race, as charts show it until somebody chooses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureContent:
    """A race, and how it is to be shown.

    ``title`` is the person's own, "" without one. ``before`` is the race that this one is set
    against, in the layouts that need one.
    """

    run: RunRecord
    theme: Theme = LIGHT
    view: View = WHOLE
    title: str = ""
    before: RunRecord | None = None


def picture_chart(
    kind: type[Chart], content: PictureContent, run: RunRecord | None = None
) -> Chart:
    """A chart of the race, or of ``run``, with the view of the content, to be painted once."""
    run, view = run or content.run, content.view
    chart = kind(content.theme, tight=True)
    chart.basis = view.basis
    chart.set_window(view.window_s)
    chart.set_zoom(view.zoom)
    chart.set_axis(view.axis)
    chart.set_hidden(view.hidden.get(chart.title, frozenset()))
    if isinstance(chart, ThroughputChart):
        chart.set_expected(view.expected, view.expected_by)
    if isinstance(chart, InsideChart) and view.inside is not None:
        chart.set_measure(view.inside)
    chart.refresh(run.timeline, run.plan)
    return chart
