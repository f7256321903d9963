"""The slide: one chart, two figures that have intervals, and nothing too small to be read."""

from dataclasses import replace

import msgspec
import pytest
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from gui.charts.latency import LatencyChart
from gui.charts.throughput import ThroughputChart
from gui.picture.layout_list import layout
from gui.picture.picture_content import PictureContent
from gui.picture.render import render_image
from gui.picture.slide import LEAST_TYPE, SMALL_PRINT, chart_kind
from gui.picture.slide_text import NO_INTERVAL, below_title, command, lane_figures, title
from gui.style.text_layout import TextLayout
from gui.style.theme import DARK, LIGHT
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import Mark
from loadgen.model.load_plan import OpenModel
from tests.gui.picture.synthetic_records import ODD, PLAN, record, text
from tests.support.synthetic_lanes import FASTAPI, timeline

SLIDE = layout("slide")


@pytest.fixture(scope="module")
def race() -> RunRecord:
    return record(timeline(20, phase="ended"))


@pytest.fixture(scope="module")
def open_race() -> RunRecord:
    return record(timeline(20), msgspec.structs.replace(PLAN, model=OpenModel(500, 200)))


def test_each_large_figure_has_its_interval(race: RunRecord) -> None:
    flask, fastapi = lane_figures(race)
    assert (flask.lane, fastapi.lane) == ("a", "b")
    for each in (flask, fastapi):
        assert each.figure is not None
        assert each.figure.interval is not None
        low, high = map(each.kind.format, each.figure.interval)
        assert each.value == each.kind.format(each.figure.estimate)
        assert each.interval == f"95 %: {low} to {high}"


@pytest.mark.parametrize("run", ["nothing measured", "one frame", "one lane failed"])
def test_without_an_interval_there_is_no_figure(run: str) -> None:
    assert [(each.value, each.interval) for each in lane_figures(ODD[run])] == [
        ("–", NO_INTERVAL)
    ] * 2


def test_the_chart_is_of_what_the_figures_are_of(race: RunRecord, open_race: RunRecord) -> None:
    """A constant rate is answered by both: there, latency tells them apart."""
    assert chart_kind(lane_figures(race)) is ThroughputChart
    figures = lane_figures(open_race)
    assert chart_kind(figures) is LatencyChart
    assert figures[0].kind.percentile in (0.9, 0.99)
    assert figures[0].value.endswith((" ms", " s"))


def test_an_own_title_stands_above_the_verdict_with_its_intervals(race: RunRecord) -> None:
    plain = PictureContent(run=race)
    assert text(title(plain)) == race.verdict.headline
    assert text(below_title(plain)) == " · ".join(race.verdict.intervals_shown[:3])
    own = replace(plain, title="Who waits?")
    assert text(title(own)) == "Who waits?"
    assert text(below_title(own)) == race.verdict.sentence


def test_the_command_says_when_settings_were_changed_meanwhile(race: RunRecord) -> None:
    assert text(command(race, LIGHT)).startswith("Repeat it: ")
    changed = record(timeline(3, marks=(Mark(1, "concurrency 64 → 96"),)))
    assert text(command(changed, LIGHT)).startswith("Repeat it as it was at the end: ")


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[TextLayout]:
    """The texts beside the chart, as they are painted."""
    found: list[TextLayout] = []
    paint = TextLayout.paint

    def note(self: TextLayout, painter: QPainter, left: float, top: float) -> None:
        found.append(self)
        paint(self, painter, left, top)

    monkeypatch.setattr(TextLayout, "paint", note)
    return found


@pytest.mark.parametrize("key", ["one lane failed", "generator the limit", "long names", "extreme"])
@pytest.mark.parametrize("own", ["", "A title of my own"])
def test_it_is_readable_at_a_quarter_of_its_width(
    qtbot: QtBot, painted: list[TextLayout], key: str, own: str
) -> None:
    image = render_image(PictureContent(run=ODD[key], theme=DARK, title=own), SLIDE)
    read = [each for each in painted if each.spans and each.size > SMALL_PRINT]
    assert min(each.size for each in read) >= LEAST_TYPE
    assert LEAST_TYPE / 4 >= 9
    values = {each.value for each in lane_figures(ODD[key])}
    large = [each for each in read if text(each.spans) in values]
    assert len(large) == 2
    assert edges(image) == {DARK.background}


def edges(image: QImage) -> set[str]:
    """The colours of the outermost pixels."""
    xs, ys = range(0, image.width(), 3), range(0, image.height(), 3)
    at = [(x, y) for x in xs for y in (4, image.height() - 5)]
    at += [(x, y) for y in ys for x in (4, image.width() - 5)]
    return {image.pixelColor(x, y).name() for x, y in at}


def test_the_chart_has_at_least_half_of_the_slide(
    qtbot: QtBot, race: RunRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = []
    render_into = ThroughputChart.render_into

    def note(chart: ThroughputChart, painter: QPainter, place: object, factor: float) -> None:
        places.append((place, chart))
        render_into(chart, painter, place, factor)  # type: ignore[arg-type]

    monkeypatch.setattr(ThroughputChart, "render_into", note)
    limited = replace(race, timeline=timeline(20, b=replace(FASTAPI, limited=True)))
    for run in (race, limited):
        render_image(PictureContent(run=run), SLIDE)
    for place, _ in places:
        assert place.width() >= 0.6 * SLIDE.width  # type: ignore[attr-defined]
        assert place.height() >= 0.4 * SLIDE.height  # type: ignore[attr-defined]
