"""Outcomes, environments, lines of bounded length, and the computation that both sides share."""

import itertools
import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servers.backends.primes import count_primes_below
from servers.environment import child_environment
from servers.line_splitter import LineSplitter
from servers.messages import ServiceReady
from servers.outcome import Outcome
from servers.serving.uvicorn_server import loop_choice


@pytest.mark.parametrize(
    ("returncode", "said"),
    [
        (0, "exit 0"),
        (1, "exit 1"),
        (-9, "killed by SIGKILL"),
        (-15, "killed by SIGTERM"),
        (-200, "killed by signal 200"),
        (0xC0000005, "exit 0xC0000005"),
    ],
)
def test_an_outcome_is_told_in_words(returncode: int, said: str) -> None:
    assert Outcome("crashed", returncode).describe() == said


@pytest.mark.parametrize(
    ("outcome", "ok"),
    [(Outcome("exited", 0), True), (Outcome("exited", 1), False), (Outcome("killed", -9), False)],
)
def test_only_leaving_by_itself_is_ok(outcome: Outcome, ok: bool) -> None:
    assert outcome.ok is ok


def test_what_would_change_a_measurement_is_taken_from_the_environment() -> None:
    disturbing = [
        *("HTTP_PROXY", "http_proxy", "all_proxy", "WEB_CONCURRENCY", "FORWARDED_ALLOW_IPS"),
        *("PYTHONPATH", "PYTHONDEVMODE", "FLASK_DEBUG", "OTEL_TRACES_EXPORTER", "UVICORN_PORT"),
        *("GEVENT_LOOP", "GUNICORN_CMD_ARGS", "LISTEN_FDS", "SCRIPT_NAME"),
    ]
    environ = dict.fromkeys(disturbing, "x") | {"PATH": "/bin", "HOME": "/home/ada"}
    assert child_environment(environ) == {
        "PATH": "/bin",
        "HOME": "/home/ada",
        "PYTHONUTF8": "1",
        "FACEOFF_PARENT_PID": str(os.getpid()),
    }


@given(st.binary(max_size=200), st.lists(st.integers(0, 200)))
def test_lines_are_the_same_however_the_stream_is_cut(stream: bytes, cuts: list[int]) -> None:
    places = [0, *sorted(cuts), len(stream)]
    pieces = [stream[a:b] for a, b in itertools.pairwise(places)]
    splitter = LineSplitter(1_000)
    lines = [line for piece in pieces for line in splitter.feed(piece)]
    assert [*lines, splitter.rest()] == stream.split(b"\n")


def test_of_an_endless_line_little_is_kept() -> None:
    splitter = LineSplitter(10)
    for _ in range(100):
        assert splitter.feed(b"x" * 1_000) == []
    assert splitter.feed(b"\nnext\n") == [b"x" * 11, b"next"]


@pytest.mark.parametrize(
    ("limit", "count"), [(0, 0), (2, 0), (3, 1), (10, 4), (100, 25), (2_000, 303), (10_000, 1_229)]
)
def test_primes_are_counted(limit: int, count: int) -> None:
    assert count_primes_below(limit) == count


def test_a_backing_services_url_may_hold_a_password_and_is_not_written_by_accident() -> None:
    ready = ServiceReady("database", 7, "postgresql://faceoff:secret@h/d", "PostgreSQL 18.4")
    assert "secret" not in f"{ready!r} {ready}"


def test_uvicorn_is_told_of_loops_that_it_does_not_know_by_their_factory() -> None:
    assert loop_choice("uvloop") == "uvloop"
    assert loop_choice("winloop") == "winloop:new_event_loop"
    usual = "asyncio:SelectorEventLoop" if sys.platform == "win32" else "asyncio"
    assert loop_choice("asyncio") == usual
