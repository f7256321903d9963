"""The share of requests that failed is stated whatever else is missing, and half fails the race."""

import pytest

from loadgen.export.run_record import RunRecord
from loadgen.model.race_plan import RacePlan
from loadgen.model.snapshot import Requests
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import judge
from tests.support.synthetic_frames import Side, timeline

PLAN = RacePlan.default()
FAST = Side(per_tick=120, latency_ms=60)


def raced(seconds: float, ok: int, failed: int, *, over: bool = True) -> Timeline:
    line = timeline((seconds, Side(per_tick=ok, failed=failed), FAST))
    if over:
        line.end()
    return line


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seconds", "ok", "failed", "kind", "stated", "fails"),
    [
        (3, 10, 10, "too-little", "50 % of all requests to Flask failed (mostly reset).", True),
        (1, 10, 10, "too-little", "50 % of all requests to Flask failed (mostly reset).", True),
        (12, 10, 10, "comparison", "50 % of all requests to Flask failed (mostly reset).", True),
        (3, 6, 4, "too-little", "40 % of all requests to Flask failed (mostly reset).", False),
        (12, 99, 1, "comparison", "1 % of all requests to Flask failed (mostly reset).", False),
        (12, 200, 1, "comparison", "", False),
        (12, 10, 0, "comparison", "", False),
    ],
)
def test_after_a_race_the_share_is_in_the_sentence_and_half_of_them_fails_it(
    seconds: float, ok: int, failed: int, kind: str, stated: str, fails: bool
) -> None:
    line = raced(seconds, ok, failed)
    verdict = judge(line, PLAN)
    assert verdict.kind == kind
    assert verdict.failing == stated
    assert verdict.sentence.endswith(stated)
    assert verdict.headline.endswith(stated)
    assert RunRecord.of(PLAN, line, verdict=verdict).failure == (stated if fails else "")


def test_while_it_races_the_share_is_given_in_steps() -> None:
    said = [judge(raced(12, 100, failed, over=False), PLAN).failing for failed in (5, 90, 110)]
    assert said == [
        "At least 2 % of all requests to Flask failed (mostly reset).",
        "At least 40 % of all requests to Flask failed (mostly reset).",
        "At least 50 % of all requests to Flask failed (mostly reset).",
    ]


def test_a_lane_that_does_not_answer_at_all_is_an_outage_and_has_no_share() -> None:
    line = timeline((4, Side(per_tick=0, failed=1), FAST))
    line.end()
    assert judge(line, PLAN).failing == ""
    assert RunRecord.of(PLAN, line).failure.startswith("Flask answered none of 40 requests")


def test_what_failed_in_an_outage_is_not_compared_and_has_failed_all_the_same() -> None:
    failing = Side(per_tick=0, failed=20, state="failing")
    line = timeline((8, Side(per_tick=10), FAST), (8, failing, FAST), (8, Side(per_tick=10), FAST))
    line.lane("a").requests = Requests(sent=3_200, ok=1_600, failed={"status": 1_600})
    line.end()
    verdict = judge(line, PLAN)
    assert verdict.kind == "comparison"
    assert verdict.sentence.endswith("50 % of all requests to Flask failed (mostly status).")
    assert RunRecord.of(PLAN, line).failure == verdict.failing
