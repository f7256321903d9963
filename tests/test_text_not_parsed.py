"""No text of ours is taken apart again: what is shown is made of fields, last.

Where results are computed and shown, methods that take a text apart are refused, but for text that
somebody else wrote, in the functions that are listed here.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.every_case import every_case

ROOT = Path(__file__).parents[1]
PLACES = (
    "gui",
    "loadgen/bottleneck",
    "loadgen/cli/progress.py",
    "loadgen/cli/report.py",
    "loadgen/comparison",
    "loadgen/export",
    "loadgen/race/annotations.py",
    "loadgen/race/plan_diff.py",
    "loadgen/report",
    "loadgen/timeline",
    "loadgen/verdict",
)
REFUSED = {
    "endswith",
    "partition",
    "removeprefix",
    "removesuffix",
    "rpartition",
    "rsplit",
    "split",
    "splitlines",
    "startswith",
}


class Reading(NamedTuple):
    """A function in which text is taken apart; ``function`` is "" at the top of a module."""

    file: str
    function: str


FOREIGN_TEXT: dict[Reading, str] = {
    Reading("gui/app.py", "caught"): "the message of an exception of any library",
    Reading("gui/code_view/code_view.py", "createMimeDataFromSelection"): "Qt's line separators",
    Reading("gui/code_view/handler_analysis.py", "_imports"): "module names in a handler's source",
    Reading("gui/code_view/handler_analysis.py", "read"): "a handler's source",
    Reading("gui/code_view/hints.py", "hints"): "a handler's source",
    Reading("gui/code_view/line_alignment.py", ""): "words of a handler's source",
    Reading("gui/code_view/line_alignment.py", "_plain"): "routes in a handler's source",
    Reading(
        "gui/code_view/syntax_highlight.py", "pieces"
    ): "a handler's source, in Pygments' pieces",
    Reading("gui/pages/runs/label_editor.py", "tags_of"): "what a person typed as tags",
    Reading("gui/picture/render.py", "ensure_gui_application"): "the name of the system",
    Reading("gui/widgets/command_palette.py", "matches"): "the words that a person typed",
    Reading("gui/qt_application.py", "start_application"): "what Qt wrote to stderr",
    Reading("gui/qt_application.py", "take"): "Qt's messages",
    Reading("gui/style/text_layout.py", ""): (
        "any sentence, a server's own words too: where a line may break, nothing is read from it"
    ),
    Reading("gui/style/typeface.py", "load_before_qt"): "the name of the system",
    Reading("loadgen/comparison/requirement.py", ""): "what a person typed after --require",
    Reading("loadgen/export/fairness.py", "_group"): "keys of the settings that a server announced",
    Reading("loadgen/export/frame_log.py", "__iter__"): "not text: compressed frames",
    Reading("loadgen/export/machine_info.py", "_processor"): "/proc/cpuinfo",
    Reading("loadgen/export/run_document.py", "encode_run"): "the end of msgspec's JSON",
    Reading("loadgen/verdict/caveats.py", ""): "paths in the error of a library",
    Reading("loadgen/verdict/verdict_fields.py", "_parts_of_text"): (
        "files of earlier versions, which have the emphasis as text alone"
    ),
}


def readings(source: str) -> Iterator[tuple[str, str]]:
    """Function and name of each method that takes a text apart, and of each use of ``re``."""
    yield from _within(ast.parse(source), "")


def _within(node: ast.AST, function: str) -> Iterator[tuple[str, str]]:
    for each in ast.iter_child_nodes(node):
        match each:
            case ast.Attribute(attr=name) if name in REFUSED:
                yield function, name
            case ast.Attribute(value=ast.Name(id="re"), attr=name):
                yield function, f"re.{name}"
            case ast.ImportFrom(module="re"):
                yield function, "from re"
            case ast.Import(names=names) if any(
                alias.name == "re" and alias.asname for alias in names
            ):
                yield function, "re as"
        if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _within(each, each.name)
        else:
            yield from _within(each, function)


def found() -> set[Reading]:
    files = (
        path
        for place in PLACES
        for path in ([ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py"))
    )
    return {
        Reading(file.relative_to(ROOT).as_posix(), function)
        for file in files
        for function, _ in readings(file.read_text("utf-8"))
    }


def test_only_text_of_others_is_taken_apart() -> None:
    assert sorted(found() - FOREIGN_TEXT.keys()) == []


def test_the_list_names_no_function_that_reads_nothing() -> None:
    assert sorted(FOREIGN_TEXT.keys() - found()) == []


def test_each_place_holds_code() -> None:
    assert [place for place in PLACES if not (ROOT / place).exists()] == []


@every_case(
    "expression",
    [
        *(f"verdict.evidence.{name}(', ')" for name in sorted(REFUSED)),
        "list(map(str.split, parts))",
        "re.sub('a', 'b', text)",
        "re.compile('a')",
        "[each for each in lines if each.startswith('a')]",
    ],
)
def test_each_way_to_take_a_text_apart_is_found(expression: str) -> None:
    source = f"import re\nclass Line:\n    def shorten(self):\n        return {expression}\n"
    assert {function for function, _ in readings(source)} == {"shorten"}


@pytest.mark.parametrize("line", ["from re import sub", "import re as regex"])
def test_another_name_for_re_is_found(line: str) -> None:
    assert [function for function, _ in readings(line)] == [""]


def test_joining_is_not_refused() -> None:
    assert list(readings("' · '.join(text.lower() for text in parts)")) == []
