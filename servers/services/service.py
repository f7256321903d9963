"""What the child gets from whoever starts a service, whichever it is."""

from typing import Protocol

REFUSED = 69
"""The child's exit code when its last line on stderr is a sentence that says why it cannot."""


class UnavailableError(Exception):
    """It cannot be had, here or at all: one sentence, without any password."""


class Service(Protocol):
    """A service that answers. ``url``, ``title``, ``simulated`` and ``reason`` are as in
    ``ServiceReady``.
    """

    url: str
    title: str
    simulated: bool
    reason: str

    async def ended(self) -> str:
        """Waits until it has ended unasked, and says so in a sentence; may wait for ever."""

    async def stop(self) -> None:
        """End it, and leave nothing behind."""
