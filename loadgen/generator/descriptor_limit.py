"""How many connections this process may have."""

import errno
import os
import sys

SPARE = 64  # for all descriptors that are no connections


def allow_connections(count: int) -> int:
    """Raise the limit of open files as far as ``count`` connections need; how many are possible."""
    if sys.platform == "win32":
        return count
    import resource

    needed = count + SPARE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < needed:
        soft = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        except (OSError, ValueError):
            soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return count if soft == resource.RLIM_INFINITY else max(1, min(count, soft - SPARE))


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
