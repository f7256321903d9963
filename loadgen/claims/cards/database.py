"""Claim 4, a database: its pool of connections limits both."""

from loadgen.claims.claim import Claim
from loadgen.claims.io_rule import io_measure, io_rule, io_tests

THREADS = 16

CLAIM = Claim(
    key="database",
    number=4,
    title="Queries of a database",
    sentence="I/O-bound APIs get much better throughput per dollar of compute: a database.",
    method="Each request asks a query of 20 ms over a pool of 10 connections; 64 users; Flask "
    "with 4 and with 16 threads.",
    tests=io_tests("database", {"delay_ms": 20, "insert_every": 0}, THREADS),
    measure=io_measure(THREADS),
    rule=io_rule(THREADS),
    honest="A database answers as many queries at a time as the pool has connections, whoever "
    "waits for them. With more threads than connections Flask reaches the same bound.",
    interview="The pool is the bound: connections divided by query time, and the database's own "
    "cores behind it. An async server queues more requests before that pool, it does not make the "
    "database faster; size threads to the pool, and shorten queries first.",
)
