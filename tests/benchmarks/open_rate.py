"""How well a constant rate is kept: ``python -m tests.benchmarks.open_rate [SECONDS]``.

A null server has one core, one generator the other (on Linux; elsewhere the system places them).
First the ceiling: what is answered when far too much is due. Then each rate for 10 s, or so many
seconds, and half the ceiling. ``error`` is of the rate of successful responses, ``lag`` how late
requests left, ``from schedule`` and ``from send`` are latencies.
"""

import shutil
import subprocess
import sys
from typing import Any

import msgspec

from loadgen.generator.null_server import NullReady
from loadgen.model.load_plan import RATE_MAX

RATES = (100, 1_000, 5_000, 10_000, 20_000)


def _pinned(core: int, *words: str) -> list[str]:
    taskset = ("taskset", "-c", str(core)) if shutil.which("taskset") else ()
    return [*taskset, sys.executable, "-m", *words]


def _send(url: str, rate: float, seconds: float) -> dict[str, Any]:
    words = ("loadgen.generator", "--url", url, "--rate", str(rate), "--duration", str(seconds))
    done = subprocess.run(_pinned(1, *words), check=True, capture_output=True, text=True)
    totals: dict[str, Any] = msgspec.json.decode(done.stdout)
    return totals


def _row(rate: float, totals: dict[str, Any]) -> str:
    achieved = totals["throughput_per_second"]
    generator, requests = totals["generator"], totals["requests"]
    latency, service = totals["latency_ms"], totals["service_ms"]
    return (
        f"{rate:>12,.0f}{100 * (achieved / rate - 1):>10.3f}{generator['send_lag_ms_p99']:>12.3f}"
        f"{requests['dropped']:>9,}{requests['sent'] - requests['ok']:>9,}"
        f"{generator['cpu_percent']:>7.1f}"
        f"{latency['p50']:>9.3f}{latency['p99']:>9.3f}{service['p50']:>9.3f}{service['p99']:>9.3f}"
    )


def main(seconds: float) -> None:
    """Print the table."""
    server = subprocess.Popen(
        _pinned(0, "loadgen.generator.null_server"), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        ready = msgspec.json.decode(server.stdout.readline(), type=NullReady)
        url = f"http://127.0.0.1:{ready.port}/"
        ceiling = _send(url, RATE_MAX, min(seconds, 3))["throughput_per_second"]
        print(f"ceiling: {ceiling:,.0f} requests/s\n")
        print(f"{'':<52}{'CPU':>7}{'from schedule':>18}{'from send':>18}")
        print(
            f"{'requests/s':>12}{'error %':>10}{'lag p99 ms':>12}{'dropped':>9}{'failed':>9}"
            f"{'%':>7}{'p50 ms':>9}{'p99 ms':>9}{'p50 ms':>9}{'p99 ms':>9}",
            flush=True,
        )
        for rate in (*RATES, round(ceiling / 2)):
            print(_row(rate, _send(url, rate, seconds)), flush=True)
    finally:
        server.stdin.close()
        server.stdout.close()
        server.wait()


if __name__ == "__main__":
    main(float(sys.argv[1]) if sys.argv[1:] else 10.0)
