"""Runs the generator of clients and the type checker, each in a child with a time limit."""

import asyncio
from importlib import metadata
from typing import NamedTuple

from servers.process.child_process import Child
from servers.process.packages import Package, missing_text

GENERATOR = Package(
    import_name="openapi_python_client", requirement="openapi-python-client", extra="client"
)
CHECKER = Package(import_name="mypy", extra="client")
WITHIN_S = 120.0
"""Seconds for one document or one check: with a cold cache a check takes some seconds."""
_PROGRAM = "loadgen.contract.typed_client.tool_program"


class ToolError(Exception):
    """A tool that did not do its work: one sentence."""


class ToolOutput(NamedTuple):
    """``stderr`` has the last 100 lines."""

    exit_code: int
    stdout: tuple[str, ...]
    stderr: tuple[str, ...]


def why_no_clients() -> str:
    """Which packages lack, and the command that adds them; empty where clients can be generated."""
    return missing_text("A typed client", (GENERATOR, CHECKER))


def tool_versions() -> dict[str, str]:
    """Those of generator and type checker."""
    return {each.distribution: metadata.version(each.distribution) for each in (GENERATOR, CHECKER)}


async def run_tool(tool: Package, *args: str, within_s: float = WITHIN_S) -> ToolOutput:
    """Run it to its end; raises ToolError where it does not start, or takes too long."""
    try:
        child = await Child.start(_PROGRAM, tool.import_name, *args)
    except OSError as error:
        raise ToolError(f"{tool.distribution} does not start: {error.strerror}.") from None
    try:
        async with asyncio.timeout(within_s):
            stdout = [line.decode("utf-8", "replace") async for line in child.lines()]
            outcome = await child.wait()
    except TimeoutError:
        raise ToolError(f"{tool.distribution} took longer than {within_s:g} s.") from None
    finally:
        await child.stop(0)
    return ToolOutput(outcome.returncode, tuple(stdout), child.last_lines)
