"""Run what takes minutes so that Ctrl-C keeps what was measured."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from servers.process.termination_signals import TerminationSignals


class Cancellable(Protocol):
    """Work of several races. After ``cancel`` it ends soon, and holds what was measured."""

    async def run(self) -> object:
        """Do all of it, and close what it has opened."""
        ...

    def cancel(self) -> None:
        """Stop the race that is on, and begin no other."""
        ...


def run_interruptible(begin: Callable[[], Cancellable]) -> int | None:
    """Run to the end, or until Ctrl-C, SIGTERM or SIGHUP cancels it: then the exit code.

    ``begin`` is called within the running asyncio loop.
    """
    interrupts = TerminationSignals()
    interrupts.install()

    async def run() -> None:
        interrupts.nothing_to_lose = False
        work = begin()
        with interrupts.calling(work.cancel):
            await work.run()

    try:
        asyncio.run(run())
    finally:
        interrupts.close()
    return interrupts.exit_code if interrupts.count else None
