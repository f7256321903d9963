"""What the benchmarks count as a claim, as withdrawn, and as the same race again."""

from pathlib import Path

import pytest

from loadgen.model.frame import Frame
from loadgen.model.race_plan import RacePlan
from loadgen.statistics.bootstrap import Ratio
from loadgen.verdict.verdict import Verdict
from tests.benchmarks import same_against_same
from tests.benchmarks.claims import claims, withdrawn
from tests.benchmarks.recorded_races import load, save
from tests.support.every_case import every_case

NOTHING = Verdict(sentence="Measuring.")
B_IS_AHEAD = Verdict(sentence="", throughput_ratio=Ratio(2.0, 1.9, 2.1))
A_IS_AHEAD = Verdict(sentence="", throughput_ratio=Ratio(0.5, 0.48, 0.52))
LOWER_P95 = Verdict(tail=0.95, tail_ratio=Ratio(0.5, 0.48, 0.52))
UNCLEAR_P95 = Verdict(tail=0.95, tail_ratio=Ratio(1.0, 0.8, 1.25))
UNCLEAR_P99 = Verdict(tail=0.99, tail_ratio=Ratio(1.0, 0.8, 1.25))
AHEAD_SO_FAR = Verdict(kind="measuring", ahead="b")
UNCLEAR = Verdict(sentence="", throughput_ratio=Ratio(1.0, 0.8, 1.25))


def test_who_is_better_depends_on_the_metric() -> None:
    lower = Ratio(0.5, 0.48, 0.52)
    verdict = Verdict(sentence="", throughput_ratio=lower, tail_ratio=lower, memory_ratio=lower)
    assert claims(verdict) == {"throughput": "a", "tail": "b", "memory": "b"}
    assert claims(UNCLEAR) == dict.fromkeys(("throughput", "tail", "memory"))


@every_case(
    ("verdicts", "expected"),
    [
        ((NOTHING, UNCLEAR, B_IS_AHEAD, B_IS_AHEAD), set()),
        ((B_IS_AHEAD, UNCLEAR), {"throughput"}),
        ((B_IS_AHEAD, A_IS_AHEAD), {"throughput"}),
        ((B_IS_AHEAD, NOTHING, B_IS_AHEAD), {"throughput"}),
        ((AHEAD_SO_FAR, NOTHING), {"throughput"}),
        ((LOWER_P95, UNCLEAR_P95), {"tail"}),
        ((LOWER_P95, UNCLEAR_P99), set()),
        ((AHEAD_SO_FAR, B_IS_AHEAD), set()),
        ((), set()),
    ],
)
def test_a_claim_is_withdrawn(verdicts: tuple[Verdict, ...], expected: set[str]) -> None:
    assert withdrawn(verdicts) == expected


def test_a_recording_is_read_as_it_was_written(tmp_path: Path) -> None:
    plan = RacePlan.default().checked()
    frames = [Frame(seq=n, at_s=0.1 * n, phase="racing", lanes={}) for n in range(3)]
    save(tmp_path / "race.jsonl.gz", plan, frames)
    found_plan, found = load(tmp_path / "race.jsonl.gz")
    assert (found_plan, list(found)) == (plan, frames)


@pytest.mark.parametrize(
    ("last", "measured", "holds"),
    [
        ((NOTHING, NOTHING), "0 claimed / 0 with an interval / 2 races", None),
        ((UNCLEAR, NOTHING), "0 claimed / 1 with an interval / 2 races", True),
        ((B_IS_AHEAD, UNCLEAR), "1 claimed / 2 with an interval / 2 races", False),
    ],
)
def test_same_against_same_says_how_many_races_had_an_interval(
    monkeypatch: pytest.MonkeyPatch, last: tuple[Verdict, ...], measured: str, holds: bool | None
) -> None:
    races = dict(enumerate(last))
    monkeypatch.setattr(
        same_against_same, "replay", lambda path: (RacePlan.default(), [races[int(path.name)]])
    )
    any_, *_ = same_against_same.false_claims("together", [Path(str(n)) for n in races])
    assert any_.measured.startswith(measured)
    assert any_.holds is holds
