"""A process that outlives its parent by a moment, to leave nothing behind.

``python -m servers.backing_services.supervisor FOLDER`` reads one line of JSON from stdin
(``Task``), runs its commands one after the other, the last of which is a server, and ends when that
ends, when one fails, or when stdin closes; then it ends what runs and removes the folder. Linux
ends the server even when the supervisor itself is killed. Standard library only: it stays in memory
all the time.
"""

import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

from servers.backing_services.data_folders import remove_folder
from servers.backing_services.folder_lock import hold
from servers.process.exit_outcome import Outcome
from servers.process.parent_death import on_stdin_closed

_LEAVES_WITHIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Task:
    """What to run in the folder.

    ``signal`` is how the server is asked to leave, ``uid`` and ``gid`` are the account that the
    commands run as, -1 the same.
    """

    commands: tuple[tuple[str, ...], ...] = ()
    signal: int = 15
    uid: int = -1
    gid: int = -1

    def line(self) -> bytes:
        """For the supervisor's stdin."""
        return json.dumps(asdict(self)).encode() + b"\n"


class _Supervisor:
    def __init__(self, folder: Path, task: Task) -> None:
        self._folder = folder
        self._task = task
        self._lock = threading.Lock()
        self._leaving = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def keep(self) -> int:
        """Run everything; returns the exit code."""
        for command in self._task.commands:
            with self._lock:
                if self._leaving.is_set():
                    return 0
                self._process = self._start(command)
            code = self._process.wait()
            if code and not self._leaving.is_set():
                outcome = Outcome("crashed", code)
                sys.stderr.write(f"{Path(command[0]).stem}: {outcome.describe()}\n")
                return outcome.shell_status if outcome.shell_status < 256 else 1
        if not self._task.commands:
            self._leaving.wait()
        return 0

    def leave(self) -> None:
        """End what runs, gently at first."""
        with self._lock:
            self._leaving.set()
            process = self._process
        if process is None or process.poll() is not None:
            return
        if sys.platform == "win32":
            process.terminate()
        else:
            process.send_signal(self._task.signal)
        try:
            process.wait(_LEAVES_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()

    def _start(self, command: tuple[str, ...]) -> subprocess.Popen[bytes]:
        task = self._task
        if sys.platform != "win32":
            script = str(Path(__file__).with_name("exec_as_user.py"))
            words = (os.getpid(), task.uid, task.gid, task.signal)
            command = (sys.executable, "-I", "-S", script, *map(str, words), *command)
        # Its stdout is not ours: that is nobody's, and would keep a pipe of the child's open.
        return subprocess.Popen(command, cwd=self._folder, stdin=subprocess.DEVNULL, stdout=2)


def main() -> int:
    """Do what stdin says; returns the exit code."""
    folder = Path(sys.argv[1])
    hold(folder)
    try:
        line = sys.stdin.buffer.readline()
        if not line:
            return 0
        supervisor = _Supervisor(folder, Task(**json.loads(line)))
        on_stdin_closed(supervisor.leave)
        return supervisor.keep()
    finally:
        remove_folder(folder)


if __name__ == "__main__":
    sys.exit(main())
