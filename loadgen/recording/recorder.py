"""Record a race in a thread of its own: a slow disk delays neither the race nor the window."""

import logging
import threading
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from loadgen.files.atomic_write import WriteError
from loadgen.model.frame import Frame
from loadgen.model.race_plan import RacePlan
from loadgen.recording.race_writer import RaceWriter
from loadgen.recording.records import Label, Start, Stop

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger("faceoff.recording")

STOP_S = 5.0
"""So long the end of a race waits for the disk."""


class RaceRecorder:
    """Writes a race to ``path`` as it happens. No method waits but ``wait``, and none raises.

    Where the file cannot be written, ``problem`` says so in one sentence, and the race goes on
    without recording; what was written before stays.
    """

    def __init__(self, path: Path, start: Start) -> None:
        self.path = path
        self.problem = ""
        self._todo: SimpleQueue[Callable[[RaceWriter], None] | None] = SimpleQueue()
        self._thread = threading.Thread(
            target=self._write, args=(start,), name="race recorder", daemon=True
        )
        self._thread.start()

    def add(self, frame: Frame) -> None:
        """Record one more frame."""
        self._todo.put(lambda writer: writer.add(frame))

    def change_plan(self, plan: RacePlan) -> None:
        """Record that the race follows another plan from here on."""
        self._todo.put(lambda writer: writer.change_plan(plan))

    def label(self, label: Label) -> None:
        """Record what the user has written on the race by now."""
        self._todo.put(lambda writer: writer.label(label))

    def stop(self, stop: Stop | None) -> None:
        """End the recording; without a stop, as that of a race that was cut off."""
        if stop is not None:
            self._todo.put(lambda writer: writer.stop(stop))
        self._todo.put(None)

    def wait(self) -> bool:
        """Wait until all is written; False where the disk takes longer than ``STOP_S``."""
        self._thread.join(STOP_S)
        if self._thread.is_alive():
            self.problem = f"{self.path} may lack its end: the disk did not take it in time."
        return not self._thread.is_alive()

    def _write(self, start: Start) -> None:
        writer: RaceWriter | None = None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            writer = RaceWriter(self.path, start)
            while (write := self._todo.get()) is not None:
                write(writer)
            writer.flush()
        except (OSError, WriteError) as error:
            self.problem = _sentence(error, self.path)
            _log.error("%s", self.problem)
        finally:
            if writer is not None:
                writer.close()


def _sentence(error: Exception, path: Path) -> str:
    reason = str(error).rstrip(".") if isinstance(error, WriteError) else f"{path}: {error}"
    return f"The race is not recorded any more: {reason}."
