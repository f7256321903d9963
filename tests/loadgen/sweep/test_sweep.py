"""What a sweep keeps of a step that is cancelled."""

import asyncio
from typing import Any

import pytest

from loadgen.model.race_plan import RacePlan
from loadgen.sweep.points import Point
from loadgen.sweep.sweep import Sweep
from tests.support.sweep_points import FASTAPI, FLASK, point


class NoServices:
    """Services of which none runs."""

    async def close(self) -> None:
        """Nothing to close."""


WHOLE = point(1, FLASK, FASTAPI)
CUT = Point(1, {"a": WHOLE.figures["a"], "b": {}})


@pytest.mark.parametrize(
    ("measured", "cancelled", "is_kept"),
    [(WHOLE, True, True), (CUT, True, False), (CUT, False, True)],
)
def test_a_step_cut_short_before_both_lanes_have_a_figure_is_raced_again(
    measured: Point, cancelled: bool, is_kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the lane without a figure would be taken for over-saturated when the sweep goes on."""
    services: Any = NoServices()
    recording: Any = None
    sweep = Sweep(RacePlan.default(), services, recording)

    async def race(*_: object, **__: object) -> tuple[None, str]:
        if cancelled:
            sweep.cancel()
        else:
            sweep.budget_s = 0.0
        return None, ""

    monkeypatch.setattr("loadgen.sweep.sweep.race_and_record", race)
    monkeypatch.setattr(Point, "of", lambda *_: measured)
    assert asyncio.run(sweep.run()) == ([measured] if is_kept else [])
