"""Claim 4, a cache: it answers before the framework has done its part."""

from loadgen.claims.claim import Claim
from loadgen.claims.io_rule import io_measure, io_rule, io_tests

THREADS = 16

CLAIM = Claim(
    key="cache",
    number=4,
    title="Reads of a cache",
    sentence="I/O-bound APIs get much better throughput per dollar of compute: a cache.",
    method="Each request finds its answer in the cache; 64 users; Flask with 4 and with 16 "
    "threads.",
    tests=io_tests("cache", {"hit_percent": 100}, THREADS),
    measure=io_measure(THREADS),
    rule=io_rule(THREADS),
    honest="A cache answers within a millisecond, so the request is mostly CPU of framework, "
    "server and client library. What is compared is then that code, not threads against an event "
    "loop.",
    interview="With a cache the wait is gone, and with it the reason for async: count CPU per "
    "request, and scale by processes. A hit that costs more CPU in Python than in the cache may "
    "be worth a layer in front of the application.",
)
