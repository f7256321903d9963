"""A whole race as the bytes of a race file, made at once of a run that is over."""

import secrets
from collections.abc import Iterator

import msgspec

from loadgen.export.run_record import RunRecord
from loadgen.model.frame import Frame
from loadgen.model.plan_log import FollowedPlan
from loadgen.recording.frame_codec import FrameEncoder
from loadgen.recording.race_writer import compressed
from loadgen.recording.records import VERSION, FrameColumns, Label, PlanChange, Start, Stop
from loadgen.recording.small_curve import curves_of
from loadgen.recording.value_columns import MOST_TREES, columns_of
from loadgen.recording.value_delta import Tree

SMALLEST = 19
"""The level of zstd for files that are sent to somebody: a tenth smaller than ``LEVEL``, and 15 s
of CPU for an hour of race."""


def encode_race(run: RunRecord, level: int = SMALLEST) -> bytes:
    """The race file of a run; one without frames has only its plan, machine and verdict."""
    start = Start(
        version=VERSION,
        id=secrets.token_hex(8),
        started_at=run.started_at,
        plan=run.plans[0].plan if run.plans else run.plan,
        environment=dict(run.environment),
    )
    notes = run.timeline.notes
    labels = [Label(marks=notes)] if notes else []
    return compressed(start, *_frames_and_plans(run), stop_of(run), *labels, level=level)


def _frames_and_plans(run: RunRecord) -> Iterator[FrameColumns | PlanChange]:
    """All frames, and each change of the plan between the frames before and after it."""
    encoder, changes = FrameEncoder(), list(run.plans[1:])
    waiting: list[Tree] = []
    for raw in run.frames:
        frame = msgspec.json.decode(raw, type=Frame)
        while changes and changes[0].from_s < frame.at_s:
            yield from _records_of(waiting)
            yield PlanChange(plan=changes.pop(0).plan)
        waiting.append(encoder.encode(frame))
        if len(waiting) == MOST_TREES:
            yield from _records_of(waiting)
    yield from _records_of(waiting)
    yield from (PlanChange(plan=each.plan) for each in changes)


def _records_of(frames: list[Tree]) -> Iterator[FrameColumns]:
    """One of all frames that wait, if any; none wait then."""
    if frames:
        yield FrameColumns(columns=msgspec.Raw(msgspec.msgpack.encode(columns_of(frames))))
        frames.clear()


def stop_of(run: RunRecord) -> Stop:
    """The end of a race, as it is recorded."""
    return Stop(
        environment=dict(run.environment),
        verdict=run.verdict,
        failure=run.failure,
        duration_s=round(run.timeline.raced_until_s, 1),
        curves=curves_of(run.timeline),
        plans=tuple(run.plans) or (FollowedPlan(0.0, run.plan),),
    )
