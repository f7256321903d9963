"""What an exported picture shows, and where: named by the command line, painted by ``gui``."""

from dataclasses import dataclass

POSTER = "poster"
"""The layout of a picture for which none was chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLayout:
    """One layout. ``width`` and ``height`` are in pixels at scale 1, ``title`` begins lower case.

    ``paint`` names the function that paints it, as ``package.module:name``: it takes a QPainter and
    a ``PictureContent``. ``needs_before``: it sets the race against an earlier one.
    """

    key: str
    title: str
    hint: str
    paint: str
    width: int = 1920
    height: int = 1080
    needs_before: bool = False
