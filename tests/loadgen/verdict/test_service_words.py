"""What the verdict says of the backing services: what stands in."""

from typing import Literal

import pytest
from msgspec.structs import replace

from loadgen.export.machine_info import describe
from loadgen.model.frame import ServiceFrame
from loadgen.model.race_plan import RacePlan
from loadgen.verdict.verdict import judge
from servers.catalog.parameter import defaults
from servers.catalog.scenarios import scenario
from tests.support.synthetic_frames import Side, timeline

PLAN = RacePlan.default()
SLOW = Side(per_tick=8, latency_ms=800, uss=30, busy=4, capacity=4, queued=60, generator_cpu=5)
FAST = Side(per_tick=120, latency_ms=60, uss=45)
SQLITE = ServiceFrame(
    state="ready",
    title="SQLite 3.45.1 (stand-in)",
    product="SQLite",
    version="3.45.1",
    simulated=True,
    reason="PostgreSQL does not run here: no space is left.",
)
DATABASE_RACE = replace(
    PLAN, scenario="database", parameters=defaults(scenario("database").parameters)
)


@pytest.mark.parametrize("state", ["ready", "failed"])
@pytest.mark.parametrize("seconds", [1, 5])
def test_what_stands_in_for_a_service_is_told_with_the_reason(
    seconds: int, state: Literal["ready", "failed"]
) -> None:
    seen = timeline((seconds, SLOW, FAST))
    seen.services["database"] = replace(SQLITE, state=state)
    assert judge(seen, DATABASE_RACE).caution == (
        "SQLite 3.45.1 stands in for PostgreSQL: PostgreSQL does not run here: no space is left."
    )
    # What another scenario asked before is none of this one's business.
    assert judge(seen, PLAN).caution == ""


def test_no_path_of_this_machine_gets_into_the_reason() -> None:
    seen = timeline((5, SLOW, FAST))
    reason = 'initdb: could not open file "/home/me/x/password" for reading: Permission denied.'
    seen.services["database"] = replace(SQLITE, reason=reason)
    assert judge(seen, DATABASE_RACE).caution == (
        "SQLite 3.45.1 stands in for PostgreSQL: initdb: could not open file … for reading: "
        "Permission denied."
    )
    told = describe(seen)["services"]["database"]
    assert told["title"] == "SQLite 3.45.1 (stand-in)"
    assert "/home/me" not in told["stands_in_because"]


def test_the_real_thing_needs_no_words() -> None:
    seen = timeline((5, SLOW, FAST))
    seen.services["database"] = ServiceFrame(state="ready", title="PostgreSQL 18.4")
    assert judge(seen, DATABASE_RACE).caution == ""


def test_it_is_told_beside_the_generator_s_limit() -> None:
    seen = timeline((5, SLOW, Side(per_tick=120, generator_cpu=97)))
    seen.services["database"] = SQLITE
    caution = judge(seen, DATABASE_RACE).caution
    assert caution.startswith("The load generator is the limit: ")
    assert "larger. SQLite 3.45.1 stands in for PostgreSQL: " in caution


def test_a_mix_of_nothing_is_not_called_a_mix_without_a_word() -> None:
    mix = replace(PLAN, scenario="mixed", parameters={}).checked()
    nothing = {key: 0 for key in mix.parameters if key.startswith("weight_")}
    empty = replace(mix, parameters=mix.parameters | nothing)
    for seen in (timeline((5, SLOW, FAST)), timeline((20, SLOW, FAST))):
        assert "Hello" not in judge(seen, mix).caution
        assert judge(seen, empty).caution == "All weights of the mix are 0: only Hello is sent."
