"""A whole race as the bytes of a race file, made at once of a run that is over."""

import secrets

import msgspec

from loadgen.export.run_record import RunRecord
from loadgen.model.frame import Frame
from loadgen.recording.frame_codec import FrameEncoder
from loadgen.recording.race_writer import compressed
from loadgen.recording.records import Frames, Start, Stop
from loadgen.recording.small_curve import curves_of

SMALLEST = 19
"""The level of zstd for files that are sent to somebody: a tenth smaller than ``LEVEL``, and 15 s
of CPU for an hour of race."""


def encode_race(run: RunRecord, level: int = SMALLEST) -> bytes:
    """The race file of a run; one without frames has only its plan, machine and verdict."""
    encoder = FrameEncoder()
    frames = [encoder.encode(msgspec.json.decode(raw, type=Frame)) for raw in run.frames]
    start = Start(
        id=secrets.token_hex(8),
        started_at=run.started_at,
        plan=run.plan,
        environment=dict(run.environment),
    )
    packed = msgspec.Raw(msgspec.msgpack.encode(frames))
    return compressed(start, Frames(frames=packed), stop_of(run), level=level)


def stop_of(run: RunRecord) -> Stop:
    """The end of a race, as it is recorded."""
    return Stop(
        environment=dict(run.environment),
        verdict=run.verdict,
        failure=run.failure,
        duration_s=round(run.timeline.raced_until_s, 1),
        curves=curves_of(run.timeline),
    )
