"""What a name is, where the code says so."""

from typing import get_args

import pytest

from gui.code_view.code_view import TINT
from gui.code_view.handler_analysis import KINDS
from gui.code_view.hints import hints
from gui.code_view.syntax_highlight import Role, colour, kind_colour, pieces
from gui.style.theme import DARK, THEMES, Theme, contrast, mix
from servers.catalog.handler_source import source
from servers.catalog.variants import variant
from tests.support.every_case import every_case


def told(key: str, scenario: str, line: str, word: str) -> str:
    """The hint on that word in that line of the variant's handler."""
    path = source(variant(key), scenario)
    assert path is not None
    text = path.read_text("utf-8")
    lines = text.splitlines()
    n = next(n for n, each in enumerate(lines, start=1) if line in each)
    start = lines[n - 1].index(word, lines[n - 1].index(line))
    return next((each.text for each in hints(text) if each.line == n and each.start == start), "")


# variant, scenario, line, word, the hint's beginning
HINTS = [
    ("fastapi", "wait", "async def wait(", "wait_ms", "wait_ms: WaitMs\nWaitMs = Annotated[int"),
    ("fastapi", "wait", "await asyncio.sleep(", "wait_ms", "wait_ms: WaitMs\nWaitMs = "),
    ("fastapi", "wait", "async def wait(", "wait(", "wait returns Waited\nclass Waited(BaseModel)"),
    ("fastapi", "wait", "return Waited(", "Waited", "class Waited(BaseModel)\n    waited_ms: int"),
    ("fastapi", "orders", "total = sum(", "lines", "lines: Annotated[list[OrderLine]"),
    ("fastapi", "orders", "total = sum(", "quantity", "quantity: Annotated[int, Field(ge=1"),
    # Declared in another module of ours.
    ("fastapi-def", "wait", "time.sleep(", "wait_ms", "wait_ms: WaitMs\nWaitMs = Annotated[int"),
    # Flask's names have no types: what there is stands in the schema.
    ("flask", "wait", "time.sleep(", '"wait_ms"', "wait_ms = fields.Integer(load_default=50"),
    ("flask", "wait", "time.sleep(", "query", ""),
    ("flask", "wait", 'return {"waited_ms"', '"payload"', ""),
]


@every_case(("key", "scenario", "line", "word", "begins"), HINTS)
def test_hints(key: str, scenario: str, line: str, word: str, begins: str) -> None:
    found = told(key, scenario, line, word)
    assert found.startswith(begins)
    assert bool(found) == bool(begins)


def test_columns_count_characters() -> None:
    (first, *_) = (
        each for each in hints('def f(ä: int):\n    "ö"; ä\n') if (each.line, each.start) == (2, 9)
    )
    assert first.text == "ä: int"


def test_a_name_that_two_classes_have_is_not_guessed() -> None:
    text = "class A:\n    x: int\nclass B:\n    x: str\ndef f(y, a: A):\n    y.x\n    a.x\n"
    of = {(each.line, each.start): each.text for each in hints(text)}
    assert (6, 6) not in of
    assert of[7, 6] == "x: int\nof A"


def test_a_string_over_several_lines_is_a_string_in_each() -> None:
    lines = pieces('x = """one\ntwo\n"""\n')
    assert [(piece.text, piece.role) for piece in lines[1]] == [("two", "string")]
    assert "".join(piece.text for line in lines for piece in line) == 'x = """onetwo"""'


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: str(theme.name))
def test_code_can_be_read(theme: Theme) -> None:
    for role in get_args(Role):
        assert contrast(colour(role, theme), theme.card) >= 4.5, role
    for kind in KINDS:
        assert contrast(kind_colour(kind, theme), theme.card) >= 4.5, kind
        assert contrast(theme.text, mix(theme.card, kind_colour(kind, theme), TINT)) >= 4.5


def test_what_is_coloured_is_not_taken_for_a_lane() -> None:
    lanes = {DARK.lane_a, DARK.lane_b}
    assert not lanes & {colour("keyword", DARK), colour("string", DARK), colour("number", DARK)}
