"""What a race file holds: records, one after the other, in the order in which things happened.

A race file is a sequence of zstd frames (RFC 8878), so that ``zstd -d`` reads it, and two pieces of
one may be joined with ``cat``. Decompressed, it is records, each a length (4 bytes, big endian) and
as many bytes of MessagePack. The first is a ``Start``. ``Frames`` follow once a second. A
``Stop`` is there where the race ended in good order; a ``Label`` for each change of what the user
wrote on the race, while it was on or afterwards, of which the last counts.
"""

from datetime import datetime
from typing import Any

import msgspec

from loadgen.model.frame import LaneId, Mark
from loadgen.model.plan_log import FollowedPlan
from loadgen.model.race_plan import RacePlan
from loadgen.verdict.verdict_fields import Verdict
from servers.process.byte_units import MIB

SUFFIX = ".faceoff"
FORMAT = "faceoff-race"
VERSION = 3
"""Of the form of race files, the newest that is read. Version 1 are the run documents, in JSON,
which still open."""
_WITHOUT_COLUMNS = 2
"""What is recorded while it is raced: only races inside of reports have ``FrameColumns``."""

RECORD_LIMIT = 64 * MIB
"""A record is refused from this size on, in bytes; one second of frames is about 12,000."""


class Start(msgspec.Struct, frozen=True, kw_only=True, tag="start", tag_field="record"):
    """The plan and the machine.

    ``environment`` is what ``machine_info.machine`` says; the versions of the servers are in their
    announcements, in the frames. ``started_at`` has a zone.
    """

    format: str = FORMAT
    version: int = _WITHOUT_COLUMNS
    id: str
    started_at: datetime
    plan: RacePlan
    environment: dict[str, Any]


class PlanChange(msgspec.Struct, frozen=True, kw_only=True, tag="plan", tag_field="record"):
    """From here on the race followed another plan."""

    plan: RacePlan


class Frames(msgspec.Struct, frozen=True, kw_only=True, tag="frames", tag_field="record"):
    """Successive frames: a list of what ``frame_codec`` writes, each a difference from the last.

    It stays encoded: a list of races needs no frames.
    """

    frames: msgspec.Raw


class FrameColumns(msgspec.Struct, frozen=True, kw_only=True, tag="columns", tag_field="record"):
    """Successive frames as in ``Frames``, place by place instead of one after the other.

    At most a minute of them. Of the form of ``value_columns``; it stays encoded, too.
    """

    columns: msgspec.Raw


class Stop(msgspec.Struct, frozen=True, kw_only=True, tag="stop", tag_field="record"):
    """The race is over. ``environment`` is complete; ``verdict`` is what was said at the end.

    ``duration_s`` and ``curves`` are what the list of races shows (``small_curve``). ``id`` is that
    of the start, ``plans`` are all that it followed; files of earlier versions have neither.
    """

    environment: dict[str, Any]
    verdict: Verdict
    failure: str = ""
    duration_s: float = 0.0
    curves: dict[LaneId, tuple[float, ...]] = {}
    id: str = ""
    plans: tuple[FollowedPlan, ...] = ()


class Label(msgspec.Struct, frozen=True, kw_only=True, tag="label", tag_field="record"):
    """What the user wrote on a race. Pinned, it is never deleted to make room.

    ``marks`` are notes at moments of the race, of the kind ``note``.
    """

    title: str = ""
    notes: str = ""
    tags: tuple[str, ...] = ()
    pinned: bool = False
    marks: tuple[Mark, ...] = ()


Record = Start | PlanChange | Frames | FrameColumns | Stop | Label
