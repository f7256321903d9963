"""What mypy prints as JSON becomes errors and types by the line."""

import asyncio
import json
from pathlib import Path

import pytest

from loadgen.contract.typed_client import type_check
from loadgen.contract.typed_client.tools import ToolError, ToolOutput
from loadgen.contract.typed_client.type_check import TypeFinding, check_types, read_output


def line(number: int, severity: str, message: str, code: str | None = "misc") -> str:
    fields = {"file": "/a/caller.py", "line": number, "column": 0, "hint": None}
    return json.dumps({**fields, "message": message, "code": code, "severity": severity})


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("builtins.float", "float"),
        ("shop.models.item.Item | None", "Item | None"),
        ("builtins.list[shop.models.item.Item]", "list[Item]"),
        ("builtins.int | shop.types.Unset", "int | Unset"),
        ("Literal['a.b.c']", "Literal['a.b.c']"),
        ("Any", "Any"),
    ],
)
def test_a_type_is_shown_without_its_modules(message: str, shown: str) -> None:
    printed = line(3, "note", f'Revealed type is "{message}"')
    assert read_output((printed,)) == ([], {3: shown})


def test_errors_are_kept_and_other_notes_are_not() -> None:
    found = read_output(
        (line(1, "error", "No such field", "call-arg"), line(1, "note", "See the docs"), "no JSON")
    )
    assert found == ([TypeFinding(Path("/a/caller.py"), 1, "call-arg", "No such field")], {})


def test_a_checker_that_fails_says_its_last_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def run(*args: object) -> ToolOutput:
        return ToolOutput(2, (), ("a warning", "INTERNAL ERROR"))

    monkeypatch.setattr(type_check, "run_tool", run)
    with pytest.raises(ToolError, match=r"^mypy could not check the program: INTERNAL ERROR\.$"):
        asyncio.run(check_types(tmp_path / "caller.py"))
