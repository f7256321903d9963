"""What a killed window leaves behind: ``python -m tests.benchmarks.orphans [TIMES]``.

Opens the window, starts a race, kills the window with SIGKILL at a random moment of start or race,
and counts the servers and generators that are still there five seconds later. The bar is 0 in 50.
They are recognised by FACEOFF_RUN_ID, which a program hands on to all that it starts.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import psutil

from servers.process.child_environment import RUN_ID
from tests.support.processes_of_run import servers_and_generators
from tests.support.window_program import RACING_WINDOW

LATEST_S = 4.0
GRACE_S = 5.0


def once(moment_s: float, surroundings: dict[str, str]) -> tuple[int, int, float]:
    """Children at the moment of the kill, children left, and seconds until they were gone."""
    window = subprocess.Popen(
        [sys.executable, "-c", RACING_WINDOW], env=surroundings, stdout=subprocess.PIPE
    )
    assert window.stdout is not None
    window.stdout.readline()
    time.sleep(moment_s)
    run_id = surroundings[RUN_ID]
    before = len(servers_and_generators(run_id))
    window.kill()
    killed = time.monotonic()
    window.wait()
    window.stdout.close()
    while (left := servers_and_generators(run_id)) and time.monotonic() - killed < GRACE_S:
        time.sleep(0.01)
    for pid in left:
        psutil.Process(pid).kill()
    return before, len(left), time.monotonic() - killed


def main(times: int = 50) -> int:
    """Exit code 1 when anything was left."""
    rng = random.Random(2)
    orphans, slowest, seen = 0, 0.0, []
    with tempfile.TemporaryDirectory() as folder:
        settings = str(Path(folder) / "settings.json")
        surroundings = os.environ | {"FACEOFF_SETTINGS": settings, RUN_ID: uuid.uuid4().hex}
        surroundings.setdefault("QT_QPA_PLATFORM", "offscreen")
        for n in range(times):
            moment_s = rng.uniform(0, LATEST_S)
            before, left, took_s = once(moment_s, surroundings)
            orphans, slowest = orphans + left, max(slowest, took_s)
            seen.append(before)
            print(
                f"{n + 1:3d}: killed {moment_s:.2f} s after Start with {before} children, "
                f"{left} left after {took_s:.2f} s"
            )
    print(
        f"{times} kills, {sum(seen)} children, {orphans} orphans; slowest gone in {slowest:.2f} s"
    )
    return 1 if orphans else 0


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
