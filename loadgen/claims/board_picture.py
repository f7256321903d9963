"""How the picture of a board is made, as a value: nothing here knows Qt."""

from collections.abc import Callable
from dataclasses import dataclass

from loadgen.claims.board_document import BoardDocument


@dataclass(frozen=True, slots=True)
class BoardPicture:
    """``encode`` makes a PNG file of a board, in a theme and at a scale.

    ``check`` raises ExportError where that cannot be done on this machine: it is called before
    anything is raced.
    """

    check: Callable[[], None]
    encode: Callable[[BoardDocument, str, int], bytes]
