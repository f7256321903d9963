"""The interface of a running backing service to the child process that provides it."""

from typing import NamedTuple, Protocol

REFUSED = 69
"""The child's exit code when its last line on stderr is a sentence that says why it cannot."""


class Ended(NamedTuple):
    """How a service ended.

    In a sentence, or in a part of one, and as the exit status of the child that provides it.
    """

    sentence: str
    status: int = 1


class UnavailableError(Exception):
    """It cannot be had, here or at all: one sentence, without any password."""


class Service(Protocol):
    """A service that answers.

    ``url``, ``product``, ``version``, ``simulated`` and ``reason`` are as in ``ServiceReady``.
    """

    url: str
    product: str
    version: str
    simulated: bool
    reason: str

    async def wait_ended(self) -> Ended:
        """Wait until it has ended unasked; may wait for ever."""

    async def stop(self) -> None:
        """End it, and leave nothing behind."""
