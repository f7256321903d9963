"""The room for texts whose digits change."""

from contextlib import nullcontext

import pytest
from pytestqt.qtbot import QtBot

from gui.charts.text import text_width, widest
from gui.style.theme import SEMIBOLD, TICK, font
from gui.style.typeface import plain_glyphs


@pytest.mark.parametrize("glyphs", [nullcontext, plain_glyphs], ids=["window", "picture"])
def test_the_room_of_a_sample_is_enough_for_all_digits(
    qtbot: QtBot, glyphs: type[nullcontext[None]]
) -> None:
    with glyphs():
        face = font(TICK, SEMIBOLD)
        room = widest("p99 88.8 ms", face)
        for tenths in range(100, 1000):
            assert text_width(f"p99 {tenths / 10:.1f} ms", face) <= room
