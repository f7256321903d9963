"""Our generator, steered as the program steers it.

A plan to its stdin, snapshots from its stdout.
"""

import threading
from dataclasses import dataclass

import msgspec

from loadgen.model.histogram import LatencyHistogram
from loadgen.model.load_plan import LoadPlan, Model
from loadgen.model.snapshot import Snapshot
from loadgen.selfcheck.peers import GENERATOR
from loadgen.selfcheck.pinned_processes import ProcessError, running_process
from servers.process.child_process import child_command

WARM_UP_S = 0.5
_PATIENCE_S = 20.0


@dataclass(frozen=True)
class Driven:
    """The snapshots after the warm-up."""

    snapshots: tuple[Snapshot, ...]

    def latency(self) -> LatencyHistogram:
        """The latencies of all snapshots so far, merged."""
        merged = LatencyHistogram()
        for snapshot in self.snapshots:
            merged.add(snapshot.latency)
        return merged


def drive(model: Model, port: int, seconds: float, core: int | None) -> Driven:
    """Load for so long after the warm-up; raises ProcessError."""
    plan = LoadPlan(revision=1, url=f"http://127.0.0.1:{port}/hello", model=model)
    collected: list[Snapshot] = []
    with running_process(child_command(GENERATOR), core) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        # One that says nothing is ended, so that nobody waits for it.
        watch = threading.Timer(seconds + _PATIENCE_S, process.kill)
        watch.start()
        try:
            process.stdin.write(msgspec.json.encode(plan) + b"\n")
            process.stdin.flush()
            for line in process.stdout:
                snapshot = msgspec.json.decode(line, type=Snapshot)
                if snapshot.revision == plan.revision:
                    collected.append(snapshot)
                    if snapshot.at - collected[0].at >= WARM_UP_S + seconds:
                        break
        except (BrokenPipeError, msgspec.DecodeError):
            pass  # reported below, by what is missing
        finally:
            watch.cancel()
            watch.join()
    return _summarise(collected, seconds)


def _summarise(collected: list[Snapshot], seconds: float) -> Driven:
    warm = [each for each in collected if each.at - collected[0].at >= WARM_UP_S]
    if len(warm) < 2 or warm[-1].at - warm[0].at < seconds / 2:
        raise ProcessError("The generator ended, or said nothing, before it had measured.")
    return Driven(tuple(warm[1:]))
