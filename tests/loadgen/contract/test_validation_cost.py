"""What an order costs: the interval, the order of the blocks, failures, and real servers."""

import asyncio

import pytest

from loadgen.contract import validation_cost
from loadgen.contract.validation_cost import (
    REFUSED,
    TAKEN,
    ApplicationCost,
    CostBlocks,
    measure_costs,
)
from servers.catalog.server_variant import ServerVariant
from servers.catalog.variants import variant
from servers.process.reporting_child import LaunchError


def test_the_interval_is_students_over_the_logarithms() -> None:
    figure = CostBlocks([100, 200, 100], [0.1, 0.4, 0.4]).cpu_us  # 1,000, 2,000 and 4,000 µs
    assert figure is not None
    assert figure.interval is not None
    assert figure.estimate == pytest.approx(2_000)
    # The quantile for two degrees of freedom is 4.303; the standard error is log(2) / sqrt(3).
    assert figure.interval[1] / figure.estimate == pytest.approx(2 ** (4.303 / 3**0.5), rel=0.2)
    assert figure.interval[0] * figure.interval[1] == pytest.approx(figure.estimate**2)


@pytest.mark.parametrize(
    "blocks", [CostBlocks(), CostBlocks([9, 9], [0.1, 0.1]), CostBlocks([9] * 3, [0.1, 0.0, 0.1])]
)
def test_without_enough_there_is_no_figure(blocks: CostBlocks) -> None:
    assert blocks.cpu_us is None


def test_the_order_is_reversed_and_a_failure_ends_only_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[str] = []

    async def measure(each: ServerVariant, cost: ApplicationCost, block_s: float) -> None:
        started.append(each.key)
        if each.key == "flasgger":
            raise LaunchError("flasgger did not start.")

    monkeypatch.setattr(validation_cost, "measure_block", measure)
    variants = [variant(key) for key in ("flask", "flasgger", "fastapi")]
    numbers: list[int] = []
    costs = asyncio.run(measure_costs(variants, blocks=2, on_block=numbers.append))
    assert started == ["flask", "flasgger", "fastapi", "fastapi", "flask"]
    assert numbers == [1, 2]
    assert {key: each.failure for key, each in costs.items() if each.failure} == {
        "flasgger": "flasgger did not start."
    }


@pytest.mark.process
def test_real_servers_cost_something_for_either_order() -> None:
    variants = [variant("flask-manual"), variant("fastapi")]
    costs = asyncio.run(measure_costs(variants, blocks=3, block_s=0.2))
    assert [each.failure for each in costs.values()] == ["", ""]
    for each in costs.values():
        for figure in (each.taken.cpu_us, each.refused.cpu_us):
            assert figure is not None
            assert 20 < figure.estimate < 20_000


@pytest.mark.process
def test_an_order_that_is_answered_otherwise_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation_cost, "TAKEN", REFUSED)
    costs = asyncio.run(measure_costs([variant("flask-restx")], blocks=2, block_s=0.1))
    failure = "An order was answered by 400, not by 201."
    assert costs["flask-restx"].failure == failure
    assert TAKEN.body != REFUSED.body
