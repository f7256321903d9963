"""What starts and memory of servers cost beside another version of the program.

``python -m tests.benchmarks.server_start TREE [PAIRS] [VARIANT ..]``, where TREE is a checkout of
the other version. Both are run by this Python, with its packages, in turns: this one, the other
one, the other one, this one. For each variant: the CPU time until it is ready, and its unique
memory a second later, as it reports itself, that of all its processes; and the CPU time of
``import servers.__main__``. Medians of the differences within pairs, with their 95 % bootstrap
intervals. The bar: not slower, and at most 0.3 MiB more. Exit code 1 when more is shown.
"""

import compileall
import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import psutil

from servers.catalog.variants import VARIANTS
from servers.process.child_environment import child_environment
from servers.process.child_process import PROJECT_ROOT

PAIRS = 10
MOST_MIB = 0.3
_REPORTS = 12
_IMPORT = """
import time
begun = time.process_time()
import servers.__main__
print(1_000 * (time.process_time() - begun))
"""


class Start(NamedTuple):
    """CPU time until it was ready, in ms, and unique memory in MiB."""

    ready_ms: float
    unique_mib: float


def import_ms(tree: Path) -> float:
    """CPU time of the import of ``servers.__main__`` in a new process, in ms."""
    words = [sys.executable, "-c", _IMPORT]
    done = subprocess.run(words, cwd=tree, capture_output=True, text=True, check=True)
    return float(done.stdout)


def has_variant(tree: Path, variant: str) -> bool:
    """Whether that version knows the variant; one that it knows ends with its closed stdin."""
    words = [sys.executable, "-m", "servers", "--variant", variant]
    done = subprocess.run(
        words, cwd=tree, env=child_environment(), stdin=subprocess.DEVNULL, capture_output=True
    )
    return done.returncode == 0


def start(tree: Path, variant: str) -> Start:
    """Start a server, read its reports for a second, and end it."""
    words = [sys.executable, "-m", "servers", "--variant", variant]
    with subprocess.Popen(
        words,
        cwd=tree,
        env=child_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdin
        assert child.stdout
        child.stdout.readline()  # it is ready
        used = psutil.Process(child.pid).cpu_times()
        reports = [json.loads(child.stdout.readline()) for _ in range(_REPORTS)]
        child.stdin.close()
        child.stdout.read()
    return Start(1_000 * (used.user + used.system), reports[-1]["uss_mib"])


def interval(differences: list[float]) -> tuple[float, float, float]:
    """The median, and the ends of its 95 % bootstrap interval."""
    values = np.array(differences)
    drawn = np.random.default_rng(1).choice(values, (10_000, values.size))
    low, high = np.percentile(np.median(drawn, axis=1), (2.5, 97.5))
    return float(np.median(values)), float(low), float(high)


def main(words: list[str]) -> int:
    """Print a line for each figure; 1 where one is over its bar."""
    other = Path(words[0]).resolve()
    pairs = int(words[1]) if len(words) > 1 else PAIRS
    chosen = words[2:] or [each.key for each in VARIANTS if not each.unavailable()]
    over = 0
    for tree in (PROJECT_ROOT, other):
        # Otherwise what was edited is compiled at each start, where no byte code may be written.
        compileall.compile_dir(tree / "servers", quiet=1)

    def tell(what: str, unit: str, most: float, here: list[float], there: list[float]) -> None:
        nonlocal over
        middle, low, high = interval([a - b for a, b in zip(here, there, strict=True)])
        is_over = low > most
        over += is_over
        print(
            f"{what:34} {np.median(here):8.2f} beside {np.median(there):8.2f} {unit}: "
            f"{middle:+.2f} ({low:+.2f} to {high:+.2f}), bar {most:+.1f}"
            f"{', OVER' if is_over else ''}",
            flush=True,
        )

    imports: dict[Path, list[float]] = {PROJECT_ROOT: [], other: []}
    for tree in _turns(other, pairs):
        imports[tree].append(import_ms(tree))
    tell("import servers.__main__", "ms CPU", 0.0, imports[PROJECT_ROOT], imports[other])
    for variant in chosen:
        if not has_variant(other, variant):
            print(f"{variant}: the other version has no such server")
            continue
        starts: dict[Path, list[Start]] = {PROJECT_ROOT: [], other: []}
        for tree in _turns(other, pairs):
            starts[tree].append(start(tree, variant))
        here, there = starts[PROJECT_ROOT], starts[other]
        ready = [[each.ready_ms for each in side] for side in (here, there)]
        unique = [[each.unique_mib for each in side] for side in (here, there)]
        tell(f"{variant}, ready", "ms CPU", 0.0, *ready)
        tell(f"{variant}, unique memory", "MiB", MOST_MIB, *unique)
    return 1 if over else 0


def _turns(other: Path, pairs: int) -> list[Path]:
    both = [PROJECT_ROOT, other]
    return [tree for n in range(pairs) for tree in (both if n % 2 == 0 else reversed(both))]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
