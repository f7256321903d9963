"""Two races against each other: what changed is shown, and other work is not compared."""

import math

import msgspec
import pytest

from loadgen.comparison.change import change_of, group
from loadgen.comparison.comparison import Comparison, ComparisonError
from loadgen.comparison.comparison_document import encode_comparison
from loadgen.comparison.comparison_text import change_text, conditions, markdown, rows
from loadgen.export.run_record import RunRecord
from loadgen.model import number_format
from loadgen.model.number_format import NO_VALUE
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.statistics.bootstrap import Ratio
from tests.support.synthetic_frames import Side, timeline
from tests.support.synthetic_runs import run


def changes(comparison: Comparison) -> dict[tuple[str, str], Ratio]:
    return {(each.lane, each.kind.key): each.change for each in comparison.changes if each.change}


def test_what_has_changed_is_shown_with_its_interval() -> None:
    found = changes(Comparison.of([run()], [run(rate=20, latency_ms=25, seed=2)]))
    throughput, p50 = found["a", "throughput_per_second"], found["a", "p50_s"]
    assert throughput.is_clear
    assert throughput.estimate == pytest.approx(2, rel=0.03)
    assert throughput.interval is not None
    assert throughput.interval[0] < 2 < throughput.interval[1]
    assert p50.estimate == pytest.approx(0.5, rel=0.03)
    assert found["b", "throughput_per_second"].holds_one


@pytest.mark.slow
def test_the_same_again_shows_no_change() -> None:
    """The intervals hold at every look, so at one look they are wider than 95 % takes."""
    claims = [
        change
        for seed in range(0, 20, 2)
        for change in changes(Comparison.of([run(seed=seed)], [run(seed=seed + 1)])).values()
        if change.is_clear
    ]
    assert claims == []


def test_the_values_are_those_of_the_race() -> None:
    figures = {(each.lane, each.kind.key): each for each in Comparison.of([run()], [run()]).changes}
    throughput, p50 = figures["a", "throughput_per_second"].before, figures["a", "p50_s"].before
    assert throughput is not None
    assert throughput.estimate == pytest.approx(100, rel=0.02)
    assert p50 is not None
    assert p50.estimate == pytest.approx(0.050, rel=0.02)
    memory = figures["a", "memory_mib"].before
    assert memory is not None
    assert memory.estimate == pytest.approx(30)


def test_other_settings_are_the_possible_cause() -> None:
    plan = RacePlan.default()
    lanes = plan.lanes | {"a": LaneChoice.of("flask", threads=64)}
    changed = msgspec.structs.replace(plan, lanes=lanes)
    comparison = Comparison.of([run()], [run(plan=changed)])
    assert [each.text for each in comparison.differences] == ["Flask threads 4 → 64"]
    assert comparison.refusal == ""
    assert ("Lane A", "Flask") in comparison.equal


def test_other_work_is_not_compared() -> None:
    plan = RacePlan.default()
    longer = msgspec.structs.replace(plan, parameters=plan.parameters | {"wait_ms": 200})
    comparison = Comparison.of([run()], [run(plan=longer)])
    assert comparison.refusal == (
        "These races did different work (wait 50 ms → 200 ms), so their figures differ anyway."
    )


def test_other_versions_and_machines_are_named() -> None:
    other = {"python": "3.13.0", "versions": {"flask": "3.1.1"}}
    comparison = Comparison.of([run()], [run(environment=other)])
    assert [each.text for each in comparison.differences] == [
        "Python 3.12.1 → 3.13.0",
        "flask 3.1.0 → 3.1.1",
    ]
    assert comparison.refusal == ""


@pytest.mark.slow
def test_a_group_has_the_interval_between_its_races() -> None:
    speeds = (8, 10, 12)
    runs = [run(rate=rate, seed=n) for n, rate in enumerate(speeds)]
    single = changes(Comparison.of([run()], [run(seed=9)]))["a", "throughput_per_second"]
    grouped = changes(Comparison.of(runs, [run(seed=9)]))["a", "throughput_per_second"]
    assert grouped.half_width > 5 * single.half_width


def test_a_group_is_of_one_plan() -> None:
    other = msgspec.structs.replace(RacePlan.default(), timeout_s=7)
    with pytest.raises(ComparisonError, match="these differ in timeout 60 s → 7 s"):
        Comparison.of([run(), run(plan=other)], [run()])


def test_two_of_a_group_take_the_t_of_one_degree_of_freedom() -> None:
    both = group([Ratio(10, 9, 11), Ratio(10 * math.e, 26, 28)])
    assert math.log(both.estimate) == pytest.approx(math.log(10) + 0.5)
    assert both.half_width == pytest.approx(12.706 * 0.5, rel=1e-3)


def test_errors_of_two_races_add_up_as_squares() -> None:
    change = change_of(
        Ratio(10, 10 / math.exp(0.03), 10 * math.exp(0.03)),
        Ratio(20, 20 / math.exp(0.04), 20 * math.exp(0.04)),
    )
    assert change.estimate == pytest.approx(2)
    assert change.half_width == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (Ratio(4.0, 3.8, 4.2), "about 4.0 times as much (3.8 to 4.2)"),
        (Ratio(0.25, 0.24, 0.26), "about 4.0 times lower (3.8 to 4.2)"),
        (Ratio(1.23, 1.20, 1.26), "+about 23 % (20 to 26 %)"),
        (Ratio(1.0, 0.97, 1.03), "~ (0.97 to 1.03 times)"),
        (None, ""),
    ],
)
def test_digits_follow_the_interval(change: Ratio | None, text: str) -> None:
    assert change_text(change) == text


def test_the_texts_and_the_document_agree() -> None:
    comparison = Comparison.of([run()], [run(rate=20, seed=2)])
    document = msgspec.json.decode(encode_comparison(comparison))
    assert document["format"] == "faceoff-comparison"
    assert len(document["figures"]) == len(comparison.changes)
    shown = {(row["lane"], row["figure"]) for row in document["figures"] if row["shown"]}
    assert ("a", "throughput_per_second") in shown
    text = markdown(comparison)
    for title, *cells in rows(comparison):
        assert title in text
        assert all(cell in text for cell in cells)
    assert all(f"**{name}:** {said}" in text for name, said in conditions(comparison))


def test_values_have_their_intervals_in_the_rows() -> None:
    comparison = Comparison.of([run()], [run(rate=20, seed=2)])
    cells = next(row[1:3] for row in rows(comparison) if row[0] == "Throughput")
    change = comparison.changes[0]
    assert change.before is not None
    assert change.after is not None
    for cell, figure in zip(cells, (change.before, change.after), strict=True):
        low, high = figure.interval or (0.0, 0.0)
        assert f"({number_format.rate(low)} to {number_format.rate(high)})" in cell
    assert change.kind.text(Ratio(100.0)) == NO_VALUE


def test_it_says_which_race_is_a_and_which_is_b() -> None:
    before, after = run(), run(rate=20, seed=2)
    said = dict(conditions(Comparison.of([before], [after, after])))
    assert said["A"] == f"{before.started_at:%d %b %Y %H:%M:%S}"
    assert said["B"].count(f"{after.started_at:%d %b %Y %H:%M:%S}") == 2


def test_the_legend_names_the_signs_of_a_race_that_was_too_short() -> None:
    short = RunRecord.of(RacePlan.default(), timeline((2, Side(), Side())))
    text = markdown(Comparison.of([run()], [short]))
    assert f"| {NO_VALUE} |" in text
    assert f"{NO_VALUE} not measured" in text
