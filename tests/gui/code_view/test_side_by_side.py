"""Two files of the same height: decorators and handlers stand beside each other."""

from pathlib import Path

import pytest

from gui.code_view.handler_analysis import read
from gui.code_view.line_alignment import align, alike
from gui.code_view.side_by_side import Code, Line, Pair, Side, pair
from servers.catalog.handler_source import source
from servers.catalog.scenarios import SCENARIOS, Scenario
from servers.catalog.server_variant import ServerVariant
from servers.catalog.variants import VARIANTS, variant
from tests.support.every_case import every_case

ORDINARY = [each for each in SCENARIOS if each.key != "mixed"]


def made(left: str, right: str, scenario: str) -> Pair:
    sides = [
        Code(source(variant(key), scenario), greenlets=variant(key).server.uses_greenlets)
        for key in (left, right)
    ]
    return pair(sides[0], sides[1], source(variant("fastapi"), scenario))


def beside(shown: Pair, words: str) -> tuple[Line, Line]:
    """The row in which the left or the right says that."""
    rows = zip(shown.left.lines, shown.right.lines, strict=True)
    return next(row for row in rows if any(words in line.text for line in row))


@every_case("each", ORDINARY, ids=lambda each: str(each.key))
def test_flask_and_fastapi_stand_line_by_line(each: Scenario) -> None:
    shown = made("flask", "fastapi", each.key)
    assert len(shown.left.lines) == len(shown.right.lines) > 10
    for mine, yours in zip(shown.left.lines, shown.right.lines, strict=True):
        assert ("route" in mine.kinds) == ("route" in yours.kinds)
        assert mine.number or yours.number, "a row that only fills up on both sides"
    first = shown.cut()
    assert first.left.lines[0].text.startswith("@blueprint.")
    assert first.right.lines[0].text.startswith("@router.")


@every_case("each", VARIANTS, ids=lambda each: str(each.key))
def test_every_variant_is_shown_whole_beside_fastapi(each: ServerVariant) -> None:
    shown = made(each.key, "fastapi", "orders")
    path = source(each, "orders")
    assert path is not None
    assert shown.left.text == path.read_text("utf-8")
    numbers = [line.number for line in shown.left.lines if line.number is not None]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(shown.handler) < len(shown.left.lines)


CHECKED_BY = {
    "flask": ("class NewOrder(Schema)", "new_order.load("),
    "fastapi": ("class NewOrder(BaseModel)", "order: NewOrder"),
    "flask-cerberus": ("Validator(NEW_ORDER)", "validator.validate("),
    "flask-restx": ("namespace.expect(",),
    "flask-smorest": ("class NewOrder(Schema)", "blp.arguments(", "blp.response("),
    "apiflask": ("class NewOrder(Schema)", "bp.input(", "bp.output("),
    "flasgger": ("swag_from(",),
    "spectree": ("class NewOrder(BaseModel)", "spec.validate(", "json: NewOrder"),
    "flask-openapi3": ("class NewOrder(BaseModel)", "body: NewOrder"),
}


@every_case("key", CHECKED_BY)
def test_what_checks_an_order_is_marked(key: str) -> None:
    for words in CHECKED_BY[key]:
        line = beside(made(key, "fastapi", "orders"), words)[0]
        assert words in line.text
        assert "checks" in line.kinds


# variant, scenario, a piece of the line, and how it waits
WAITS = [
    ("flask", "wait", "time.sleep(", "blocks"),
    ("fastapi", "wait", "asyncio.sleep(", "await"),
    ("fastapi-def", "wait", "time.sleep(", "blocks"),
    ("fastapi-blocking", "wait", "time.sleep(", "stalls"),
    ("flask-gevent", "wait", "time.sleep(", "yields"),
    ("flask-async", "wait", "asyncio.sleep(", "blocks"),
    ("flask", "database", "cursor.execute(queries.ORDER", "blocks"),
    ("fastapi-blocking", "database", "cursor.execute(queries.ORDER", "stalls"),
    ("flask", "cache", "client.get(key)", "blocks"),
]


@every_case(("key", "scenario", "words", "how"), WAITS)
@every_case("against", ["flask", "fastapi"])
def test_how_a_line_waits_is_told_whatever_stands_beside_it(
    key: str, scenario: str, words: str, how: str, against: str
) -> None:
    line, _ = beside(made(key, against, scenario), words)
    assert line.kinds[0] == how


def test_what_computes_does_not_wait() -> None:
    shown = made("flask", "fastapi", "cpu")
    assert not {"await", "blocks", "stalls"} & (shown.left.kinds | shown.right.kinds)


def test_a_side_without_code_says_why() -> None:
    shown = pair(Code(None, "Flask by hand has no handler."), Code(source(variant("flask"), "cpu")))
    assert (shown.left.trouble, shown.left.lines) == ("Flask by hand has no handler.", ())
    assert shown.right.text
    assert shown.cut().right.lines[0].text.startswith("@blueprint.get")


def test_a_file_that_is_broken_says_so(tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("def (", "utf-8")
    shown = pair(Code(broken), Code(tmp_path / "gone.py"))
    assert shown.left.trouble.startswith("broken.py cannot be shown: ")
    assert "cannot be shown" in shown.right.trouble
    assert shown.left.text == ""


def test_lines_are_matched_in_order_and_fillers_make_up_for_the_rest() -> None:
    left, right = read("a = 1\nb = f(x)\nc = 3\n"), read("b = await f(x)\nc = 3\n")
    assert align(left, right) == ((1, None), (2, 1), (3, 2))


def test_routes_are_the_same_however_variables_are_written() -> None:
    left = read('x = 1\n@blueprint.get("/o/<int:id>")\ndef f(): pass\n')
    right = read('@router.get("/o/{id}")\nasync def other(): pass\n')
    assert align(left, right) == ((1, None), (2, 1), (3, 2))


@pytest.mark.parametrize(
    ("one", "other", "enough"),
    [
        ("    client.get(key)", "    await client.get(key)", True),
        ('time.sleep(query["wait_ms"] / 1000)', "await asyncio.sleep(wait_ms / 1000)", True),
        ("return receipt, 201", "class Receipt(BaseModel):", False),
        ("", "x = 1", False),
    ],
)
def test_likeness(one: str, other: str, enough: bool) -> None:
    assert (alike(one, other) >= 0.34) == enough


def test_a_side_copies_no_fillers() -> None:
    side = Side(lines=(Line(), Line(1), Line()))
    assert side.text == "\n"
