"""For all variants: nothing is cut off that cannot be read elsewhere, and nothing jumps."""

import itertools
from dataclasses import replace

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.charts.chart import Chart
from gui.charts.chart_model import ChartModel, PaintStyle
from gui.charts.header import SUBTITLE, key, notice_text
from gui.charts.layout import KEY_GAP
from gui.charts.server_internals import InsideChart
from gui.charts.spectrum import SpectrumChart
from gui.charts.text import metrics
from gui.style.theme import DARK, LIGHT, MEDIUM, SEMIBOLD, TITLE
from gui.widgets.lane_strip import LaneStrip
from gui.widgets.slider_title import SliderTitle
from gui.widgets.verdict_line import VerdictLine, forms, shorten
from gui.window import MainWindow
from loadgen.model.frame import LaneFrame
from loadgen.model.race_plan import RacePlan
from loadgen.race.lane_status import server_ended
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict_fields import EvidenceClause, Verdict, evidence_text, joined_clauses
from servers.catalog.scenarios import SCENARIOS
from servers.process.exit_outcome import Outcome
from tests.support.every_case import every_case
from tests.support.fake_race_thread import FakeRaceThread, frame

pytestmark = pytest.mark.shared_window

LONG_NAMES = ("fastapi-gunicorn", "flask-gunicorn")


def _race(window: MainWindow, a: str, b: str) -> None:
    window.session.set_variant("a", a)
    window.session.set_variant("b", b)


def test_the_panel_shows_every_slider_whole(window: MainWindow, qtbot: QtBot) -> None:
    """Of every scenario, one after the other in one window."""
    _race(window, *LONG_NAMES)
    window.resize(1366, 768)
    panel = window.race.panel
    body = panel.widget()
    assert body is not None

    def titles_are_whole() -> bool:
        titles = [each.title for each in panel.sliders.values()]
        return all(0 < each.needed <= each.width() for each in titles)

    for scenario in SCENARIOS:
        window.session.set_scenario(scenario.key)
        qtbot.waitUntil(lambda: body.width() == panel.viewport().width())
        assert body.minimumSizeHint().width() <= panel.viewport().width(), scenario.key
        qtbot.waitUntil(titles_are_whole)
        for slider in panel.sliders.values():
            field = slider.field
            widest = field.fontMetrics().horizontalAdvance(f"{slider.parameter.maximum:,}")
            assert widest + 20 <= field.width(), scenario.key


def test_a_unit_goes_before_the_title_is_cut(qtbot: QtBot) -> None:
    title = SliderTitle("Database pool", "connections")
    qtbot.addWidget(title)
    title.resize(400, 20)
    whole = title.grab().toImage()
    assert title.minimumSizeHint().width() <= 0
    title.resize(int(title.needed) - 4, 20)
    cut = title.grab().toImage()
    assert cut != whole.copy(cut.rect())
    assert title.toolTip() == title.accessibleName() == "Database pool, connections"


@every_case("width", [1200, 1366])
def test_the_bar_has_room_for_any_names(window: MainWindow, qtbot: QtBot, width: int) -> None:
    _race(window, *LONG_NAMES)
    window.resize(width, 768)
    qtbot.waitUntil(lambda: window.race.width() == width - window.rail.width())
    bar = window.race.bar
    for scenario in SCENARIOS:
        window.session.set_scenario(scenario.key)
        QApplication.processEvents()
        assert window.width() == width
        assert bar.minimumSizeHint().width() <= bar.width(), scenario.key
        assert bar.picture.geometry().right() <= bar.width(), scenario.key


def test_both_lanes_failed_and_there_is_still_room(
    window: MainWindow, bridge: FakeRaceThread
) -> None:
    _race(window, *LONG_NAMES)
    window.session.start()
    dead = LaneFrame(status=server_ended(Outcome("crashed", 1), "FastAPI", ()))
    bridge.frame.emit(frame(0.1, a=dead, b=dead))
    window.resize(1366, 768)
    bar = window.race.bar
    bar.show_state()
    assert not bar.chips["a"].restart.isHidden()
    assert bar.minimumSizeHint().width() <= 1366 - window.rail.width()


