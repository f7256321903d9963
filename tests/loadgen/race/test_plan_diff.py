"""What is marked on the time axes, and when."""

import msgspec

from loadgen.model.frame import Mark
from loadgen.model.load_plan import ClosedModel, Model, OpenModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from loadgen.race.annotations import Annotations
from loadgen.race.plan_diff import Change, differences
from servers.catalog.parameter import Parameter, defaults
from servers.catalog.scenarios import SCENARIOS, Scenario
from tests.support.every_case import every_case

PLAN = RacePlan.default().checked()


def with_(**changed: object) -> RacePlan:
    return msgspec.structs.replace(PLAN, **changed).checked()


@every_case(
    ("new", "texts"),
    [
        (PLAN, []),
        (with_(model=ClosedModel(1024)), ["concurrency 64 → 1,024"]),
        (with_(parameters={"wait_ms": 200}), ["wait 50 → 200 ms"]),
        (with_(timeout_s=5), ["timeout 60 → 5 s"]),
        (with_(requests_per_connection=10), ["requests per connection unlimited → 10"]),
        (with_(model=OpenModel(500.0)), ["closed 64 users → open 500/s"]),
        (
            with_(model=OpenModel(500.0, connections=8)),
            ["closed 64 users → open 500/s over 8 connections"],
        ),
        (with_(client="httpx-shared"), ["client Faceoff → stock httpx, one client"]),
        (with_(mode="turns", block_s=9), ["mode together → turns"]),
        (with_(block_s=9, until_clear=True), []),
        (with_(pinned=True), ["pinning off → on"]),
        (with_(duration_s=5), []),
        (
            with_(scenario="cpu", parameters={"primes_below": 10}),
            ["scenario Wait on I/O → Compute"],
        ),
        (
            with_(lanes=PLAN.lanes | {"a": LaneChoice.of("flask", threads=64)}),
            ["Flask threads 4 → 64"],
        ),
        (
            with_(lanes=PLAN.lanes | {"b": LaneChoice.of("fastapi-def")}),
            ["FastAPI → FastAPI def"],
        ),
        (
            with_(model=ClosedModel(1), parameters={"wait_ms": 0, "payload_bytes": 9}),
            ["concurrency 64 → 1", "wait 50 → 0 ms", "payload 0 → 9 bytes"],
        ),
    ],
)
def test_differences_in_words(new: RacePlan, texts: list[str]) -> None:
    assert [change.text for change in differences(PLAN, new)] == texts


def test_differences_between_open_models_and_between_turns() -> None:
    slow = with_(model=OpenModel(500.0), mode="turns")
    fast = with_(model=OpenModel(1000.0, 10, 8), mode="turns", block_s=5)
    assert [change.text for change in differences(slow, fast)] == [
        "rate 500 → 1,000/s",
        "most in flight 1,000 → 10",
        "connections as needed → 8",
        "turn 3 → 5 s",
    ]
    assert [change.text for change in differences(fast, PLAN)] == [
        "open 1,000/s over 8 connections → closed 64 users",
        "mode turns → together",
    ]


def test_a_change_of_a_lanes_server_names_the_lane() -> None:
    new = with_(lanes=PLAN.lanes | {"b": LaneChoice.of("fastapi", workers=2)})
    assert [change.lane for change in differences(PLAN, new)] == ["b"]


def test_a_mark_waits_until_the_value_rests_and_stands_where_it_was_last_changed() -> None:
    marks = Annotations()
    marks.change(1.0, Change("concurrency", "16", "17", key="concurrency"))
    marks.change(1.2, Change("concurrency", "17", "64", key="concurrency"))
    assert marks.take(1.3) == ()
    assert marks.take(1.6) == (Mark(1.2, "concurrency 16 → 64"),)
    assert marks.take(9.0) == ()


def test_a_value_that_never_rests_is_marked_once_a_second() -> None:
    marks = Annotations()
    taken: list[Mark] = []
    for n in range(40):
        marks.change(n / 10, Change("wait", str(n), str(n + 1), key="wait"))
        taken += marks.take(n / 10)
    assert len(taken) == 3
    assert taken[0].text == "wait 0 → 11"


def test_values_with_one_noun_are_not_merged() -> None:
    marks = Annotations()
    marks.change(1.0, Change("Flask threads", "4", "8", lane="a", key="flask.threads"))
    marks.change(1.1, Change("Flask threads", "4", "2", lane="a", key="flask-gunicorn.threads"))
    marks.change(1.2, Change("Flask threads", "4", "9", lane="b", key="flask.threads"))
    assert [(mark.at_s, mark.lane) for mark in marks.take_all()] == [
        (1.0, "a"),
        (1.1, "a"),
        (1.2, "b"),
    ]


def other(parameters: tuple[Parameter, ...], values: dict[str, int]) -> dict[str, int]:
    """Another value for each parameter."""
    return {
        each.key: (values[each.key] + 1) % (len(each.choices) or each.maximum)
        for each in parameters
    }


@every_case("entry", SCENARIOS, ids=lambda entry: entry.key)
@every_case("models", [(ClosedModel(1), ClosedModel(2)), (OpenModel(1), OpenModel(2))])
def test_each_value_of_a_plan_has_a_key_of_its_own(
    entry: Scenario, models: tuple[Model, Model]
) -> None:
    old = with_(scenario=entry.key, parameters=defaults(entry.parameters), mode="turns")
    settings = {
        id_: LaneChoice(each.variant, other(each.entry.settings, each.settings))
        for id_, each in old.lanes.items()
    }
    new = msgspec.structs.replace(
        old,
        block_s=old.block_s + 1,
        pinned=not old.pinned,
        timeout_s=old.timeout_s + 1,
        requests_per_connection=old.requests_per_connection + 1,
        parameters=other(entry.parameters, old.parameters),
        lanes=settings,
        model=models[1],
    )
    found = differences(msgspec.structs.replace(old, model=models[0]), new)
    keys = [(each.key, each.lane) for each in found]
    expected = len(entry.parameters) + sum(len(each.entry.settings) for each in old.lanes.values())
    assert len(set(keys)) == len(keys) == expected + 5
    assert all(key for key, _ in keys)


def test_there_and_back_again_is_no_change() -> None:
    marks = Annotations()
    marks.change(1.0, Change("concurrency", "16", "64", key="concurrency"))
    marks.change(1.1, Change("concurrency", "64", "16", key="concurrency"))
    assert marks.take_all() == ()


def test_events_are_marked_at_once_and_in_order() -> None:
    marks = Annotations()
    marks.add(2.0, "Flask failed", "a", kind="failed")
    marks.change(1.5, Change("concurrency", "16", "64", key="concurrency"))
    assert marks.take(2.0) == (
        Mark(1.5, "concurrency 16 → 64"),
        Mark(2.0, "Flask failed", "a", kind="failed"),
    )


def test_work_is_the_scenario_and_its_parameters() -> None:
    new = with_(timeout_s=5, parameters={"wait_ms": 200}, model=ClosedModel(128))
    assert {each.what: each.is_work for each in differences(PLAN, new)} == {
        "concurrency": False,
        "timeout": False,
        "wait": True,
    }
