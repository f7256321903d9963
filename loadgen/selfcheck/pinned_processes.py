"""The check's child processes.

On which core they run, and what they cost by the system's accounting.
"""

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import msgspec
import psutil

from servers.process.child_environment import child_environment
from servers.process.child_process import PROJECT_ROOT, child_command
from servers.process.windows_job import tie_to_this_process

NULL_SERVER = "loadgen.generator.null_server"
PACED_SERVER = "loadgen.selfcheck.paced_server"

TIMEOUT_S = 60.0
"""A client that has not ended after so long is killed."""

_POLL_S = 0.05
_LEAVE_S = 2.0
_READY_LIMIT = 65_536
_CHUNK = 65_536


class ProcessError(Exception):
    """A child process that did not do what it was started for; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Cores:
    """Where server and client run, each alone; None: wherever the system puts it."""

    server: int | None = None
    client: int | None = None

    @property
    def pinned(self) -> bool:
        """Whether server and client are kept to a core each."""
        return self.server is not None


@dataclass(frozen=True, slots=True)
class Gate:
    """How a client is started in two steps.

    One that is sent ``hello`` answers with a line as soon as it is ready, and begins when it is
    sent ``go``.
    """

    go: bytes
    hello: bytes = b""


@dataclass(frozen=True, slots=True)
class Finished:
    """What a client printed, and its user and system time from its start to its end.

    ``start_cpu_s`` of that had gone by when its gate was opened.
    """

    stdout: str
    cpu_s: float
    start_cpu_s: float = 0.0


class _Ready(msgspec.Struct):
    port: int


def cores() -> Cores:
    """Two cores for server and client, where there are two and the system lets one choose."""
    try:
        allowed = psutil.Process().cpu_affinity()
        with _on_core(allowed[0]):
            pass
    except (AttributeError, OSError, psutil.Error):
        return Cores()
    return Cores(allowed[0], allowed[1]) if len(allowed) > 1 else Cores()


@contextlib.contextmanager
def _on_core(core: int | None) -> Iterator[None]:
    """A child that is started in here inherits the core, with all its threads."""
    if core is None:
        yield
        return
    me = psutil.Process()
    before = me.cpu_affinity()
    me.cpu_affinity([core])
    try:
        yield
    finally:
        me.cpu_affinity(before)


def run(command: Sequence[str], core: int | None, *, timeout_s: float = TIMEOUT_S) -> Finished:
    """Run a client to its end; raises ProcessError. However this ends, the client has ended."""
    with running_process(command, core) as process:
        cpu = _Cpu(process)
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                # Short, so that Windows is asked for the CPU time while the process still runs.
                stdout, stderr = process.communicate(timeout=_POLL_S)
                break
            except subprocess.TimeoutExpired:
                cpu.look()
                if time.monotonic() > deadline:
                    raise ProcessError(f"It did not end within {timeout_s:.0f} s.") from None
        if process.returncode != 0:
            raise ProcessError(_last_words(process.returncode, stderr))
        return Finished(stdout.decode("utf-8", "replace"), cpu.total_s())


def run_gated(
    command: Sequence[str],
    core: int | None,
    gate: Gate,
    *,
    hold_s: float | None,
    timeout_s: float = TIMEOUT_S,
) -> Finished:
    """Run a client that waits at its gate. With ``hold_s``, its stdin is closed so long after.

    Raises ProcessError.
    """
    with (
        running_process(command, core, buffered=False) as process,
        contextlib.ExitStack() as timers,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        _later(timers, timeout_s, process.kill)
        cpu = _Cpu(process)
        process.stdin.write(gate.hello)
        printed = [process.stdout.readline(_READY_LIMIT)]
        if printed[0]:
            start_cpu_s = cpu.until_now_s()
            process.stdin.write(gate.go)
            if hold_s is not None:
                _later(timers, hold_s, process.stdin.close)
            while chunk := process.stdout.read(_CHUNK):
                printed.append(chunk)
                cpu.look()
        stderr = process.stderr.read()
        if process.wait() != 0 or not printed[0]:
            raise ProcessError(_last_words(process.returncode, stderr))
        return Finished(b"".join(printed).decode("utf-8", "replace"), cpu.total_s(), start_cpu_s)


def _later(timers: contextlib.ExitStack, seconds: float, call: Callable[[], None]) -> None:
    timer = threading.Timer(seconds, call)
    timers.callback(_cancel, timer)
    timer.start()


def _cancel(timer: threading.Timer) -> None:
    timer.cancel()
    # An interrupt may come before the thread has started, which cannot be joined then; it ends at
    # once, because it is cancelled.
    with contextlib.suppress(RuntimeError):
        timer.join()


@contextlib.contextmanager
def serving(core: int | None, module: str, *words: str) -> Iterator[int]:
    """A server of ours for as long as this lasts: its port; raises ProcessError."""
    with running_process(child_command(module, *words), core) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        line = process.stdout.readline(_READY_LIMIT)
        try:
            port = msgspec.json.decode(line, type=_Ready).port
        except msgspec.DecodeError:
            process.kill()
            words_left = process.communicate()[1]
            raise ProcessError(_last_words(process.returncode, words_left)) from None
        try:
            yield port
        finally:
            process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_LEAVE_S)


@contextlib.contextmanager
def running_process(
    command: Sequence[str], core: int | None, *, buffered: bool = True
) -> Iterator[subprocess.Popen[bytes]]:
    """A child with pipes to it; killed at the end, if it still runs then."""
    with _on_core(core):
        try:
            process = subprocess.Popen(
                command,
                bufsize=-1 if buffered else 0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=PROJECT_ROOT,
                env=child_environment(),
            )
        except OSError as error:
            raise ProcessError(f"{command[0]} does not start: {error.strerror}.") from error
    tie_to_this_process(process.pid)
    try:
        yield process
    finally:
        process.kill()
        for pipe in (process.stdin, process.stdout, process.stderr):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        process.wait()


@contextlib.contextmanager
def children_ended() -> Iterator[None]:
    """Kill and reap every child that was started within and is left.

    An exception of a signal's handler that is raised while one is being started leaves nobody who
    knows of it.
    """
    me = psutil.Process()
    before = set(me.children(recursive=True))
    try:
        yield
    finally:
        left = set(me.children(recursive=True)) - before
        for child in left:
            with contextlib.suppress(psutil.Error):
                child.kill()
        psutil.wait_procs(list(left), timeout=_LEAVE_S)


def _last_words(code: int, stderr: bytes) -> str:
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    return f"It left with {code}: {lines[-1].strip()[:200] if lines else 'it said nothing'}"


class _Cpu:
    """The CPU time of one child, its threads and own children included.

    POSIX adds it up when the child is reaped, to the microsecond; no other child may end meanwhile.
    On Windows it is looked at while the child runs, so that the last 50 ms may be missing.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = psutil.Process(process.pid)
        self._seen_s = 0.0
        self._before_s = _reaped_cpu_s()

    def look(self) -> None:
        if sys.platform == "win32":
            with contextlib.suppress(psutil.Error):
                self._seen_s = self.until_now_s()

    def until_now_s(self) -> float:
        """While it runs; to the system's tick, which is 10 ms on Linux."""
        times = self._process.cpu_times()
        return float(times.user + times.system)

    def total_s(self) -> float:
        return self._seen_s if sys.platform == "win32" else _reaped_cpu_s() - self._before_s


def _reaped_cpu_s() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