@pytest.mark.own_window
def test_settings_go_to_the_second_line_where_the_first_is_full(
    window: MainWindow, bridge: FakeRaceThread, qtbot: QtBot
) -> None:
    _race(window, *LONG_NAMES)
    window.resize(1200, 768)
    button = window.race.bar.chips["b"].button
    settings = "gunicorn · gthread · 2 workers · 4 threads each"
    qtbot.waitUntil(lambda: button.lines == ("Flask gunicorn", "", settings))
    assert settings in button.toolTip()
    assert "not started" in button.toolTip()
    button.show_state("starting", "starting… 0.4 s")
    assert button.lines == ("Flask gunicorn", "", "starting… 0.4 s")
    window.resize(1920, 1080)
    button.resize(600, button.height())
    assert button.lines == ("Flask gunicorn", settings, "starting… 0.4 s")


EVIDENCE: tuple[EvidenceClause, ...] = (
    ("together", "last 8.0 s"),
    ("32 users", "one insert in 10 requests", "a pool of 10"),
    ("unique memory",),
    ("Flask: 12 requests failed",),
)


@every_case("sentence", ["Flask wins.", "FastAPI gunicorn answers " * 8])
@every_case("clauses", [(), EVIDENCE, EVIDENCE * 5])
@every_case("caution", ["", "The load generator is the limit."])
def test_below_a_verdict_nothing_moves_whatever_it_says(
    qtbot: QtBot, sentence: str, clauses: tuple[EvidenceClause, ...], caution: str
) -> None:
    whole, line, below = QWidget(), VerdictLine(), QWidget()
    qtbot.addWidget(whole)
    column = QVBoxLayout(whole)
    column.addWidget(line)
    column.addWidget(below, 1)
    whole.resize(900, 400)
    whole.show()
    line.show_verdict(Verdict(sentence="Start."))
    QApplication.processEvents()
    at_first = below.y()
    evidence = evidence_text(clauses)
    line.show_verdict(
        Verdict(sentence=sentence, evidence=evidence, evidence_clauses=clauses, caution=caution)
    )
    QApplication.processEvents()
    assert below.y() == at_first
    assert caution in line.evidence.text()
    assert ("…" in line.evidence.text()) == (clauses == EVIDENCE * 5)
    if "…" in line.evidence.text():
        assert evidence in line.evidence.toolTip()


def test_what_came_of_it_is_cut_last() -> None:
    texts = list(shorten(EVIDENCE))
    assert (texts[0], texts[-1]) == (evidence_text(EVIDENCE), "")
    assert texts[0].startswith("together, last 8.0 s · 32 users, one insert in 10 requests, a pool")
    assert texts[2] == (
        "together, last 8.0 s · 32 users, … · unique memory · Flask: 12 requests failed"
    )
    assert all(len(later) < len(sooner) + 2 for sooner, later in itertools.pairwise(texts))


def test_a_name_with_a_comma_or_a_dot_is_not_cut() -> None:
    clauses = (("Flask, old · new: 12 requests failed", "left out"),)
    assert list(shorten(clauses)) == [
        "Flask, old · new: 12 requests failed, left out",
        "Flask, old · new: 12 requests failed, …",
        "",
    ]
    intervals = (
        "95 % intervals: Flask · old 7 of 9/s",
        "p99 1 to 2 times",
        "3 % less",
        "p50",
        "CPU",
    )
    verdict = Verdict(
        sentence="It.", intervals=joined_clauses(intervals), interval_clauses=intervals
    )
    assert [form for form, _ in forms(verdict)] == [joined_clauses(intervals[:3])] * 2


def _long_names(chart: type[SpectrumChart] | type[InsideChart]) -> ChartModel:
    made = chart()
    made.resize(470, 240)
    content = made.content(Timeline(), RacePlan.default())
    return replace(content, names={"a": "FastAPI gunicorn", "b": "Flask in FastAPI"})


