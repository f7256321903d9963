"""A server process and its folder below a supervisor, as the service child sees it."""

import asyncio
import sys
from pathlib import Path
from typing import Self

from servers.backing_services.backing_service import Ended
from servers.backing_services.data_folders import remove_folder
from servers.backing_services.supervisor import Task
from servers.process.child_process import Child

_TELLING = ("FATAL", "PANIC", "error", "Error", "could not")
_PASSED_ON = 20


class SupervisedProcess:
    """Made by ``start``; after ``stop`` neither process nor folder is left."""

    def __init__(self, child: Child, folder: Path) -> None:
        self._child = child
        self._folder = folder
        self._ending = asyncio.create_task(child.wait())

    @classmethod
    async def start(cls, folder: Path, task: Task) -> Self:
        """Have it run; raises OSError. The folder is the supervisor's from here on."""
        try:
            child = await Child.start("servers.backing_services.supervisor", str(folder))
        except BaseException:
            remove_folder(folder)
            raise
        child.send(task.line())
        return cls(child, folder)

    @property
    def alive(self) -> bool:
        """Whether it still runs; once it does not, its last words are complete."""
        return not self._ending.done()

    @property
    def last_line(self) -> str:
        """Why it ended, in its own words: the last line that speaks of an error, or the last."""
        lines = [line.strip() for line in self._child.last_lines if line.strip()]
        telling = [line for line in lines if any(word in line for word in _TELLING)]
        return (telling or lines or ["no reason given"])[-1][:300].rstrip(".")

    @property
    def last_lines(self) -> tuple[str, ...]:
        """What it said on stderr."""
        return self._child.last_lines

    async def wait_ended(self) -> Ended:
        """Wait until it has ended; returns how, and passes its last words on to our stderr."""
        outcome = await asyncio.shield(self._ending)
        await asyncio.to_thread(remove_folder, self._folder)
        sys.stderr.writelines(f"{line}\n" for line in self._child.last_lines[-_PASSED_ON:])
        # The supervisor has the last word, unless it was itself killed.
        last = self._child.last_lines[-1:]
        how = last[0] if last and outcome.returncode > 0 else outcome.describe()
        return Ended(how, outcome.shell_status)

    async def stop(self) -> None:
        """End it, and wait until its folder is gone, too."""
        await self._child.stop()
        await self._ending
        await asyncio.to_thread(remove_folder, self._folder)
