"""Claim 4, an external API: most of the time is spent waiting for somebody else."""

from loadgen.claims.claim import Claim
from loadgen.claims.io_rule import io_measure, io_rule, io_tests

THREADS = 64

CLAIM = Claim(
    key="external-api",
    number=4,
    title="Calls of an external API",
    sentence="I/O-bound APIs get much better throughput per dollar of compute: an external API.",
    method="Each request calls an API that takes 100 ms, with the leanest client of each side; "
    "64 users; Flask with 4 and with 64 threads.",
    tests=io_tests("upstream", {"latency_ms": 100}, THREADS),
    measure=io_measure(THREADS),
    rule=io_rule(THREADS),
    honest="The strongest case of an event loop, for a slow API is nearly all waiting. Flask with "
    "a thread for each call closes much of the gap, and the HTTP client may cost more CPU than "
    "either framework.",
    interview="Compute the concurrency first: calls a second times seconds a call. Up to a "
    "hundred or so a thread pool of that size does it; in the thousands, or with calls that go "
    "out in parallel within one request, async pays. Mention timeouts and one shared client "
    "before either.",
)