@pytest.mark.usefixtures("qapp")
@every_case("chart", [SpectrumChart, InsideChart])
@every_case("reserved", [0.0, 161.0, 280.0])
@every_case("width", [440, 470, 655, 900])
@every_case("factor", [1.0, 1.6])
def test_names_in_the_header_never_lie_on_the_title(
    chart: type[SpectrumChart] | type[InsideChart], reserved: float, width: int, factor: float
) -> None:
    content, look = _long_names(chart), PaintStyle(DARK, factor)
    title = metrics(look, TITLE, SEMIBOLD).horizontalAdvance(content.title)
    room = width - 28 - reserved - title - 10 * factor
    placed = key(room, content, look)
    assert sum(each.width + KEY_GAP * factor for each in placed) <= max(room, 0)
    assert bool(placed) == (room >= 2 * KEY_GAP * factor)
    if room >= 400 * factor:
        assert [each.name for each in placed] == list(content.names.values())


def test_the_theme_is_the_window_s_and_reaches_menus_too(window: MainWindow) -> None:
    """A style sheet of the application takes Qt three times as long: a change would be felt."""
    window.set_theme("light")
    assert LIGHT.card in window.styleSheet()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    assert app.styleSheet() == ""
    menu = window.race.bar.picture.drop
    menu.ensurePolished()
    assert menu.window() is menu
    assert menu.grab().toImage().pixelColor(4, 12).name() == LIGHT.raised


def test_a_chart_is_made_anew_only_for_another_look(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = window.race.charts[0]
    rebuilt: list[None] = []
    monkeypatch.setattr(chart, "_rebuild", lambda: rebuilt.append(None))
    window.set_theme("light")
    assert len(rebuilt) == 1


@pytest.mark.own_window
def test_the_title_on_stage_is_cut_with_an_ellipsis(window: MainWindow, qtbot: QtBot) -> None:
    _race(window, *LONG_NAMES)
    window.session.set_scenario("upstream")
    window.set_stage(True)
    window.resize(900, 700)
    title = window.race.title
    qtbot.waitUntil(lambda: title.text().endswith("…"))
    assert title.whole in title.toolTip()
    assert "upstream pool of 100" in title.whole
    window.resize(3800, 700)
    qtbot.waitUntil(lambda: title.text() == title.whole)


@pytest.mark.usefixtures("qapp")
@every_case("room", [0.0, 10.0, 40.0, 120.0, 260.0, 700.0])
@every_case("sender", ["", "sent by stock httpx, one client"])
def test_a_chart_s_notice_keeps_to_its_room(room: float, sender: str) -> None:
    content, look = _long_names(InsideChart), PaintStyle(DARK)
    content = replace(content, notice="The load generator is the limit", sender=sender)
    content = replace(content, notice_lanes=("Flask",))
    told = notice_text(content, room, look)
    face = look.font(SUBTITLE * 0.75, MEDIUM)
    assert QFontMetricsF(face).horizontalAdvance(told) <= room + 1
    assert bool(told) == (room > 0)


def test_a_notice_stands_where_the_totals_do_whoever_says_it(window: MainWindow) -> None:
    race = window.race
    QApplication.processEvents()
    before = race.board.geometry()
    race.notice.say("The picture is saved.")
    assert race.footer.isHidden()
    QApplication.processEvents()
    assert race.board.geometry() == before
    race.notice.clear()
    assert not race.footer.isHidden()


@pytest.mark.own_window
def test_what_is_chosen_before_a_race_has_its_name_everywhere(window: MainWindow) -> None:
    window.session.set_variant("a", "flask-gunicorn")
    shown = [chart for chart in window.race.findChildren(Chart) if chart.isVisible()]
    assert len(shown) == 4
    for chart in shown:
        assert chart._content is not None
        assert chart._content.names["a"] == "Flask gunicorn"
    assert any("Flask gunicorn" in strip.text for strip in window.race.findChildren(LaneStrip))


def test_what_a_key_asks_for_is_seen_on_stage(window: MainWindow, qtbot: QtBot) -> None:
    window.set_stage(True)
    charts = window.race.charts
    qtbot.waitUntil(lambda: [chart.isVisible() for chart in charts] == [True, True, False, False])
    window.session.set_inside(True)
    assert [chart.isVisible() for chart in charts] == [False, False, True, True]
    window.set_stage(False)
    window.resize(1920, 1080)
    qtbot.waitUntil(lambda: all(chart.isVisible() for chart in charts))
