"""The environment of child processes: an allow list, so that nothing else decides a measurement."""

import os
import sys
from collections.abc import Mapping

PARENT_PID = "FACEOFF_PARENT_PID"
RUN_ID = "FACEOFF_RUN_ID"
"""Names the program that a process belongs to; all its children inherit it."""

LOADER_PATHS = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
"""An interpreter may not start without these. They are a row of the fairness table where set."""

_OURS = "FACEOFF_"
_HANDED_ON = frozenset(
    # Where programs, the user's files and temporary files are.
    {"PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TEMP", "TMP", "TZ"}
    # Windows: sockets, DLLs and subprocesses fail without some of them.
    | {"SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "OS"}
    | {"USERNAME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "APPDATA", "LOCALAPPDATA"}
    | {"ALLUSERSPROFILE", "PROGRAMDATA", "PROGRAMFILES", "PROGRAMFILES(X86)", "COMMONPROGRAMFILES"}
    | {"NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE", "PROCESSOR_IDENTIFIER"}
    | {RUN_ID, *LOADER_PATHS}
    # Set by coverage.py alone, whose measurement of the tests would end at the first child.
    | {"COVERAGE_PROCESS_CONFIG"}
)
_LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
"""English messages, which some refusals of PostgreSQL are recognised by, and UTF-8."""


def child_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What a child gets of ``environ``, and how it knows its parent (``parent_death``).

    Left out is whatever else is there: settings of Python, of the allocator (MALLOC_*, LD_PRELOAD,
    GLIBC_TUNABLES), of numerical libraries and servers (OMP_*, WEB_CONCURRENCY), of libpq (PG*),
    proxies, which would hijack loopback traffic, and our own FACEOFF_*, which may hold a password.
    What a child needs of these is given to it by name (``Child.start(environment=...)``).
    """
    handed_on = {name: value for name, value in environ.items() if name.upper() in _HANDED_ON}
    return handed_on | {PARENT_PID: str(os.getpid()), "PYTHONUTF8": "1", "LC_ALL": _LOCALE}


def given_settings(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What this process was given by its parent, for workers that do the same work."""
    return {
        name: value
        for name, value in environ.items()
        if name.startswith(_OURS) and name != PARENT_PID
    }
