"""What is being measured, on stderr: one line that changes in a terminal, lines elsewhere."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.status import Status

from servers.process.output_streams import is_live_terminal


class Progress:
    """A context that leaves the terminal as it was."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._status = Status("", console=console) if is_live_terminal(console.file) else None
        self._begun = time.monotonic()

    def __enter__(self) -> Self:
        if self._status:
            self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status:
            self._status.stop()

    def tell(self, text: str) -> None:
        """Say what is being measured now."""
        line = f"{time.monotonic() - self._begun:5.0f} s  {text}"
        if self._status:
            self._status.update(line)
        else:
            self._console.print(line, highlight=False, soft_wrap=True, markup=False)
