"""The forms in which a race is written, each known by the suffix of the file's name."""

import csv
import io
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from loadgen.export.picture_layout import POSTER, PictureLayout
from loadgen.export.run_document import encode_run
from loadgen.export.run_record import RunRecord
from loadgen.files.atomic_write import write_atomically
from loadgen.model.frame import LANES, LaneId
from loadgen.timeline.backend_columns import BACKENDS
from loadgen.timeline.timeline import Timeline
from servers.telemetry.columns import COLUMNS, POOL_COLUMNS


class ExportError(Exception):
    """An export that cannot be made; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """``summary`` leaves the time line out of the document.

    All else is for pictures: ``layout`` is the key of one of ``Exporter.layouts``, ``title`` the
    person's own or "", ``before`` the race that this one is set against, where there is one.
    """

    summary: bool = False
    theme: str = "dark"
    scale: int = 1
    layout: str = POSTER
    title: str = ""
    before: RunRecord | None = None


@dataclass(frozen=True, slots=True)
class Exporter:
    """One form. ``suffix`` has its dot; ``render`` makes the whole file.

    ``beside`` makes files that belong to it and stand beside it, by what takes the suffix's place:
    a table of ticks has no room for a table of settings. ``check`` raises ExportError where this
    form cannot be made on this machine, before a race is run for it. ``layouts`` are those of a
    picture, of which one is chosen; data have none.
    """

    suffix: str
    title: str
    render: Callable[[RunRecord, ExportOptions], bytes]
    check: Callable[[], None] = lambda: None
    beside: Mapping[str, Callable[[RunRecord], bytes]] = field(default_factory=dict)
    layouts: tuple[PictureLayout, ...] = ()

    def paths(self, path: Path) -> tuple[Path, ...]:
        """The files that it writes: that one, and those beside it."""
        return (path, *map(path.with_suffix, self.beside))

    def files(
        self, path: Path, record: RunRecord, options: ExportOptions
    ) -> Iterator[tuple[Path, bytes]]:
        """The files with their contents; raises ExportError."""
        yield path, self.render(record, options)
        for suffix, render in self.beside.items():
            yield path.with_suffix(suffix), render(record)

    def write(self, path: Path, record: RunRecord, options: ExportOptions) -> None:
        """Write the files, each whole or not at all; raises WriteError and ExportError."""
        for file, data in self.files(path, record, options):
            write_atomically(file, data)


# A column's name in the file, which has the unit in it, and its name in the time line.
_COLUMNS = (
    ("throughput_per_second", "throughput"),
    ("p50_ms", "p50_ms"),
    ("p99_ms", "p99_ms"),
    ("p50_from_send_ms", "p50_send_ms"),
    ("p99_from_send_ms", "p99_send_ms"),
    *((each.header, each.name) for each in COLUMNS if each.header),
    *((f"{key}_calls_in_tick", f"{key}_calls") for key in BACKENDS),
    *((f"{key}_call_seconds_in_tick", f"{key}_call_s") for key in BACKENDS),
    *((each.header, each.name) for each in POOL_COLUMNS if each.header),
    *((f"{key}_service_cpu_percent", f"{key}_cpu_percent") for key in BACKENDS),
    ("generator_cpu_percent", "generator_cpu_percent"),
    ("generator_send_lag_ms", "send_lag_ms"),
    ("generator_is_the_limit", "limited"),
    ("requests_in_flight", "in_flight"),
    ("requests_waiting_for_a_connection", "waiting"),
    ("responses_ok_in_tick", "ok"),
    ("requests_failed_in_tick", "failed"),
    ("arrivals_dropped_in_tick", "dropped"),
    ("tick_s", "measured_s"),
    ("generator_processes", "generators"),
    ("generator_ceiling_per_second", "ceiling_per_s"),
    ("generator_stood_still", "void"),
    ("lane_time_s", "own_s"),
)


def encode_csv(record: RunRecord) -> bytes:
    """One row for each tick and lane, in time's order; an empty cell is a gap.

    Of a long race without frames the rows are the time line's, where older ticks are merged.
    ``outage`` is the kind of the outage that the tick is left out for, ``note`` what a person wrote
    at that moment.
    """
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    headers = (header for header, _ in _COLUMNS)
    writer.writerow(["time_s", "lane", "server", *headers, "outage", "note"])
    rows = []
    if record.frames and any(record.timeline.lane(id_).merged_until_s for id_ in LANES):
        record = record.with_own_timeline(levels=())
    for id_ in LANES:
        lane = record.timeline.lane(id_)
        columns = [lane.column(name).tolist() for _, name in _COLUMNS]
        outages = record.timeline.outages.lanes[id_]
        notes = _notes_by_row(record.timeline, id_)
        ticks = zip(lane.column("at_s").tolist(), *columns, strict=True)
        for row, (at_s, *values) in enumerate(ticks):
            cells = (*map(_cell, values), outages.kind_at(at_s), notes.get(row, ""))
            rows.append([at_s, id_, record.plan.name(id_), *cells])
    rows.sort(key=lambda row: row[:2])
    writer.writerows([f"{row[0]:.3f}", *row[1:]] for row in rows)
    return sheet.getvalue().encode()


def _notes_by_row(timeline: Timeline, id_: LaneId) -> dict[int, str]:
    """What was written at each tick of a lane: in the first one that ends after the moment."""
    at_s = timeline.lane(id_).column("at_s")
    found: dict[int, list[str]] = {}
    for note in timeline.notes if at_s.size else ():
        row = min(int(np.searchsorted(at_s, note.at_s - 1e-6)), at_s.size - 1)
        found.setdefault(row, []).append(note.text)
    return {row: "; ".join(texts) for row, texts in found.items()}


def encode_fairness(record: RunRecord) -> bytes:
    """What both servers ran with, one row for each setting; an empty cell is no such setting."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    headers = ("group", "setting", "title", "a", "b", "a_default", "b_default", "lanes_differ")
    writer.writerow(headers)
    version = str(record.environment.get("faceoff", ""))
    writer.writerow(["", "faceoff", "Faceoff", version, version, "", "", 0])
    for row in record.fairness:
        cells = (row.group, row.key, row.title, *row.values, *row.defaults)
        writer.writerow([*("" if cell is None else cell for cell in cells), int(row.differs)])
    return sheet.getvalue().encode()


def _cell(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.6g}"


EXPORTERS: tuple[Exporter, ...] = (
    Exporter(
        ".json",
        "run document",
        lambda record, options: encode_run(record, summary=options.summary),
    ),
    Exporter(
        ".csv",
        "time line as a table",
        lambda record, options: encode_csv(record),
        beside={".fairness.csv": lambda record: encode_fairness(record)},
    ),
)


def exporter_for(path: Path, exporters: Sequence[Exporter] = EXPORTERS) -> Exporter:
    """The exporter of that file name's ending; raises ExportError with the endings there are."""
    for exporter in exporters:
        if path.suffix.lower() == exporter.suffix:
            return exporter
    known = ", ".join(exporter.suffix for exporter in exporters)
    raise ExportError(f"“{path.name}” cannot be written: its ending has to be one of {known}.")
