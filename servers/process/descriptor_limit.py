"""How many open files and sockets this process may have (RLIMIT_NOFILE)."""

import sys

AT_LEAST = 65_536
"""Asked for where the system sets no hard limit."""


def raise_descriptor_limit(needed: int | None = None) -> int | None:
    """Raise the soft limit to ``needed``, or as far as the hard limit lets it; never lower it.

    Without ``needed``, as far as the hard limit lets it. Returns the soft limit that is then in
    force, None where there is none.
    """
    if sys.platform == "win32":
        return None
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return None
    unlimited = hard == resource.RLIM_INFINITY
    wanted = needed if needed is not None else AT_LEAST if unlimited else hard
    wanted = wanted if unlimited else min(wanted, hard)
    if soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (OSError, ValueError):  # macOS refuses more than kern.maxfilesperproc
            return soft
        return wanted
    return soft
