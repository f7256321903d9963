"""What a generator is to do: the lines on its stdin. Each plan replaces the one before."""

import msgspec

CONCURRENCY_MAX = 16_384


class ClosedModel(msgspec.Struct, frozen=True, tag="closed", tag_field="kind"):
    """``concurrency`` users, each with one connection and one request in flight; 0 is a pause."""

    concurrency: int

    def __post_init__(self) -> None:
        if not 0 <= self.concurrency <= CONCURRENCY_MAX:
            raise ValueError(f"concurrency takes a whole number from 0 to {CONCURRENCY_MAX:,}")


class LoadPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One request, how many at a time, and for how long each may take.

    ``revision`` counts the plans; each snapshot says which one was in force. ``timeout_s`` is the
    deadline of a whole request, from its first byte sent to its last byte received. ``drain_s`` is
    how long the end waits for answers under way before it cancels them.
    """

    revision: int
    url: str
    model: ClosedModel
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    timeout_s: float = 60.0
    drain_s: float = 1.0
