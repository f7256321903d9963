"""Any child process of ours, as its parent sees it: lines out, bytes in, last words, an outcome."""

import asyncio
import contextlib
import logging
import subprocess
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self, cast

from servers.process.byte_units import MIB
from servers.process.child_environment import child_environment
from servers.process.exit_outcome import Kind, Outcome
from servers.process.installation import PROJECT_FOLDER
from servers.process.line_splitter import LineSplitter
from servers.process.windows_job import tie_to_this_process

PROJECT_ROOT = Path(PROJECT_FOLDER)
STDOUT_LINE_LIMIT = 4 * MIB
STDERR_LINE_LIMIT = 2_000
LAST_LINES = 100
GRACE_S = 5.0
"""How long a child has to leave before it is killed."""

NOTHING: Mapping[str, str] = MappingProxyType({})
_LINES_WAITING_MAX = 1_000
_STDIN_WAITING_MAX = 16 * MIB
_PIPES_GRACE_S = 0.5
_STDIN, _STDOUT, _STDERR = 0, 1, 2
_LOGGED_LINES = 20

_log = logging.getLogger("faceoff.child")


def child_command(module: str, *args: str) -> list[str]:
    """The command line that runs a module of this project with this interpreter.

    It works with ``cwd=PROJECT_ROOT`` and ``env=child_environment()`` only: ``-m`` puts the working
    directory first on ``sys.path`` (PYTHONSAFEPATH is not handed on), in the source tree and
    below site-packages.
    """
    return [sys.executable, "-m", module, *args]


