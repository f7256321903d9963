"""SyntheticLane races that every chart has to show."""

from dataclasses import replace

from loadgen.model.frame import Mark
from loadgen.timeline.timeline import Timeline
from tests.support.synthetic_lanes import FASTAPI, FLASK, SyntheticLane, timeline

SILENT = SyntheticLane.steady(0, 1.0)
EXTREME = SyntheticLane.steady(20_000, 60.0, 90_000.0)
MANY_MARKS = tuple(Mark(n, f"threads {n} → {n + 1}") for n in range(1, 12))

RUNS: dict[str, Timeline] = {
    "nothing yet": Timeline(),
    "one frame": timeline(0.1),
    "12 s": timeline(12, marks=(Mark(4, "concurrency 16 → 64"), Mark(8, "wait 5 → 50 ms"))),
    "over": timeline(12, phase="ended"),
    "one lane silent": timeline(3, a=SILENT),
    "both silent": timeline(3, SILENT, SILENT),
    "extreme": timeline(3, SyntheticLane.steady(1, 1e-6, 0.5), EXTREME),
    "one lane failed": timeline(6, a=replace(FLASK, fails_at_s=3)),
    "both alike": timeline(4, FLASK, FLASK),
    "no unique memory": timeline(3, replace(FLASK, uss_mib=None), replace(FASTAPI, uss_mib=None)),
    "generator the limit": timeline(7, b=replace(FASTAPI, limited=True)),
    "many marks": timeline(
        12, marks=tuple(Mark(n, f"threads {n} → {n + 1}") for n in range(1, 12))
    ),
}
