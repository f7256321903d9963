"""The parent's end of a child process that announces itself once and then reports repeatedly."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Generic, Self, TypeVar

import msgspec

from servers.process.child_process import GRACE_S, NOTHING, Child
from servers.process.exit_outcome import Outcome

ReadyT = TypeVar("ReadyT")
ReportT = TypeVar("ReportT")


class LaunchError(Exception):
    """A child that did not start: one sentence. ``last_lines`` is the end of its stderr."""

    def __init__(self, message: str, last_lines: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.last_lines = last_lines


class ReportingChild(Generic[ReadyT, ReportT]):
    """Decodes each line on the child's stdout: its announcement, or one of its reports.

    ``telemetry`` is the latest report, None before the first. ``last_heard`` is the
    ``time.monotonic`` in seconds of the latest message, or of the start: a child that runs but no
    longer responds is detected by it. ``announced`` is done once the child is ready.
    """

    noun: ClassVar[str] = "child"
    """What a user calls it in a sentence."""

    decoder: ClassVar[msgspec.json.Decoder[Any]]
    report_type: ClassVar[type[Any]]

    kill_on_failed_start: ClassVar[bool] = True
    """Whether a start that fails or is cancelled kills the child instead of stopping it."""

    def __init__(self, child: Child, on_report: Callable[[ReportT], None] | None = None) -> None:
        self._child = child
        self._on_report = on_report
        self.announced: asyncio.Future[ReadyT] = asyncio.get_running_loop().create_future()
        self.telemetry: ReportT | None = None
        self.last_heard = time.monotonic()
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def launch(
        cls,
        module: str,
        *args: str,
        on_report: Callable[[ReportT], None] | None = None,
        environment: Mapping[str, str] = NOTHING,
        timeout_s: float,
    ) -> Self:
        """Run ``python -m MODULE ARGS`` and wait until it is ready; raises LaunchError.

        May be cancelled at any moment: the child has ended then, too.
        """
        try:
            child = await Child.start(module, *args, environment=environment)
        except OSError as error:
            raise LaunchError(f"The {cls.noun} could not be started: {error}.") from error
        running = cls(child, on_report)
        try:
            async with asyncio.timeout(timeout_s):
                await running._become_ready()
        except TimeoutError:
            await running.stop()
            raise LaunchError(
                f"The {cls.noun} was not ready within {timeout_s:g} s and was stopped.",
                running.last_lines,
            ) from None
        except BaseException:
            if cls.kill_on_failed_start:
                child.kill()
            await running.stop()
            raise
        return running

    @property
    def ready(self) -> ReadyT:
        """Its announcement; only after it is ready."""
        return self.announced.result()

    @property
    def pid(self) -> int:
        """Process id of the child itself, not of the processes that it started."""
        return self._child.pid

    @property
    def last_lines(self) -> tuple[str, ...]:
        """The end of its stderr, the newest line last."""
        return self._child.last_lines

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; None while it runs."""
        return self._child.outcome

    async def wait(self) -> Outcome:
        """Wait until it has ended, by itself or stopped, and its last report is handled."""
        outcome = await self._child.wait()
        await asyncio.wait([self._listening])
        return outcome

    async def stop(self, grace_s: float = GRACE_S) -> Outcome:
        """End it by ``Child.stop`` and handle its last reports. Cancelled, it is killed at once."""
        try:
            outcome = await self._child.stop(grace_s)
            await asyncio.wait([self._listening])
            return outcome
        finally:
            self._listening.cancel()
            await asyncio.wait([self._listening])

    async def verify(self) -> None:
        """Check what was announced; raises LaunchError where it is wrong."""

    def early_end(self, outcome: Outcome) -> str:
        """The sentence for a child that ended before it was ready."""
        return f"The {self.noun} ended before it was ready ({outcome.describe()})."

    async def _become_ready(self) -> None:
        either: set[asyncio.Future[Any]] = {self.announced, self._listening}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not self.announced.done():
            outcome = await self._child.wait()
            raise LaunchError(self.early_end(outcome), self.last_lines)
        await self.verify()

    async def _listen(self) -> None:
        async for line in self._child.lines():
            try:
                message = self.decoder.decode(line)
            except msgspec.MsgspecError:
                continue  # not one of our messages: something else printed in the child
            self.last_heard = time.monotonic()
            if isinstance(message, self.report_type):
                self.telemetry = message
                if self._on_report:
                    self._on_report(message)
            elif not self.announced.done():
                self.announced.set_result(message)
