"""How a limit is stated: its kind, the sentence, and the figures that it is made of."""

from typing import Literal

import msgspec

Kind = Literal[
    "generator",
    "service",
    "uneven",
    "client",
    "gil",
    "cpu",
    "machine",
    "loop",
    "pool",
    "threads",
    "tokens",
    "failures",
    "connections",
    "plan",
    "backend",
    "busy",
    "nothing",
    "unknown",
]


class Bottleneck(msgspec.Struct, frozen=True):
    """What limits a lane.

    ``sentence`` has no full stop, for it stands after a name and a colon; ``brief`` is a shorter
    one for narrow places, empty where the sentence is short; ``detail`` is what that means, and may
    be empty. ``figures`` are those of the sentence, with their units in the names.
    """

    kind: Kind
    sentence: str
    detail: str = ""
    figures: dict[str, float] = {}
    brief: str = ""
