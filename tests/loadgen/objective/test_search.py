"""What a search reports that is cancelled before its first race."""

import asyncio
from typing import Any

from loadgen.model.race_plan import RacePlan
from loadgen.objective.lane_rate import LaneRate
from loadgen.objective.objective import Objective
from loadgen.objective.search import RateSearch


class NoServices:
    """Services of which none runs."""

    async def close(self) -> None:
        """Nothing to close."""


def test_lanes_that_were_not_searched_are_reported_too() -> None:
    services: Any = NoServices()
    recording: Any = None
    found: list[LaneRate] = []
    search = RateSearch(RacePlan.default(), Objective(), services, recording, on_found=found.append)
    search.cancel()
    asyncio.run(search.run())
    assert found == [LaneRate(lane="a"), LaneRate(lane="b")]
