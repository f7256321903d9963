"""How many connections this process may have."""

import errno
import os

from servers.process.descriptor_limit import raise_descriptor_limit

SPARE = 64  # for all descriptors that are no connections


def allow_connections(count: int) -> int:
    """Raise the limit of open files as far as ``count`` connections need; how many are possible."""
    limit = raise_descriptor_limit(count + SPARE)
    return count if limit is None else max(1, min(count, limit - SPARE))


def notice(count: int, possible: int) -> str:
    """A sentence for the user when fewer connections are possible than wanted, else nothing."""
    if possible >= count:
        return ""
    return (
        f"This system allows the load generator {possible:,} of {count:,} connections: "
        "raise the limit of open files (ulimit -n) to have them all."
    )


_REASONS = {
    errno.EMFILE: "ran out of descriptors: raise the limit of open files (ulimit -n)",
    errno.ENFILE: "found the system out of descriptors: close other programs",
    errno.EADDRNOTAVAIL: "ran out of local ports: use fewer connections, or wait a minute",
}


def hindrance(code: int | None) -> str:
    """A sentence for the user when a limit of this machine kept requests from being sent."""
    if code is None:
        return ""
    reason = _REASONS.get(code, f"met a limit of this system ({os.strerror(code)})")
    return f"The load generator, not the server, {reason}."
