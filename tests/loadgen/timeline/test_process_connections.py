"""How many connections each process had is told by what was usual, and whether they were even."""

import pytest

from loadgen.timeline.process_connections import ProcessConnections, connection_words
from servers.telemetry.messages import ProcessLoad


def noted(*reports: tuple[int, ...]) -> tuple[int, ...]:
    connections = ProcessConnections()
    for counts in reports:
        connections.note(
            [ProcessLoad(pid=n, at=0.0, cpu_s=0.0, connections=c) for n, c in enumerate(counts)]
        )
    return connections.usual


def test_the_usual_counts_are_told_and_not_those_of_the_first_and_the_last_moment() -> None:
    assert noted((0, 0), (3, 0), *[(32, 32)] * 20, (1, 0), (0, 0)) == (32, 32)
    assert noted() == noted(()) == ()


def test_what_was_long_ago_is_forgotten() -> None:
    assert noted(*[(4, 4)] * 200, *[(8, 8)] * 60) == (8, 8)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((), ""),
        ((32, 32), "connections per process 32, 32"),
        ((3, 2, 2), "connections per process 3, 2, 2"),
        ((1_055, 4), "connections per process 1,055, 4; not even"),
    ],
)
def test_it_says_where_they_are_not_even(counts: tuple[int, ...], words: str) -> None:
    assert connection_words(counts) == words
