"""What a redraw of the race page's charts costs: ``python -m tests.benchmarks.redraw``.

Ten minutes at ten frames a second, twelve marks, four charts at 1920 x 1080. Before each redraw
half a second of frames is added; the redraw makes all contents and paints them, which is the worst
case: while racing, two of the charts pause. The bar: p99 of all four together <= 16 ms. Then the
same with latency from schedule beside that from send, with ceilings and a stall; in turns of 3 s
and of 1 s, with a hundred and three hundred warm-ups; and what the rate does to the cost (bar: 10 %
between 100/s and 50,000/s; CPU is compared, since a busy machine spoils the clock).
"""

import argparse
import os
import time
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from gui.charts import PLACES, Chart
from gui.charts.latency_basis import Basis
from gui.style.theme import DARK
from loadgen.model.frame import Frame, Mark
from loadgen.model.load_plan import OpenModel
from loadgen.model.race_plan import RacePlan
from loadgen.timeline.timeline import Timeline
from tests.support.synthetic_lanes import SyntheticLane, frames

PAGE = (1440, 760)
"""What the window leaves to the charts of 1920 x 1080."""
BAR_MS = 16.0
FRAMES = 5
"""Between two redraws: half a second."""
CLOSED = RacePlan.default()
OPEN = msgspec.structs.replace(CLOSED, model=OpenModel(500))

Taken = tuple[float, float]
"""Milliseconds by the clock, and of this thread's CPU: they part on a machine that is busy."""


def _wavy(rate: float, median_s: float) -> SyntheticLane:
    return SyntheticLane(
        lambda at: rate * (1 + 0.3 * np.sin(at / 20)), lambda at: median_s * (1 + at / 600)
    )


def _page(charts: list[Chart], size: tuple[int, int]) -> QWidget:
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(0, 0, 0, 0)
    for n, chart in enumerate(charts):
        grid.addWidget(chart, n // 2, n % 2)
    page.resize(*size)
    page.show()
    QApplication.processEvents()
    return page


def measure(
    race: list[Frame],
    redraws: int,
    window_s: float | None = None,
    plan: RacePlan = CLOSED,
    basis: Basis = "schedule",
) -> dict[str, list[Taken]]:
    """How long each redraw took, by chart, and ``all four``: in the last part of a race, whose
    frames are added between them.
    """
    run, first = Timeline(), len(race) - redraws * FRAMES
    for frame in race[:first]:
        run.add(frame)
    charts = [place[0](DARK) for place in PLACES]
    page = _page(charts, PAGE)
    for chart in charts:
        chart.set_window(window_s)
        chart.set_basis(basis)
        chart.refresh(run, plan)
    QApplication.processEvents()
    taken: dict[str, list[Taken]] = {name: [] for name in (*(c.title for c in charts), "all four")}
    for n in range(first, len(race), FRAMES):
        # Half a second goes by, so that the slow charts are redrawn each time too: the worst case.
        for frame in race[n : n + FRAMES]:
            run.add(frame)
        for chart in charts:
            start, start_cpu = time.perf_counter(), time.thread_time()
            chart.refresh(run, plan)
            chart.viewport().repaint(QRect(0, 0, chart.width(), chart.height()))
            wall, cpu = time.perf_counter() - start, time.thread_time() - start_cpu
            taken[chart.title].append((wall * 1000, cpu * 1000))
        last = [taken[chart.title][-1] for chart in charts]
        taken["all four"].append((sum(wall for wall, _ in last), sum(cpu for _, cpu in last)))
    page.close()
    return taken


def _tell(taken: dict[str, list[Taken]]) -> None:
    for name, each in taken.items():
        (median, cpu_median), (p99, cpu_p99) = np.percentile(each, (50, 99), axis=0)
        print(
            f"  {name:18} median {median:6.2f} ms   p99 {p99:6.2f} ms"
            f"   (of which CPU {cpu_median:6.2f} and {cpu_p99:6.2f} ms)"
        )
    print(f"  {'bar':18} {'':16}   p99 {BAR_MS:6.2f} ms")


def _rates(redraws: int) -> None:
    """Both lanes at either rate, by turns, so that the machine's moods fall on both."""
    lanes = {rate: SyntheticLane.steady(rate, 0.05) for rate in (100, 50_000)}
    runs = {rate: frames(60, lane, lane) for rate, lane in lanes.items()}
    cpu: dict[int, list[float]] = {rate: [] for rate in runs}
    for _ in range(4):
        for rate, race in runs.items():
            taken = measure(race, redraws // 4)["all four"]
            cpu[rate].append(float(np.median([each for _, each in taken])))
    low, high = (min(each) for each in cpu.values())
    print(f"a minute at 100/s costs {low:.2f} ms, at 50,000/s {high:.2f} ms: {high / low:.2f} x")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--redraws", type=int, default=200)
    redraws = options.parse_args().redraws
    QApplication.instance() or QApplication([])
    marks = tuple(Mark(45.0 * n + 5, f"concurrency {n} → {n + 1}") for n in range(1, 13))
    lanes = (_wavy(79, 0.8), _wavy(2_900, 0.06))
    race = frames(600, *lanes, marks)
    for window_s in (None, 60.0):
        print(
            f"10 minutes of data, {'all of it' if window_s is None else 'the last minute'} shown:"
        )
        _tell(measure(race, redraws, window_s))
    print("10 minutes of data, from schedule and from send, ceilings, and a stall:")
    odd = [
        replace(each, sent_s=lambda at: 0.02, ceiling_per_s=4_000.0, void_s=(100.0, 101.0))
        for each in lanes
    ]
    _tell(measure(frames(600, odd[0], odd[1], marks), redraws, plan=OPEN, basis="both"))
    for block_s in (3, 1):
        print(f"10 minutes of data in turns of {block_s} s:")
        _tell(measure(frames(600, *lanes, block_s=block_s), redraws))
    _rates(redraws)


if __name__ == "__main__":
    main()
