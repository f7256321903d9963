"""Ratios of throughput with their 95 % intervals: a bootstrap over paired blocks of time."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from loadgen.results.columns import Array
from loadgen.results.lane_timeline import LaneTimeline

BLOCKS_MIN, BLOCKS_MAX = 5, 60
BLOCK_S = 1.0
_RESAMPLES = 1_000


def block_rates(lane: LaneTimeline, from_s: float, to_s: float) -> tuple[Array, Array]:
    """Successful responses, and seconds measured, in blocks of equal length that end at ``to_s``.

    A block is one second long, or longer where there would be more than 60 of them.
    """
    blocks = max(1, int((to_s - from_s + 1e-6) / BLOCK_S))
    length = BLOCK_S * max(1, -(-blocks // BLOCKS_MAX))
    edges = to_s - length * np.arange(int((to_s - from_s + 1e-6) / length), -1, -1)
    rows = np.searchsorted(lane.column("at_s"), edges + 1e-9, "right")
    ok, measured = (
        np.diff(np.concatenate(([0.0], np.cumsum(lane.column(name)[: rows[-1]])))[rows])
        for name in ("ok", "measured_s")
    )
    return ok, measured


def ratio_interval(
    above: tuple[Array, Array], below: tuple[Array, Array]
) -> tuple[float, float] | None:
    """The 95 % interval of throughput ``above`` over ``below``; None with fewer than five blocks.

    Whole blocks are drawn with replacement, the same ones from both lanes, for what disturbs the
    machine disturbs both. The spread is widened by n/(n-1), since n blocks vary less than what they
    were drawn from. Seeded: the same blocks give the same interval.
    """
    blocks = above[0].size
    if blocks < BLOCKS_MIN:
        return None
    ok_above, s_above, ok_below, s_below = np.stack((*above, *below))[:, _draws(blocks)].sum(
        axis=-1
    )
    if min(ok_above.min(), ok_below.min(), s_above.min(), s_below.min()) <= 0:
        return None
    logs = np.log(ok_above / s_above) - np.log(ok_below / s_below)
    centre = float(
        np.log(above[0].sum() / above[1].sum()) - np.log(below[0].sum() / below[1].sum())
    )
    low, high = np.quantile(logs, (0.025, 0.975))
    widen = np.sqrt(blocks / (blocks - 1))
    return (
        float(np.exp(centre - widen * max(0.0, centre - low))),
        float(np.exp(centre + widen * max(0.0, high - centre))),
    )


@lru_cache(maxsize=BLOCKS_MAX + 1)
def _draws(blocks: int) -> npt.NDArray[np.int64]:
    """Which blocks are drawn, one row for each resample."""
    return np.random.default_rng(1).integers(0, blocks, (_RESAMPLES, blocks))
