"""A second program that uses one core for a part of the time: ``python -m
tests.benchmarks.background_load [--busy 0.5] [--period 1] [--seed 1]``, until it is killed or its
stdin ends.

It computes and sleeps in turn. How long each spell lasts is drawn from an exponential distribution,
as the work of other people's programs comes: with a fixed period its effect would be the same in
every block, and would be averaged out. ``--period`` is the mean of one spell of each, together.
"""

import argparse
import contextlib
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator


def burn(busy: float, period_s: float, seed: int, ended: threading.Event) -> None:
    """Use one core for the share ``busy`` of the time, until ``ended``."""
    dice = random.Random(seed)
    while not ended.is_set():
        until = time.monotonic() + dice.expovariate(1 / (busy * period_s))
        while time.monotonic() < until and not ended.is_set():
            sum(range(1_000))
        if busy < 1:
            ended.wait(dice.expovariate(1 / ((1 - busy) * period_s)))


@contextlib.contextmanager
def background_load(busy: float, period_s: float = 1.0, seed: int = 1) -> Iterator[None]:
    """Such a program beside, in a process of its own; none where ``busy`` is 0."""
    if not busy:
        yield
        return
    words = ("--busy", str(busy), "--period", str(period_s), "--seed", str(seed))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.background_load", *words], stdin=subprocess.PIPE
    )
    try:
        yield
        if process.poll() is not None:
            raise RuntimeError("the program in the background ended before the measurement did")
    finally:
        process.kill()
        process.communicate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--busy", type=float, default=0.5, help="share of one core, up to 1")
    parser.add_argument("--period", type=float, default=1.0, help="seconds")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    ended = threading.Event()

    def wait_for_the_end_of_stdin() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=wait_for_the_end_of_stdin, daemon=True).start()
    burn(chosen.busy, chosen.period, chosen.seed, ended)


if __name__ == "__main__":
    main()
