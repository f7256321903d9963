"""After a kill of any process at any moment, neither process nor folder is left."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from shutil import which

import psutil
import pytest

from servers.backing_services.data_folders import make_folder, remove_folder, sweep
from servers.backing_services.folder_lock import hold, is_abandoned, release
from servers.backing_services.launcher import RunningService, start_service
from servers.backing_services.supervisor import Task
from servers.process.child_environment import RUN_ID
from servers.process.child_process import PROJECT_ROOT
from servers.process.exit_outcome import Outcome
from tests.servers.backing_services.leftovers import family, folders, gone, living
from tests.support.processes_of_run import processes_of_run
from tests.support.stopped_at_end import stopped_at_end
from tests.support.wait_until import until

pytestmark = pytest.mark.process


def within(folder: Path) -> list[psutil.Process]:
    """The processes that work in the folder, or did until it was removed."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.cwd().startswith(str(folder)):
                found.append(process)
        except psutil.Error:
            continue
    return living(found)


@pytest.mark.parametrize("after_s", [0.1, 0.25, 0.4, 0.55, 0.8, None])
def test_services_go_with_a_parent_that_is_killed(
    after_s: float | None, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder whose supervisor had not been started yet is removed by the next service."""
    mark = uuid.uuid4().hex
    with subprocess.Popen(
        [sys.executable, "-m", "tests.servers.backing_services.children.parent"],
        cwd=PROJECT_ROOT,
        env=os.environ | {RUN_ID: mark, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
    ) as parent:
        assert parent.stdout is not None
        if after_s is None:
            assert parent.stdout.readline() == b"both are up\n"
            assert len(within(temporary)) > 5
            assert len(list(temporary.iterdir())) == 2
        else:
            time.sleep(after_s)  # the moment of the kill is what is tried out
        parent.kill()
    gone(lambda: [*processes_of_run(mark), *within(temporary)])
    if after_s is not None:
        monkeypatch.setattr(tempfile, "tempdir", str(temporary))
        sweep()
    gone(lambda: list(temporary.iterdir()))


@pytest.mark.parametrize("key", ["database", "cache"])
def test_the_servers_go_with_a_service_that_is_killed(key: str) -> None:
    async def kill() -> list[psutil.Process]:
        async with stopped_at_end(start_service(key)) as service:
            processes = family(service.pid)
            os.kill(service.pid, signal.SIGKILL)
            assert await service.wait() == Outcome("crashed", -signal.SIGKILL)
            gone(lambda: living(processes))
            gone(lambda: folders(service.pid))
            return processes

    assert len(asyncio.run(kill())) >= 3


def named(service: RunningService, word: str) -> psutil.Process:
    """The first process of the service with that word in its command line."""
    return next(each for each in family(service.pid) if word in " ".join(each.cmdline()))


def shared_memory(pid: int) -> list[str]:
    """The number of the System V segment by which PostgreSQL marks its folder as taken."""
    found = [folder / "data" / "postmaster.pid" for folder in folders(pid)]
    return [each.read_text().split()[-2] for each in found if each.exists() and which("ipcrm")]


@pytest.mark.parametrize(
    ("key", "program", "sentence"),
    [
        ("database", "/bin/postgres", "PostgreSQL ended unasked (postgres: killed by SIGKILL)."),
        ("database", ".supervisor", "PostgreSQL ended unasked (killed by SIGKILL)."),
        ("cache", "/valkey-server", "Valkey ended unasked (valkey-server: killed by SIGKILL)."),
        ("cache", ".supervisor", "Valkey ended unasked (killed by SIGKILL)."),
    ],
)
def test_a_server_that_dies_takes_its_service_with_it(
    key: str, program: str, sentence: str
) -> None:
    async def kill() -> list[str]:
        async with stopped_at_end(start_service(key)) as service:
            processes = family(service.pid)
            segments = shared_memory(service.pid)
            named(service, program).kill()
            assert await service.wait() == Outcome("crashed", -9)
            assert service.last_lines[-1] == sentence
            gone(lambda: living(processes))
            gone(lambda: folders(service.pid))
            return segments

    # 56 bytes that a killed PostgreSQL does not give back; a system has room for 4,096 of them.
    for segment in asyncio.run(kill()):
        subprocess.run(["ipcrm", "-m", segment], stderr=subprocess.DEVNULL, check=False)


HOLDS = """
import sys
from servers.backing_services.data_folders import make_folder
print(make_folder(), flush=True)
sys.stdin.read()
"""


def test_what_a_crash_left_is_swept_up_and_nothing_else() -> None:
    """Of whom nobody can say by its number: that may be another's in another container."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS],
        cwd=PROJECT_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        left = Path(other.stdout.readline().strip())
        (left / "data").touch()
        ours = make_folder()
        link = ours.with_name(f"faceoff-service-{other.pid}-link")
        being_made = ours.with_name("faceoff-service-1-abc")
        try:
            link.symlink_to(left)
            being_made.mkdir()
            sweep()
            assert left.is_dir()  # somebody holds it
            other.kill()
            other.wait()
            sweep()
            assert not left.exists()
            assert ours.is_dir()
            assert being_made.is_dir()
            assert link.is_symlink()
        finally:
            remove_folder(ours)
            link.unlink(missing_ok=True)
            for folder in (left, being_made):
                shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.skipif(sys.platform != "linux", reason="the list of locks is Linux's")
def test_a_folder_is_held_by_its_supervisor_when_its_service_was_killed(tmp_path: Path) -> None:
    folder = tmp_path / "faceoff-service-1-x"
    folder.mkdir()
    hold(folder)
    with subprocess.Popen(
        [sys.executable, "-m", "servers.backing_services.supervisor", str(folder)],
        cwd=PROJECT_ROOT,
        stdin=subprocess.PIPE,
    ) as supervisor:
        assert supervisor.stdin is not None
        supervisor.stdin.write(Task().line())
        supervisor.stdin.flush()
        asyncio.run(until(lambda: supervisor.pid in holding_a_lock()))
        release(folder)
        assert not is_abandoned(folder)
        supervisor.stdin.close()
    assert not folder.exists()


def holding_a_lock() -> set[int]:
    """The processes that hold a lock on a file, by the system's list."""
    lines = Path("/proc/locks").read_text().splitlines()
    return {int(line.split()[4]) for line in lines if " FLOCK " in line and " -> " not in line}
