"""The comparison strip: a race beside an earlier one, and by how much each lane has changed."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui.charts import Chart
from gui.charts.latency import LatencyChart
from gui.charts.throughput import ThroughputChart
from gui.charts.view import View
from gui.picture import slide_text, text
from gui.picture.layout_list import layout
from gui.picture.picture_content import PictureContent, picture_chart
from gui.picture.strip_text import LaneChange, cautions, changes_text, lane_changes
from gui.style.text_layout import Span, TextLayout
from gui.style.theme import SEMIBOLD
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LANES

WIDTH, HEIGHT = layout("comparison").width, layout("comparison").height
_TYPE, _LEAST_TYPE, _SMALL_PRINT = 34.0, 26.0, 18.0
_MARGIN, _GAP = 56.0, 24.0
_INNER = WIDTH - 2 * _MARGIN
_CHART_FACTOR = 2.1


def paint_comparison(painter: QPainter, content: PictureContent) -> None:
    """Paint it at scale 1; the content has a race before."""
    assert content.before is not None, "render refuses a layout without what it needs"
    changes = lane_changes(content.before, content.run)
    top = _paint_head(painter, content, content.before) + _GAP
    bottom = _paint_foot(painter, content, changes) - _GAP
    runs = {"Before": content.before, "After": content.run}
    charts = _charts(content, tuple(runs.values()), changes)
    width = (_INNER - _GAP) / 2
    for n, (name, chart) in enumerate(zip(runs, charts, strict=True)):
        left = _MARGIN + n * (width + _GAP)
        said = TextLayout([Span(name, content.theme.text, SEMIBOLD)], _TYPE, width)
        said.paint(painter, left, top)
        place = QRectF(left, top + said.height + 6, width, bottom - top - said.height - 6)
        painter.save()
        chart.render_into(painter, place, _CHART_FACTOR)
        painter.restore()
        chart.deleteLater()


def _charts(
    content: PictureContent, runs: Sequence[RunRecord], changes: Sequence[LaneChange]
) -> list[Chart]:
    """One for each race, of what the figures are of, on one y axis."""
    is_latency = changes[0].kind.percentile is not None
    kind: type[Chart] = LatencyChart if is_latency else ThroughputChart
    columns = ("p50_ms", "p99_ms") if is_latency else ("throughput",)
    # Of another race, neither a stretch nor a guess of this one means anything.
    shown = replace(content, view=View(basis=content.view.basis, axis=content.view.axis))
    charts = [picture_chart(kind, shown, run) for run in runs]
    for chart in charts:
        for run in runs:
            for column in columns:
                for id_ in LANES:
                    chart.scale.include_all(run.timeline.lane(id_).column(column))
    return charts


def _paint_head(painter: QPainter, content: PictureContent, before: RunRecord) -> float:
    """Returns where it ends."""
    run, theme = content.run, content.theme
    title = content.title or changes_text(before, run)
    top = 36.0
    for spans, size, smallest, lines in (
        (text.heading(run, theme), _TYPE, _LEAST_TYPE, 1),
        ([Span(title, theme.text, SEMIBOLD)], 52.0, 34.0, 2),
        ([Span(changes_text(before, run), theme.muted)] if content.title else [], _TYPE, 24.0, 2),
        (cautions(before, run, theme), _LEAST_TYPE, 20.0, 2),
    ):
        line = TextLayout(spans, size, _INNER, lines=lines, smallest=smallest, line_height=1.24)
        line.paint(painter, _MARGIN, top)
        top += line.height + (4 if line.lines else 0)
    return top


def _paint_foot(painter: QPainter, content: PictureContent, changes: Sequence[LaneChange]) -> float:
    """Each lane's figures, then the small print. Returns where it begins."""
    run, theme = content.run, content.theme
    label = TextLayout(text.label(run, theme), _SMALL_PRINT, _INNER, right=True)
    rows = [each.spans(theme) for each in changes]
    size = min(TextLayout(each, _TYPE, _INNER, smallest=_LEAST_TYPE).size for each in rows)
    lines = [
        *(TextLayout(each, size, _INNER, smallest=_LEAST_TYPE) for each in rows),
        TextLayout(slide_text.command(run, theme), _SMALL_PRINT, _INNER, smallest=15),
        TextLayout(
            text.machine(run, theme), _SMALL_PRINT, _INNER - label.natural_width - 30, smallest=15
        ),
    ]
    begin = top = HEIGHT - 32 - sum(line.height + 4 for line in lines)
    for line in lines:
        line.paint(painter, _MARGIN, top)
        if line is lines[-1]:
            label.paint(painter, _MARGIN, top)
        top += line.height + 4
    return begin
