"""Both handlers as two columns of the same height, and the part of them that is the handler."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gui.code.aligning import Row, align, alike
from gui.code.colouring import Piece, pieces
from gui.code.hints import Hint, hints
from gui.code.reading import Kind, Reading, read
from servers.sources import shown_path

_CORRESPONDS = 0.34


@dataclass(frozen=True, slots=True)
class Line:
    """One line on the screen. ``number`` is its own in the file, None where it only fills up."""

    number: int | None = None
    pieces: tuple[Piece, ...] = ()
    kinds: tuple[Kind, ...] = ()
    hints: tuple[Hint, ...] = ()

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Side:
    """One handler's file. ``path`` is None, and ``lines`` empty, where there is no code to show;
    ``trouble`` then says why.
    """

    path: Path | None = None
    lines: tuple[Line, ...] = ()
    trouble: str = ""

    @property
    def title(self) -> str:
        """The path in the project."""
        return shown_path(self.path) if self.path else ""

    @property
    def text(self) -> str:
        """What is copied: no line that only fills up."""
        return "".join(f"{line.text}\n" for line in self.lines if line.number is not None)

    @property
    def kinds(self) -> frozenset[Kind]:
        return frozenset(kind for line in self.lines for kind in line.kinds)


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides row for row. ``handler`` are the rows, first to past the last, in which the
    handlers stand.
    """

    left: Side
    right: Side
    handler: range

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.left, self.right

    def cut(self) -> "Pair":
        """The handlers alone."""
        rows = slice(self.handler.start, self.handler.stop)
        left, right = (Side(each.path, each.lines[rows], each.trouble) for each in self.sides)
        return Pair(left, right, range(len(self.handler)))


@lru_cache(maxsize=64)
def pair(left: Path | None, right: Path | None, without: tuple[str, str] = ("", "")) -> Pair:
    """The files' code, aligned. ``without`` says of each why it has none, where it has none."""
    mine, yours = _Module.of(left, without[0]), _Module.of(right, without[1])
    if mine.reading is not None and yours.reading is not None:
        rows = align(mine.reading, yours.reading)
    else:
        rows = tuple((n, n) for n in range(1, 1 + max(len(mine.lines), len(yours.lines))))
    sides = mine.side([row[0] for row in rows]), yours.side([row[1] for row in rows])
    left_side, right_side = _blocking(*sides)
    return Pair(left_side, right_side, _handler_rows(rows, mine, yours))


@dataclass(frozen=True, slots=True)
class _Module:
    path: Path | None
    reading: Reading | None
    lines: tuple[Line, ...]
    trouble: str

    @classmethod
    def of(cls, path: Path | None, without: str) -> "_Module":
        if path is None:
            return cls(None, None, (), without)
        try:
            text = path.read_text("utf-8")
            reading = read(text)
        except (OSError, ValueError, SyntaxError) as error:
            return cls(path, None, (), f"{shown_path(path)} cannot be shown: {error}.")
        told, coloured = hints(text), pieces(text)
        lines = tuple(
            Line(
                n,
                coloured[n - 1],
                reading.kinds.get(n, ()),
                tuple(each for each in told if each.line == n),
            )
            for n in range(1, len(reading.lines) + 1)
        )
        return cls(path, reading, lines, "")

    def side(self, numbers: Sequence[int | None]) -> Side:
        if not self.lines:
            return Side(self.path, (), self.trouble)
        known = (n if n is not None and n <= len(self.lines) else None for n in numbers)
        lines = (Line() if n is None else self.lines[n - 1] for n in known)
        return Side(self.path, tuple(lines), self.trouble)


def _handler_rows(rows: Sequence[Row], *modules: _Module) -> range:
    """From the first decorator to the last line of the last handler, on either side."""
    inside = [
        at
        for at, row in enumerate(rows)
        for n, module in zip(row, modules, strict=True)
        if n is not None and module.reading is not None
        for each in module.reading.handlers
        if each.first <= n <= each.last
    ]
    return range(min(inside), max(inside) + 1) if inside else range(len(rows))


def _blocking(left: Side, right: Side) -> tuple[Side, Side]:
    """What corresponds to a line that awaits, and does not await itself, waits with its thread."""
    if not left.lines or not right.lines:
        return left, right
    both = [
        (_against(mine, yours), _against(yours, mine))
        for mine, yours in zip(left.lines, right.lines, strict=True)
    ]
    return (
        Side(left.path, tuple(mine for mine, _ in both), left.trouble),
        Side(right.path, tuple(yours for _, yours in both), right.trouble),
    )


def _against(line: Line, other: Line) -> Line:
    waits = "await" in other.kinds and not {"await", "blocks"} & set(line.kinds)
    if waits and "(" in line.text and alike(line.text, other.text) >= _CORRESPONDS:
        return Line(line.number, line.pieces, ("blocks", *line.kinds), line.hints)
    return line
