"""Where lines may break."""

from pytestqt.qtbot import QtBot

from gui.style.text_layout import Span, TextLayout, unbroken, unbroken_parts
from tests.support.every_case import every_case

NO_BREAK = "\N{NO-BREAK SPACE}"


@every_case("unit", ["%", "µs", "ms", "s", "h", "times", "KiB", "MiB", "GiB"])
def test_a_number_does_not_part_from_its_unit(unit: str) -> None:
    assert unbroken(f"about 62 {unit} more") == f"about 62{NO_BREAK}{unit} more"


def test_no_line_begins_with_a_dot() -> None:
    assert unbroken("62 users · 50 ms wait") == f"62 users{NO_BREAK}· 50{NO_BREAK}ms wait"


def test_text_that_only_begins_like_a_unit_may_break() -> None:
    assert unbroken("4 servers, 3 sms") == "4 servers, 3 sms"


def test_a_number_and_its_unit_may_be_in_two_parts() -> None:
    assert list(unbroken_parts("holds 62", " % more", " memory")) == [
        "holds 62",
        f"{NO_BREAK}% more",
        " memory",
    ]


@every_case("width", range(120, 400, 7))
def test_lines_break_before_the_number(qtbot: QtBot, width: int) -> None:
    parts = unbroken_parts("FastAPI answers faster and holds", " 62 % more memory", ".")
    layout = TextLayout([Span(text, "#000000") for text in parts], 20, width, lines=9)
    lines = [
        layout._layout.text()[line.textStart() : line.textStart() + line.textLength()]
        for line in map(layout._layout.lineAt, range(layout.lines))
    ]
    assert not any(line.endswith("62") or line.startswith("%") for line in lines)
