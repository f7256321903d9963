"""Outcomes, environments, lines of bounded length, and the computation that both sides share."""

import itertools
import os
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servers.apps.workload.primes import count_primes_below
from servers.hosts.uvicorn_server import loop_choice
from servers.process.child_environment import child_environment, given_settings
from servers.process.exit_outcome import Outcome
from servers.process.line_splitter import LineSplitter
from servers.telemetry.messages import ServiceReady
from tests.support.every_case import every_case


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
    ("returncode", "status"), [(0, 0), (1, 1), (69, 69), (128, 128), (-9, 137), (-15, 143)]
)
def test_a_signal_survives_a_process_that_looks_after_another(returncode: int, status: int) -> None:
    ended = Outcome("crashed", returncode)
    assert ended.shell_status == status
    assert Outcome.of_shell_status("crashed", status) == ended


@pytest.mark.parametrize(
    ("outcome", "ok"),
    [(Outcome("exited", 0), True), (Outcome("exited", 1), False), (Outcome("killed", -9), False)],
)
def test_only_leaving_by_itself_is_ok(outcome: Outcome, ok: bool) -> None:
    assert outcome.ok is ok


DISTURBING = (
    *("HTTP_PROXY", "http_proxy", "all_proxy", "NO_PROXY", "SSL_CERT_FILE", "NETRC"),
    *("WEB_CONCURRENCY", "FORWARDED_ALLOW_IPS", "LISTEN_FDS", "SCRIPT_NAME", "PORT"),
    *("PYTHONPATH", "PYTHONDEVMODE", "PYTHONHOME", "PYTHONSAFEPATH", "PYTHONMALLOC"),
    *("PYTHONWARNINGS", "PYTHONIOENCODING", "VIRTUAL_ENV", "UV_EXCLUDE_NEWER"),
    *("MALLOC_ARENA_MAX", "MALLOC_TRIM_THRESHOLD_", "LD_PRELOAD", "DYLD_INSERT_LIBRARIES"),
    *("GLIBC_TUNABLES", "LD_BIND_NOW", "UV_THREADPOOL_SIZE", "UV_USE_IO_URING"),
    *("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_MAX_THREADS"),
    *("PGHOST", "PGHOSTADDR", "PGREQUIREAUTH", "PGSSLMODE", "PGOPTIONS", "PGPASSFILE"),
    *("LC_ALL", "LC_NUMERIC", "LANG", "LANGUAGE"),
    *("FLASK_DEBUG", "OTEL_TRACES_EXPORTER", "UVICORN_PORT", "GEVENT_LOOP", "GUNICORN_CMD_ARGS"),
    *("FACEOFF_DATABASE_URL", "FACEOFF_EXTERNAL_DATABASE_URL", "FACEOFF_SETTINGS"),
    "AN_API_KEY",
)
GIVEN = {
    "PYTHONUTF8": "1",
    "LC_ALL": "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8",
    "FACEOFF_PARENT_PID": str(os.getpid()),
}


@every_case("name", DISTURBING)
def test_what_a_child_does_not_need_is_not_handed_on(name: str) -> None:
    assert child_environment({name: "x"}) == GIVEN


@pytest.mark.parametrize(
    "name", ["PATH", "HOME", "TMPDIR", "SystemRoot", "LD_LIBRARY_PATH", "FACEOFF_RUN_ID"]
)
def test_what_a_child_needs_is_handed_on(name: str) -> None:
    assert child_environment({name: "x"}) == {name: "x"} | GIVEN


def test_a_worker_gets_what_its_server_was_given() -> None:
    environ = dict.fromkeys(("FACEOFF_DATABASE_URL", "FACEOFF_PARENT_PID", "PATH", "LC_ALL"), "x")
    assert given_settings(environ) == {"FACEOFF_DATABASE_URL": "x"}


# On a busy machine the first examples, for which the library fills its caches, take seconds.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
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
    ready = ServiceReady("database", 7, "postgresql://faceoff:secret@h/d", "PostgreSQL", "18.4")
    assert "secret" not in f"{ready!r} {ready}"


def test_uvicorn_is_told_of_loops_that_it_does_not_know_by_their_factory() -> None:
    assert loop_choice("uvloop") == "uvloop"
    assert loop_choice("winloop") == "winloop:new_event_loop"
    usual = "asyncio:SelectorEventLoop" if sys.platform == "win32" else "asyncio"
    assert loop_choice("asyncio") == usual
