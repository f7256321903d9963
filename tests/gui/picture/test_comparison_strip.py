"""The strip sets a race against an earlier one, on one y axis; without one it is refused."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gui.charts.throughput import ThroughputChart
from gui.picture.comparison_strip import HEIGHT, WIDTH
from gui.picture.export_list import ALL_EXPORTERS
from gui.picture.layout_list import layout
from gui.picture.picture_content import PictureContent
from gui.picture.render import PictureError, render_image
from gui.picture.strip_text import NO_RACE_BEFORE, cautions, changes_text, lane_changes
from gui.style.theme import DARK, LIGHT
from loadgen.cli.exit_codes import OK, USAGE
from loadgen.cli.program import complete, main
from loadgen.export.run_record import RunRecord
from loadgen.model.race_plan import LaneChoice
from tests.gui.picture.synthetic_records import ODD, PLAN, record, text
from tests.loadgen.recording.recorded import frames, write
from tests.support.synthetic_lanes import SyntheticLane, timeline

STRIP = layout("comparison")
Printed = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def before() -> RunRecord:
    return record(timeline(20, phase="ended"))


@pytest.fixture(scope="module")
def after() -> RunRecord:
    lanes = PLAN.lanes | {"a": LaneChoice.of("flask", threads=64)}
    faster = timeline(24, SyntheticLane.steady(3_000, 0.02), phase="ended")
    return record(faster, msgspec.structs.replace(PLAN, lanes=lanes))


def test_each_lane_is_said_before_and_after_with_intervals(
    before: RunRecord, after: RunRecord
) -> None:
    assert changes_text(before, after) == "Flask threads 4 → 64"
    flask, fastapi = lane_changes(before, after)
    for each in (flask.before, flask.after, fastapi.before, fastapi.after):
        assert f"{each.value} ({each.ends})" in text([*flask.spans(LIGHT), *fastapi.spans(LIGHT)])
        assert each.ends
    assert "times as much (" in flask.text
    assert fastapi.text.startswith("no change shown (")


def test_a_figure_without_an_interval_is_no_figure(before: RunRecord) -> None:
    short = lane_changes(before, ODD["one frame"])
    assert [each.text for each in short] == ["too little was measured"] * 2
    assert text(short[0].spans(LIGHT)).endswith("→  –   too little was measured")


def test_another_server_in_a_lane_is_named(before: RunRecord, after: RunRecord) -> None:
    lanes = PLAN.lanes | {"a": LaneChoice.of("flask-async")}
    other = replace(after, plan=msgspec.structs.replace(PLAN, lanes=lanes))
    assert lane_changes(before, other)[0].name == f"Flask → {other.plan.name('a')}"


def test_what_must_be_known_of_either_race_is_said(before: RunRecord) -> None:
    limited = ODD["generator the limit"]
    assert f"Before: {limited.verdict.caution}" in text(cautions(limited, before, LIGHT))
    assert cautions(before, before, LIGHT) == []


def test_both_charts_have_one_y_axis(
    qtbot: QtBot, before: RunRecord, after: RunRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    axes = []
    render_into = ThroughputChart.render_into

    def note(chart: ThroughputChart, *args: object) -> None:
        render_into(chart, *args)  # type: ignore[arg-type]
        axes.append(chart.scale.axis(5))

    monkeypatch.setattr(ThroughputChart, "render_into", note)
    image = render_image(PictureContent(run=after, before=before, theme=DARK), STRIP)
    assert (image.width(), image.height()) == (WIDTH, HEIGHT)
    assert axes[0].high == axes[1].high >= 3_000
    assert axes[0] == axes[1]


@pytest.mark.parametrize("key", ["one frame", "one lane failed", "long names", "extreme"])
def test_nothing_runs_off_it(qtbot: QtBot, before: RunRecord, key: str) -> None:
    same_work = replace(before, plan=ODD[key].plan)
    image = render_image(PictureContent(run=ODD[key], before=same_work, theme=DARK), STRIP)
    for edge in (image.copy(0, 0, WIDTH, 12), image.copy(0, HEIGHT - 12, WIDTH, 12)):
        colours = {edge.pixelColor(x, y).name() for x in range(0, WIDTH, 3) for y in range(12)}
        assert colours == {DARK.background}


def test_without_an_earlier_race_it_is_refused(qtbot: QtBot, after: RunRecord) -> None:
    with pytest.raises(PictureError, match="press R") as refused:
        render_image(PictureContent(run=after), STRIP)
    assert str(refused.value) == NO_RACE_BEFORE


def test_races_of_other_work_are_refused(qtbot: QtBot, before: RunRecord, after: RunRecord) -> None:
    other = replace(before, plan=ODD["long names"].plan)
    with pytest.raises(PictureError, match="did different work"):
        render_image(PictureContent(run=after, before=other), STRIP)


def test_the_command_line_writes_it_of_two_recorded_races(
    qtbot: QtBot, tmp_path: Path, capsys: Printed
) -> None:
    race = str(write(tmp_path / "race.faceoff", frames()))
    out = tmp_path / "strip.svg"
    words = ["export", race, "--layout", "comparison", "--title", "Twice", "--out", str(out)]
    with pytest.raises(SystemExit) as refused:
        main(words, ALL_EXPORTERS)
    assert refused.value.code == USAGE
    assert "add --baseline" in capsys.readouterr().err
    assert main([*words, "--baseline", race], ALL_EXPORTERS) == OK
    assert ">Twice<" in out.read_text("utf-8")
    png = tmp_path / "slide.png"
    wide = ["export", race, "--layout", "slide", "--scale", "2", "--out", str(png)]
    assert main(wide, ALL_EXPORTERS) == OK
    assert QImage(str(png)).width() == 2 * layout("slide").width


def test_compare_draws_two_recorded_races(qtbot: QtBot, tmp_path: Path, capsys: Printed) -> None:
    race = str(write(tmp_path / "race.faceoff", frames()))
    svg, png, table = (tmp_path / name for name in ("strip.svg", "strip.PNG", "table.MD"))
    outs = [word for path in (svg, png, table) for word in ("--out", str(path))]
    words = ["compare", race, race, *outs, "--title", "Twice", "--scale", "2"]
    assert main(words, ALL_EXPORTERS) == OK
    assert ">Twice<" in svg.read_text("utf-8")
    assert QImage(str(png)).width() == 2 * WIDTH
    assert "| | A | B | Change |" in table.read_text("utf-8")
    assert "Change" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["a", "b", "--against", "c", "--out", "strip.png"], "one race before and one after"),
        (["a", "b", "--out", "strip.gif"], "--out takes .md, .json, .png, .svg, .pdf"),
    ],
)
def test_compare_refuses_a_picture_of_groups(
    words: list[str], reason: str, capsys: Printed
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["compare", *words], ALL_EXPORTERS)
    assert refused.value.code == USAGE
    assert reason in " ".join(capsys.readouterr().err.split())


def test_a_race_with_this_layout_needs_a_race_before(capsys: Printed) -> None:
    with pytest.raises(SystemExit):
        main(["run", "--layout", "comparison", "--out", "strip.png"], ALL_EXPORTERS)
    assert "add --baseline" in capsys.readouterr().err


def test_a_shell_completes_layouts(monkeypatch: pytest.MonkeyPatch, capsys: Printed) -> None:
    monkeypatch.setenv("COMP_WORDS", "faceoff export last --layout c")
    monkeypatch.setenv("COMP_CWORD", "4")
    assert complete("bash_complete", ALL_EXPORTERS) == OK
    assert capsys.readouterr().out.split() == ["plain,comparison"]