class _Pipes(asyncio.SubprocessProtocol):
    """Takes what the child says as it comes, so that no pipe ever fills and freezes the child."""

    def __init__(self) -> None:
        self.stdout: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.last_lines: deque[str] = deque(maxlen=LAST_LINES)
        self.closed = asyncio.Event()
        self.on_closed: Callable[[], object] = lambda: None
        self._out = LineSplitter(STDOUT_LINE_LIMIT)
        self._err = LineSplitter(STDERR_LINE_LIMIT)
        self._transport: asyncio.SubprocessTransport | None = None
        self._paused = False
        self._closing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.SubprocessTransport", transport)

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if fd == _STDOUT:
            self._take_stdout(self._out.feed(data))
        else:
            self._take_stderr(self._err.feed(data))

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        if fd == _STDOUT:
            self._take_stdout(filter(None, [self._out.rest()]))
            self.stdout.put_nowait(None)
        elif fd == _STDERR:
            self._take_stderr(filter(None, [self._err.rest()]))

    def process_exited(self) -> None:
        # A grandchild may hold the pipes open; the last words are waited for, but not for ever.
        assert self._transport is not None
        loop = asyncio.get_running_loop()
        self._closing = loop.call_later(_PIPES_GRACE_S, self._transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._closing:
            self._closing.cancel()
        if self._transport:
            self._transport.close()
        self.closed.set()
        self.on_closed()

    def resume(self) -> None:
        """Read on, after lines were taken from a full queue."""
        if self._paused and self.stdout.qsize() < _LINES_WAITING_MAX // 2:
            self._paused = False
            if pipe := self._pipe(_STDOUT):
                cast("asyncio.ReadTransport", pipe).resume_reading()

    def _take_stdout(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            if len(line) > STDOUT_LINE_LIMIT:
                self.last_lines.append("(a line on stdout was too long and was dropped)")
            else:
                self.stdout.put_nowait(line)
        if not self._paused and self.stdout.qsize() > _LINES_WAITING_MAX:
            self._paused = True
            if pipe := self._pipe(_STDOUT):
                cast("asyncio.ReadTransport", pipe).pause_reading()

    def _take_stderr(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            cut = "…" if len(line) > STDERR_LINE_LIMIT else ""
            text = line[:STDERR_LINE_LIMIT].decode("utf-8", "replace").rstrip("\r")
            self.last_lines.append(text + cut)

    def _pipe(self, fd: int) -> asyncio.BaseTransport | None:
        pipe = self._transport.get_pipe_transport(fd) if self._transport else None
        return None if pipe is None or pipe.is_closing() else pipe


class Child:
    """A running ``python -m MODULE``, made by ``start``; it is gone after ``stop`` or ``wait``.

    Start it from a thread that outlives it (see ``parent_death``). Works on any asyncio loop.
    """

    def __init__(self, transport: asyncio.SubprocessTransport, pipes: _Pipes) -> None:
        self._transport = transport
        self._pipes = pipes
        self._asked = False
        self._forced: Kind | None = None
        self.pid: int = transport.get_pid()
        pipes.on_closed = self._log_end

    @classmethod
    async def start(
        cls,
        module: str,
        *args: str,
        pass_fds: tuple[int, ...] = (),
        environment: Mapping[str, str] = NOTHING,
    ) -> Self:
        """Run a module of this project with this interpreter; raises OSError when that fails.

        ``environment`` is added to the cleaned one: what must not be seen in a list of processes.

        It runs in a cleaned environment, and in a session of its own: Ctrl-C in the terminal is
        for the parent, which then stops its children in good order.
        """
        system: dict[str, Any]
        if sys.platform == "win32":
            system = {"creationflags": subprocess.CREATE_NO_WINDOW}
        else:
            system = {"start_new_session": True, "pass_fds": pass_fds}
        transport, pipes = await asyncio.get_running_loop().subprocess_exec(
            _Pipes,
            *child_command(module, *args),
            cwd=PROJECT_ROOT,
            env=child_environment() | dict(environment),
            **system,
        )
        tie_to_this_process(transport.get_pid())
        _log.info("%d started: %s", transport.get_pid(), " ".join((module, *args)))
        return cls(transport, pipes)

    @property
    def last_lines(self) -> tuple[str, ...]:
        """Its last words on stderr, the newest last; complete once it has ended."""
        return tuple(self._pipes.last_lines)

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; None while it runs."""
        code = self._transport.get_returncode()
        if code is None:
            return None
        if self._forced and code != 0:
            return Outcome(self._forced, code)
        return Outcome("exited" if code == 0 or self._asked else "crashed", code)

    def _log_end(self) -> None:
        outcome = self.outcome
        if outcome is None:
            return
        _log.info("%d ended: %s, %s", self.pid, outcome.kind, outcome.describe())
        if outcome.kind == "crashed":
            for line in self.last_lines[-_LOGGED_LINES:]:
                _log.info("%d said: %s", self.pid, line)

    async def lines(self) -> AsyncIterator[bytes]:
        """Each line on its stdout, without the line end, until there are no more. One reader."""
        while (line := await self._pipes.stdout.get()) is not None:
            self._pipes.resume()
            yield line
        self._pipes.stdout.put_nowait(None)

    def send(self, data: bytes) -> None:
        """Write to its stdin. Never waits, never raises: what it can no longer take is dropped."""
        stdin = cast("asyncio.WriteTransport | None", self._transport.get_pipe_transport(_STDIN))
        if stdin is None or stdin.is_closing():
            return
        if stdin.get_write_buffer_size() + len(data) <= _STDIN_WAITING_MAX:
            stdin.write(data)

    @property
    def unsent(self) -> int:
        """How many bytes that were sent its stdin has not taken yet."""
        stdin = cast("asyncio.WriteTransport | None", self._transport.get_pipe_transport(_STDIN))
        return 0 if stdin is None or stdin.is_closing() else stdin.get_write_buffer_size()

    def close_stdin(self) -> None:
        """Ask it to leave. What was sent before still arrives."""
        self._asked = True
        if stdin := self._transport.get_pipe_transport(_STDIN):
            stdin.close()

    def kill(self) -> None:
        """End it now."""
        self._forced = "killed"
        with contextlib.suppress(ProcessLookupError):
            self._transport.kill()

    async def wait(self) -> Outcome:
        """Until it has ended and its pipes are read to the end."""
        await self._pipes.closed.wait()
        outcome = self.outcome
        assert outcome is not None
        return outcome

    async def stop(self, grace_s: float = GRACE_S) -> Outcome:
        """Close its stdin, terminate it, after ``grace_s`` kill it. Cancelled: kill at once."""
        try:
            self.close_stdin()
            if not await self._ends_within(0.6 * grace_s):
                self._forced = "terminated"
                with contextlib.suppress(ProcessLookupError):
                    self._transport.terminate()
                if not await self._ends_within(0.4 * grace_s):
                    self.kill()
            return await self.wait()
        except asyncio.CancelledError:
            self.kill()
            try:
                await self._ends_within(1.0)
            finally:
                # Cancelled once more, the child is not waited for: a transport that outlives its
                # loop prints a traceback when it is freed.
                self._transport.close()
            raise

    async def _ends_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._pipes.closed.wait(), seconds)
        return self._pipes.closed.is_set()
