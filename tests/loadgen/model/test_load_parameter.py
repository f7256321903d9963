"""A load parameter is one entry: the field of a plan or of a model carries it."""

import msgspec
import pytest

from loadgen.model.load_parameter import (
    changed_field,
    changed_from_default,
    check_parameters,
    parameters_of,
    said_parameters,
)
from loadgen.model.load_plan import CONNECTIONS, RATE, ClosedModel, LoadPlan, OpenModel
from loadgen.model.race_plan import BLOCK, RacePlan
from servers.catalog.parameter import ParameterError

PLAN = RacePlan.default()


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (ClosedModel, ["concurrency"]),
        (OpenModel, ["rate", "max_in_flight", "connections"]),
        (RacePlan, ["requests_per_connection", "block_s", "timeout_s"]),
        (LoadPlan, ["requests_per_connection"]),
    ],
)
def test_the_parameters_of_a_struct_are_its_fields_that_carry_one(
    kind: type[msgspec.Struct], names: list[str]
) -> None:
    assert [field.name for field in parameters_of(kind)] == names
    keys = [field.parameter.key for field in parameters_of(kind)]
    assert keys == [name.removesuffix("_s") for name in names]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (ClosedModel(0), "Concurrency takes a whole number from 1 to 4,096."),
        (OpenModel(500, connections=5_000), "Connections takes a whole number from 0 to 4,096."),
        (msgspec.structs.replace(PLAN, block_s=0), "Turn takes a whole number from 1 to 60 s."),
    ],
)
def test_a_value_out_of_range_is_refused_with_the_range(
    values: msgspec.Struct, sentence: str
) -> None:
    with pytest.raises(ParameterError, match=f"^{sentence}$"):
        check_parameters(values)


def test_a_field_is_made_of_a_whole_number() -> None:
    changed = changed_field(OpenModel, "rate", 300)
    assert (changed, type(changed["rate"])) == ({"rate": 300.0}, float)
    assert changed_field(ClosedModel, "rate", 300) == {}


def test_text_says_what_is_unusual_and_not_said_elsewhere() -> None:
    plan = msgspec.structs.replace(PLAN, requests_per_connection=1, timeout_s=7, block_s=9)
    assert said_parameters(PLAN) == ()
    assert said_parameters(plan) == ("1 request per connection",)
    changed = {each.key: value for each, value in changed_from_default(plan)}
    assert changed == {"requests_per_connection": 1, "timeout": 7, "block": 9}


@pytest.mark.parametrize(
    ("value", "text"), [(0, "as needed"), (1_024, "1,024"), (2.5, "2.5"), (500.0, "500")]
)
def test_a_value_on_the_time_axis(value: float, text: str) -> None:
    assert CONNECTIONS.axis_text(value) == text


def test_an_option_says_what_it_belongs_to() -> None:
    plain = msgspec.structs.replace(BLOCK, needs="")
    assert plain.refusal_alone == "--block belongs to --mode turns; give --mode turns too."
    assert BLOCK.usual_text == "3; with --mode turns"
    plain = msgspec.structs.replace(RATE, key="burst_size", needs="")
    assert plain.refusal_alone == "--burst-size belongs to --rate; give --rate too."
