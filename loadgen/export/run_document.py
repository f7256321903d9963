"""The run document: one race as JSON, to keep, to compare, to replay.

Its form is agreed on; see DESIGN.md.
"""

import math
from datetime import datetime
from pathlib import Path
from typing import Any, Self

import msgspec

from loadgen.export.fairness import FairnessRow
from loadgen.export.lane_summary import LaneSummary
from loadgen.export.requirement_result import RequirementResult
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import LANES, Frame, LaneId, MachineUse, Mark
from loadgen.model.plan_log import FollowedPlan, PlanLog
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.measurement_window import LaneWindow, MeasurementWindow
from loadgen.timeline.notes import marks_and_notes
from loadgen.timeline.timeline import Timeline
from loadgen.verdict.verdict import Verdict

FORMAT = "faceoff-run"
VERSION = 1


class RunFileError(Exception):
    """A file that is no run of ours, or one that cannot be read; the message is one sentence."""


class Measured(msgspec.Struct, frozen=True):
    """Seconds since load first flowed.

    ``warm_up_s`` was left out before it, or at the beginning of each of the ``blocks``: so many
    turns were measured, 0 where the lanes raced together.
    """

    from_s: float
    to_s: float
    warm_up_s: float | None = None
    blocks: int = 0


class RunDocument(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """``measured`` is the stretch that throughput, latency and the verdict are of.

    ``fairness`` are the settings of both servers, as they reported them. ``failure`` says why a
    lane was not answered until the end of the race, empty where both were. ``machine`` is who used
    the processors in that stretch, None where that is not known.
    ``plans`` are all that the race followed, of which ``plan`` is the last; documents of earlier
    versions have none. ``requirements`` are those of ``--require``, with what became of them.
    """

    format: str = FORMAT
    version: int = VERSION
    started_at: datetime
    environment: dict[str, Any]
    plan: RacePlan
    lanes: dict[LaneId, LaneSummary]
    verdict: Verdict
    measured: Measured
    failure: str = ""
    fairness: tuple[FairnessRow, ...] = ()
    marks: tuple[Mark, ...] = ()
    machine: MachineUse | None = None
    plans: tuple[FollowedPlan, ...] = ()
    requirements: tuple[RequirementResult, ...] = ()
    frames: tuple[msgspec.Raw, ...] | msgspec.UnsetType = msgspec.UNSET

    @classmethod
    def of(cls, record: RunRecord, *, summary: bool = False) -> Self:
        """``summary`` leaves the time line out.

        Without steady racing, all of the race is summed up.
        """
        timeline = record.timeline
        stretch = timeline.stretch()
        all_of_it = ((0.0, timeline.raced_until_s),)
        spans = stretch.spans if stretch else dict.fromkeys(LANES, all_of_it)
        parts = {id_: LaneWindow(timeline.lane(id_), spans[id_]) for id_ in LANES}
        return cls(
            started_at=record.started_at,
            environment=dict(record.environment),
            plan=record.plan,
            lanes={
                id_: LaneSummary.of(
                    parts[id_],
                    record.plan.lanes[id_],
                    record.plan.model,
                    timeline.outages.lanes[id_].all,
                    timeline.raced_until_s,
                )
                for id_ in LANES
            },
            verdict=record.verdict,
            measured=_measured(stretch, timeline.raced_until_s),
            failure=record.failure,
            fairness=record.fairness,
            marks=marks_and_notes(timeline),
            machine=timeline.measured_machine_use(),
            plans=record.plans,
            requirements=record.requirements,
            frames=msgspec.UNSET if summary else tuple(record.frames),
        )

    def replay(self) -> tuple[Frame, ...]:
        """Its frames; raises RunFileError where one is broken."""
        if isinstance(self.frames, msgspec.UnsetType):
            return ()
        try:
            return tuple(msgspec.json.decode(raw, type=Frame) for raw in self.frames)
        except msgspec.MsgspecError as error:
            raise RunFileError(f"A frame of this run is broken: {error}.") from error

    @property
    def plan_log(self) -> PlanLog:
        """Which plan the race followed when.

        Without ``plans`` it is known from the last mark of a change on; marks of early versions do
        not say whether they are of a change, and count as one.
        """
        if self.plans:
            return PlanLog.of(self.plans)
        changed_s = (mark.at_s for mark in self.marks if mark.kind == "change")
        return PlanLog(self.plan, known_from_s=max(changed_s, default=0.0))

    def record(self) -> RunRecord:
        """The race again; its time line is empty when the frames were left out."""
        cores = self.environment.get("usable_cores") or self.environment.get("cores")
        timeline = Timeline(self.started_at, math.ceil(cores) if cores else None)
        for frame in self.replay():
            timeline.add(frame)
        timeline.notes = tuple(mark for mark in self.marks if mark.kind == "note")
        return RunRecord(
            self.plan,
            timeline,
            self.verdict,
            self.started_at,
            self.environment,
            plans=self.plan_log.followed,
            requirements=self.requirements,
        )


def _measured(stretch: MeasurementWindow | None, until_s: float) -> Measured:
    if stretch is None:
        return Measured(0.0, round(until_s, 3))
    from_s, to_s, warm_up_s = (
        round(each, 3) for each in (stretch.from_s, stretch.to_s, stretch.warm_up_s)
    )
    return Measured(from_s, to_s, warm_up_s, stretch.turns)


def encode_run(record: RunRecord, *, summary: bool = False) -> bytes:
    """The document as JSON, indented where a person reads it.

    Each frame stays on a line of its own.
    """
    document = msgspec.json.encode(RunDocument.of(record, summary=True))
    text = msgspec.json.format(document, indent=2)
    if summary:
        return text + b"\n"
    frames = b",\n".join(b"    " + bytes(raw) for raw in record.frames)
    return text.removesuffix(b"\n}") + b',\n  "frames": [\n' + frames + b"\n  ]\n}\n"


def load_run(path: Path) -> RunDocument:
    """Read a run document; raises RunFileError.

    Its sentence says what is wrong with the file.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RunFileError(f"{path} cannot be read: {error.strerror or error}.") from error
    _check_kind(path, data)
    try:
        return msgspec.json.decode(data, type=RunDocument)
    except msgspec.MsgspecError as error:
        raise RunFileError(f"{path} is a damaged run: {error}.") from error


class _Kind(msgspec.Struct):
    format: str
    version: int


def _check_kind(path: Path, data: bytes) -> None:
    try:
        kind = msgspec.json.decode(data, type=_Kind)
    except msgspec.ValidationError:
        raise RunFileError(f"{path} is not a Faceoff run.") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RunFileError(f"{path} is not a Faceoff run, or is cut off: {error}.") from error
    if kind.format != FORMAT:
        raise RunFileError(f"{path} is not a Faceoff run.")
    if kind.version > VERSION:
        raise RunFileError(
            f"{path} was written by a newer Faceoff (version {kind.version} of the format; "
            f"this one reads up to {VERSION}). Update Faceoff to open it."
        )
