"""The layouts of pictures; adding one is a module that paints it and an entry here.

Without Qt, for the help of the command line.
"""

from loadgen.export.picture_layout import POSTER, PictureLayout

LAYOUTS: tuple[PictureLayout, ...] = (
    PictureLayout(
        key=POSTER,
        title="poster",
        hint="Verdict, all charts, settings and machine.",
        paint="gui.picture.poster:paint_poster",
    ),
    PictureLayout(
        key="slide",
        title="slide",
        hint="One chart and two large figures, to be read from the last row.",
        paint="gui.picture.slide:paint_slide",
    ),
    PictureLayout(
        key="comparison",
        title="before and after",
        hint="This race beside an earlier one, and what has changed.",
        paint="gui.picture.comparison_strip:paint_comparison",
        height=840,
        needs_before=True,
    ),
)
"""In the order in which they are offered."""


def layout(key: str) -> PictureLayout:
    """The layout of that key; raises KeyError."""
    return {each.key: each for each in LAYOUTS}[key]
