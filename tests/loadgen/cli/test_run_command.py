"""The command on a picture races the plan again."""

import shlex
from typing import Any

import msgspec
import pytest

from loadgen.cli.arguments import RunRequest, parse
from loadgen.cli.run_command import run_command, run_words
from loadgen.demonstration.gallery import find_demonstration, gallery_keys
from loadgen.export.exporters import EXPORTERS
from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import DURATION, LaneChoice, RacePlan
from tests.support.every_case import every_case

USUAL = RacePlan.default()


def changed(**fields: Any) -> RacePlan:
    return msgspec.structs.replace(USUAL, duration_s=7, **fields)


PLANS = {
    **{key: find_demonstration(key).plan for key in gallery_keys()},
    "same twice": changed(lanes=dict.fromkeys("ab", LaneChoice.of("fastapi-def"))),
    "threads of one lane": changed(lanes=USUAL.lanes | {"a": LaneChoice.of("flask", threads=64)}),
    "open": changed(model=OpenModel(500, 200, 8), timeout_s=5, requests_per_connection=3),
    "usual rate": changed(model=OpenModel(500, 1_000)),
    "one user": changed(model=ClosedModel(1), client="httpx-shared"),
    "turns": changed(mode="turns", block_s=5, fresh_servers=True),
    "until clear": changed(until_clear=True, clear_metric="p99", mode="turns"),
}


@every_case("plan", PLANS.values(), ids=PLANS.keys())
def test_it_asks_for_the_same_plan(plan: RacePlan) -> None:
    request = parse(["run", *run_words(plan, 12.4)], EXPORTERS)
    assert isinstance(request, RunRequest)
    wanted = msgspec.structs.replace(plan, duration_s=plan.duration_s or 12)
    if not plan.until_clear:  # then the metric means nothing
        wanted = msgspec.structs.replace(wanted, clear_metric=request.plan.clear_metric)
    assert request.plan == wanted


def test_what_is_usual_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["main.py"])
    assert run_command(USUAL, 12.4) == "uv run main.py run --duration 12"
    assert run_words(USUAL, 0.1) == ["--duration", f"{DURATION.minimum}"]


def test_a_shell_reads_it_as_it_is_meant() -> None:
    words = run_words(PLANS["open"], 1)
    assert shlex.split(run_command(PLANS["open"], 1))[-len(words) :] == words
