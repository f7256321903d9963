"""A plan is always valid: what is not is refused with the range."""

import msgspec
import pytest

from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from servers.catalog.parameter import ParameterError, defaults
from servers.catalog.variants import variant
from servers.process import packages

DEFAULT = RacePlan.default()


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"model": ClosedModel(0)}, "Concurrency takes a whole number from 1 to 4,096"),
        ({"model": ClosedModel(4097)}, "Concurrency takes a whole number from 1 to 4,096"),
        (
            {"model": OpenModel(500, connections=4_097)},
            "Connections takes a whole number from 0 to 4,096",
        ),
        ({"timeout_s": 0}, "Timeout takes a whole number from 1 to 300 s"),
        ({"duration_s": 3601}, "Duration takes a whole number from 1 to 3,600 s"),
        ({"scenario": "dance"}, "There is no scenario “dance”"),
        ({"parameters": {"wait_ms": -1}}, "Wait takes a whole number from 0 to 10,000 ms"),
        ({"parameters": {"pause": 1}}, "There is no setting “pause”"),
        (
            {"lanes": DEFAULT.lanes | {"a": LaneChoice("flask", {"threads": 513})}},
            "Threads takes a whole number from 1 to 512",
        ),
        ({"lanes": DEFAULT.lanes | {"a": LaneChoice("rails", {})}}, "There is no server “rails”"),
        (
            {"lanes": DEFAULT.lanes | {"b": LaneChoice("flask-restx", {})}},
            "Flask-RESTX serves only “Validate an order”",
        ),
    ],
)
def test_what_is_out_of_range_is_refused(changed: dict[str, object], complaint: str) -> None:
    with pytest.raises(ParameterError, match=complaint):
        msgspec.structs.replace(DEFAULT, **changed).checked()


def test_a_server_that_cannot_run_here_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = msgspec.structs.replace(
        DEFAULT, lanes=DEFAULT.lanes | {"a": LaneChoice.of("flask-gevent")}
    )
    monkeypatch.setattr(packages, "find_spec", lambda name: None)
    with pytest.raises(ParameterError, match="needs the package gevent: uv run --extra gevent"):
        plan.checked()


def test_what_is_left_out_is_the_default() -> None:
    plan = msgspec.structs.replace(
        DEFAULT, parameters={"wait_ms": 7}, lanes=DEFAULT.lanes | {"a": LaneChoice("flask", {})}
    ).checked()
    assert plan.parameters == {"wait_ms": 7, "payload_bytes": 0}
    assert plan.lanes["a"].settings == defaults(variant("flask").settings)


def test_two_lanes_of_the_same_variant_are_told_apart() -> None:
    assert (DEFAULT.name("a"), DEFAULT.name("b")) == ("Flask", "FastAPI")
    same = msgspec.structs.replace(DEFAULT, lanes=DEFAULT.lanes | {"b": LaneChoice.of("flask")})
    assert (same.name("a"), same.name("b")) == ("Flask A", "Flask B")


@pytest.mark.parametrize(("scenario", "package"), [("database", "psycopg"), ("cache", "redis")])
def test_a_scenario_is_refused_whose_package_is_not_there(
    scenario: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "find_spec", lambda name: None if name == package else name)
    plan = msgspec.structs.replace(RacePlan.default(), scenario=scenario, parameters={})
    with pytest.raises(ParameterError, match=f"needs the package {package}: uv run main.py."):
        plan.checked()
    assert RacePlan.default().checked().scenario == "wait"
