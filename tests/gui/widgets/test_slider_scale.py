"""Positions and values of a slider, at every scale there is in the catalogues."""

import pytest

from gui.widgets.slider_scale import SliderScale
from loadgen.model.load_plan import CONCURRENCY
from loadgen.model.race_plan import DURATION, TIMEOUT
from servers.catalog.parameter import Parameter
from servers.catalog.scenarios import SCENARIOS
from servers.catalog.variants import VARIANTS
from tests.support.every_case import every_case

PARAMETERS = {
    f"{owner}.{parameter.key}": parameter
    for owner, parameters in (
        ("race", (CONCURRENCY, DURATION, TIMEOUT)),
        *((each.key, each.parameters) for each in SCENARIOS),
        *((each.key, each.settings) for each in VARIANTS),
    )
    for parameter in parameters
}
every_parameter = every_case("parameter", PARAMETERS.values(), ids=PARAMETERS.keys())


@every_parameter
def test_a_position_gives_a_value_that_lies_at_that_place(parameter: Parameter) -> None:
    scale = SliderScale.of(parameter)
    values = [scale.value(position) for position in range(scale.last + 1)]
    assert values == sorted(values)
    assert (values[0], values[-1]) == (parameter.minimum, parameter.maximum)
    for value in set(values):
        assert scale.value(scale.position(value)) == pytest.approx(value, rel=0.03, abs=1)


@every_parameter
def test_every_value_has_a_place_in_order(parameter: Parameter) -> None:
    scale = SliderScale.of(parameter)
    step = max(1, (parameter.maximum - parameter.minimum) // 2000)
    places = [
        scale.position(value)
        for value in (*range(parameter.minimum, parameter.maximum, step), parameter.maximum)
    ]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, scale.last)


@every_parameter
@every_case("move", ["step", "page"])
def test_keys_walk_from_end_to_end_and_stop_there(parameter: Parameter, move: str) -> None:
    scale = SliderScale.of(parameter)
    go = scale.step if move == "step" else scale.page
    for direction, start, end in (
        (+1, parameter.minimum, parameter.maximum),
        (-1, parameter.maximum, parameter.minimum),
    ):
        value, steps = start, 0
        while value != end:
            following = go(value, direction)
            assert (following - value) * direction > 0
            value, steps = following, steps + 1
            assert steps < 4000
        assert go(end, direction) == end


@every_case(
    ("value", "down", "up"),
    [(1, 1, 2), (16, 8, 32), (64, 32, 128), (100, 64, 128), (3000, 2048, 4096), (4096, 2048, 4096)],
)
def test_plus_and_minus_go_by_powers_of_two(value: int, down: int, up: int) -> None:
    scale = SliderScale.of(CONCURRENCY)
    assert (scale.page(value, -1), scale.page(value, +1)) == (down, up)


@every_case(("value", "up"), [(64, 65), (100, 110), (1387, 1400), (137, 140)])
def test_an_arrow_reaches_the_next_number_to_read_aloud(value: int, up: int) -> None:
    assert SliderScale.of(CONCURRENCY).step(value, +1) == up
