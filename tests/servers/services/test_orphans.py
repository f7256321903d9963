"""Whoever is killed, at whatever moment: neither process nor folder is left."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from shutil import which

import psutil
import pytest

from servers.child import PROJECT_ROOT
from servers.environment import RUN_ID
from servers.outcome import Outcome
from servers.services.folders import make_folder, sweep
from servers.services.launcher import RunningService, start_service
from tests.servers.services.left_behind import family, folders, gone, living
from tests.servers.test_orphans import marked


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
def test_services_go_with_a_parent_that_is_killed(after_s: float | None, temporary: Path) -> None:
    mark = uuid.uuid4().hex
    with subprocess.Popen(
        [sys.executable, "-m", "tests.servers.services.children.parent"],
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
    gone(lambda: [*marked(mark), *within(temporary)])
    gone(lambda: list(temporary.iterdir()))


@pytest.mark.parametrize("key", ["database", "cache"])
def test_the_servers_go_with_a_service_that_is_killed(key: str) -> None:
    async def kill() -> list[psutil.Process]:
        service = await start_service(key)
        processes = family(service.pid)
        os.kill(service.pid, signal.SIGKILL)
        assert await service.wait() == Outcome("crashed", -signal.SIGKILL)
        gone(lambda: living(processes))
        gone(lambda: folders(service.pid))
        await service.stop()
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
        ("database", ".keeper", "PostgreSQL ended unasked (killed by SIGKILL)."),
        ("cache", "/valkey-server", "Valkey ended unasked (valkey-server: killed by SIGKILL)."),
        ("cache", ".keeper", "Valkey ended unasked (killed by SIGKILL)."),
    ],
)
def test_a_server_that_dies_takes_its_service_with_it(
    key: str, program: str, sentence: str
) -> None:
    async def kill() -> list[str]:
        service = await start_service(key)
        processes = family(service.pid)
        segments = shared_memory(service.pid)
        named(service, program).kill()
        assert await service.wait() == Outcome("crashed", -9)
        assert service.last_lines[-1] == sentence
        gone(lambda: living(processes))
        gone(lambda: folders(service.pid))
        await service.stop()
        return segments

    # 56 bytes that a killed PostgreSQL does not give back; a system has room for 4,096 of them.
    for segment in asyncio.run(kill()):
        subprocess.run(["ipcrm", "-m", segment], stderr=subprocess.DEVNULL, check=False)


def test_what_a_crash_left_is_swept_up_and_nothing_else() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    ours = make_folder()
    left = ours.with_name(f"faceoff-service-{ended.pid}-abc")
    link = ours.with_name(f"faceoff-service-{ended.pid}-link")
    nameless = ours.with_name("faceoff-service-x")
    try:
        left.mkdir()
        (left / "data").touch()
        link.symlink_to(ours)
        nameless.mkdir()
        sweep()
        assert ours.is_dir()
        assert not left.exists()
        assert nameless.is_dir()
    finally:
        link.unlink(missing_ok=True)
        for folder in (ours, left, nameless):
            shutil.rmtree(folder, ignore_errors=True)
