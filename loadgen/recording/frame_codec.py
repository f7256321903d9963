"""Frames as differences from the frame before (``value_delta``): a quarter of the whole frames.

Nearly all latencies of a tick differ from those of the tick before, so a histogram has no use for a
difference. Of its sorted ``buckets`` there are the ``first`` and the ``gaps`` between them; these
and the ``counts`` are mostly below 256, and are then one byte each.
"""

from collections.abc import Callable
from itertools import accumulate, pairwise

import msgspec

from loadgen.model.frame import LANES, Frame, LaneId
from loadgen.recording.value_delta import Slot, Tree

_DIGITS = {"percent": 2, "ms": 3, "mib": 3}
_MICROSECONDS = 6
"""Digits after the point, by the unit at the end of a name; seconds, which have none, have 6."""


class FrameEncoder:
    """Makes differences of successive frames; the first is whole."""

    def __init__(self) -> None:
        self._slot = Slot({})

    def encode(self, frame: Frame) -> Tree:
        """What turns the frame before into this one."""
        tree = _rounded(msgspec.to_builtins(frame), _MICROSECONDS)
        _change_histograms(tree, _pack)
        return self._slot.difference(tree) or {}


class FrameDecoder:
    """Makes frames of successive differences."""

    def __init__(self) -> None:
        self._slot = Slot({})

    def decode(self, change: Tree) -> Frame:
        """The next frame; raises ValueError where the difference does not fit the frame before."""
        try:
            tree = self._slot.apply(change).value
            _change_histograms(tree, _unpack)
            return msgspec.convert(tree, Frame)
        except (LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
            raise ValueError(str(error)) from error


class LaneTick(msgspec.Struct, frozen=True):
    """Successful answers in a tick, and the seconds measured."""

    ok: int
    interval_s: float


class Tick(msgspec.Struct, frozen=True):
    """When a frame was, in seconds of the race, in which phase, and what was answered."""

    at_s: float
    phase: str
    lanes: dict[LaneId, LaneTick]


class TickDecoder:
    """Of the same differences only the answers: a fraction of the time, for lists of races."""

    def __init__(self) -> None:
        self._slot = Slot({})

    def decode(self, change: Tree) -> Tick:
        """The next frame's; raises ValueError where the difference does not fit the one before."""
        try:
            tree = self._slot.apply(_picked(change, _OF_TICK)).value
            lanes = {id_: _lane_tick(tree["lanes"][id_]) for id_ in LANES}
            return Tick(float(tree["at_s"]), str(tree["phase"]), lanes)
        except (LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
            raise ValueError(str(error)) from error


_OF_LANE = {"interval_s": None, "latency": {"counts": None, "overflow": None}}
_OF_TICK: dict[str, Tree] = {"at_s": None, "phase": None, "lanes": dict.fromkeys(LANES, _OF_LANE)}
"""The parts of a frame's tree that a tick needs; None is all of a part."""


def _picked(change: Tree, wanted: dict[str, Tree] | None) -> Tree:
    """What of a difference concerns the parts that are wanted."""
    if wanted is None:
        return change
    if isinstance(change, list):
        return [_picked(each, wanted) for each in change]
    return {name: _picked(change[name], part) for name, part in wanted.items() if name in change}


def _lane_tick(tree: Tree) -> LaneTick:
    latency = tree["latency"]
    return LaneTick(sum(latency["counts"]) + latency["overflow"], float(tree["interval_s"]))


def _rounded(value: Tree, digits: int) -> Tree:
    if isinstance(value, dict):
        return {
            key: _rounded(each, _DIGITS.get(key.rpartition("_")[2], _MICROSECONDS))
            for key, each in value.items()
        }
    return round(value, digits) if isinstance(value, float) else value


def _change_histograms(frame: Tree, change: Callable[[dict[str, Tree]], dict[str, Tree]]) -> None:
    for lane in frame["lanes"].values():
        for key, value in lane.items():
            if isinstance(value, dict) and "counts" in value:
                lane[key] = change(value)


def _pack(histogram: dict[str, Tree]) -> dict[str, Tree]:
    """``buckets`` as ``first`` and ``gaps``."""
    rest = dict(histogram)
    buckets = rest.pop("buckets")
    return rest | {
        "first": buckets[0] if buckets else 0,
        "gaps": _in_bytes([after - before for before, after in pairwise(buckets)]),
        "counts": _in_bytes(rest["counts"]),
    }


def _unpack(packed: dict[str, Tree]) -> dict[str, Tree]:
    rest = dict(packed)
    first, gaps, counts = rest.pop("first"), rest.pop("gaps"), list(rest.pop("counts"))
    buckets = list(accumulate(gaps, initial=first)) if counts else []
    if len(buckets) != len(counts):
        raise ValueError("a histogram has not as many counts as buckets")
    return rest | {"buckets": buckets, "counts": counts}


def _in_bytes(numbers: list[int]) -> bytes | list[int]:
    return bytes(numbers) if max(numbers, default=0) < 256 else numbers
