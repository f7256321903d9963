"""What mypy finds in a program, and which types it infers, by the line."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from loadgen.contract.typed_client.tools import CHECKER, ToolError, run_tool

_CONFIG = """[mypy]
mypy_path = {folder}
# What the generated code calls itself is not what its caller is checked for.
[mypy-httpx.*]
follow_imports = skip
[mypy-dateutil.*]
ignore_missing_imports = True
"""
_REVEALED = re.compile(r'Revealed type is "(.*)"')
_MODULES = re.compile(r"(?<![\w.'])(?:[a-z_]\w*\.)+(?=\w)")


class _Line(msgspec.Struct, frozen=True):
    """What mypy prints for each thing that it finds."""

    file: str
    line: int
    message: str
    code: str | None = None
    severity: str = "error"


class TypeFinding(NamedTuple):
    """``code`` is mypy's: ``call-arg``; ``line`` counts from 1."""

    path: Path
    line: int
    code: str
    message: str


class TypeCheck(NamedTuple):
    """``types`` are those of the lines that ask for one (``reveal_type``), as an editor shows them.

    They are without the modules of their classes: ``Item | None``.
    """

    errors: list[TypeFinding]
    types: dict[int, str]


async def check_types(program: Path) -> TypeCheck:
    """Of that file, and errors in the packages beside it; raises ToolError.

    mypy keeps its cache in the file's folder: programs of one folder share it.
    """
    folder = program.parent
    config = folder / "mypy.ini"
    config.write_text(_CONFIG.format(folder=folder), "utf-8")
    cache = folder / "mypy_cache"
    output = await run_tool(
        CHECKER,
        *("--config-file", str(config), "--cache-dir", str(cache)),
        *("--output", "json", "--no-error-summary", str(program)),
    )
    if output.exit_code not in (0, 1):
        said = output.stderr or output.stdout or ("it says nothing",)
        raise ToolError(f"mypy could not check the program: {said[-1]}.")
    return read_output(output.stdout)


def read_output(lines: Sequence[str]) -> TypeCheck:
    """Of what mypy prints as JSON, a line for each thing."""
    found = [msgspec.json.decode(line, type=_Line) for line in lines if line.startswith("{")]
    errors = [
        TypeFinding(Path(each.file), each.line, each.code or "", each.message)
        for each in found
        if each.severity == "error"
    ]
    revealed = ((each.line, _REVEALED.fullmatch(each.message)) for each in found)
    types = {line: _MODULES.sub("", match[1]) for line, match in revealed if match}
    return TypeCheck(errors, types)
