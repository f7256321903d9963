"""The generator by itself: one request, so many users, so long, and a line of totals."""

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Iterator

import httpx
import msgspec

from loadgen.generator.generator import Generator, request_of
from loadgen.generator.output import tell
from loadgen.histogram import LatencyHistogram
from loadgen.plan import CONCURRENCY_MAX, ClosedModel, LoadPlan
from loadgen.snapshot import Snapshot
from loadgen.summary import GeneratorSummary, LatencySummary, LoadSummary

_HELP = """\
Send one request over and over to a server on this machine, and print one line of JSON: what became
of the requests, throughput (successful responses per second), latency in milliseconds, and what the
generator itself needed. Without any option it is steered by the program: plans as JSON lines on
stdin, snapshots on stdout."""
_EXAMPLES = """\
examples:
  python -m loadgen.generator --url http://127.0.0.1:8000/hello
  python -m loadgen.generator --url http://127.0.0.1:8000/orders --method POST \\
      --header 'content-type: application/json' --body '{"customer": "Ada"}' --concurrency 8

Each user has one connection and one request in flight; latency is from before a request's first
byte is written to the last byte of its answer, connecting not included. Only loopback addresses are
taken. Ctrl-C ends early, and prints what was measured (exit code 130)."""


class Options(msgspec.Struct, frozen=True):
    """What was asked for on the command line."""

    plan: LoadPlan
    duration_s: float


def _whole(text: str) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    if not 1 <= number <= CONCURRENCY_MAX:
        raise argparse.ArgumentTypeError(
            f"it takes a whole number from 1 to {CONCURRENCY_MAX:,}, not “{text[:20]}”"
        )
    return number


def _seconds(text: str) -> float:
    with contextlib.suppress(ValueError):
        if 0 < (seconds := float(text)) <= 86_400:
            return seconds
    raise argparse.ArgumentTypeError(f"it takes seconds, above 0 to 86,400, not “{text[:20]}”")


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise argparse.ArgumentTypeError(f"it takes “name: value”, not “{text[:40]}”")
    return name.strip(), value.strip()


def parse(arguments: list[str]) -> Options:
    """Understand the command line; leaves with 2 and a sentence when it is no use."""
    parser = argparse.ArgumentParser(
        prog="python -m loadgen.generator",
        description=_HELP,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--url", required=True, help="what to ask for, on this machine")
    parser.add_argument("--concurrency", type=_whole, default=64, help="users (default 64)")
    parser.add_argument("--duration", type=_seconds, default=4.0, help="seconds (default 4)")
    parser.add_argument("--method", default="GET", help="default GET")
    parser.add_argument("--header", type=_header, action="append", default=[], help="repeatable")
    parser.add_argument("--body", default="", help="sent with each request, as UTF-8")
    parser.add_argument(
        "--timeout", type=_seconds, default=60.0, help="seconds for a whole request (default 60)"
    )
    given = parser.parse_args(arguments)
    plan = LoadPlan(
        revision=1,
        url=given.url,
        model=ClosedModel(given.concurrency),
        method=given.method,
        headers=tuple(given.header),
        body=given.body.encode(),
        timeout_s=given.timeout,
    )
    try:
        request_of(plan)
    except (httpx.TransportError, ValueError) as error:
        parser.error(str(error))
    return Options(plan, given.duration)


async def measure(options: Options) -> int:
    """Send the load, print its totals; the exit code."""
    interrupted = asyncio.Event()
    generator, snapshots = Generator(), list[Snapshot]()
    generator.follow(options.plan)
    with (
        _on_interrupt(interrupted),
        generator.running(lambda: snapshots.append(generator.snapshot())),
    ):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(interrupted.wait(), options.duration_s)
        snapshots.append(generator.snapshot())
        measured = len(snapshots)
        # What comes in while the rest is drained is counted, but not measured.
        final = await generator.stop()
    line = msgspec.json.encode(_summary(snapshots[:measured], final)) + b"\n"
    if final.notice:
        tell(final.notice)
    sys.stdout.buffer.write(line)
    sys.stdout.flush()
    return 130 if interrupted.is_set() else 0


@contextlib.contextmanager
def _on_interrupt(interrupted: asyncio.Event) -> Iterator[None]:
    """Ctrl-C sets the event, instead of ending the program."""
    loop = asyncio.get_running_loop()
    before = signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(interrupted.set))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _summary(snapshots: list[Snapshot], final: Snapshot) -> LoadSummary:
    """Totals of all; figures of the time from the first snapshot to the last."""
    first, last = snapshots[0], snapshots[-1]
    latency = LatencyHistogram()
    for snapshot in snapshots:
        latency.add(snapshot.latency)
    elapsed_s = last.at - first.at
    totals = last.totals
    return LoadSummary(
        requests=final.totals,
        throughput_per_second=round(totals.ok / elapsed_s, 2) if elapsed_s > 0 else 0.0,
        latency_ms=LatencySummary.of(latency),
        generator=GeneratorSummary.of(
            cpu_s=last.cpu_s - first.cpu_s,
            elapsed_s=elapsed_s,
            ended=totals.ok + totals.failures + totals.cancelled,
            send_lags_ms=[snapshot.send_lag_ms for snapshot in snapshots],
        ),
        notice=final.notice,
    )
