"""Processes found by FACEOFF_RUN_ID, which a program hands on to all that it starts."""

import contextlib

import psutil

from servers.process.child_environment import RUN_ID


def processes_of_run(run_id: str) -> list[psutil.Process]:
    """Every living process whose environment holds that FACEOFF_RUN_ID."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(RUN_ID) == run_id and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    return found


def servers_and_generators(run_id: str) -> list[int]:
    """Process ids of the servers and generators with that FACEOFF_RUN_ID."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        words = process.info["cmdline"] or []
        if "-m" in words and {"servers", "loadgen.generator"} & set(words):
            with contextlib.suppress(psutil.Error):
                if process.environ().get(RUN_ID) == run_id:
                    found.append(process.pid)
    return found
