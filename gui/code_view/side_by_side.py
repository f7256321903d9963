"""Both handlers as two columns of the same height, and the part of them that is the handler."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gui.code_view.handler_analysis import Kind, Reading, read
from gui.code_view.hints import Hint, hints
from gui.code_view.line_alignment import Row, align, alike
from gui.code_view.syntax_highlight import Piece, pieces
from servers.catalog.handler_source import shown_path

_CORRESPONDS = 0.34
_WAITS: frozenset[Kind] = frozenset({"await", "blocks", "yields", "stalls"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line on the screen. ``number`` is its own in the file, None where it only fills up."""

    number: int | None = None
    pieces: tuple[Piece, ...] = ()
    kinds: tuple[Kind, ...] = ()
    hints: tuple[Hint, ...] = ()

    @property
    def text(self) -> str:
        """The line without its colours."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Side:
    """One handler's file.

    ``path`` is None, and ``lines`` empty, where there is no code to show; ``trouble`` then says
    why.
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
        """The kinds of marks that occur in any line."""
        return frozenset(kind for line in self.lines for kind in line.kinds)


@dataclass(frozen=True, slots=True)
class Pair:
    """Both sides row for row.

    ``handler`` are the rows, first to past the last, in which the handlers stand.
    """

    left: Side
    right: Side
    handler: range

    @property
    def sides(self) -> tuple[Side, Side]:
        """Left and right, in this order."""
        return self.left, self.right

    def cut(self) -> "Pair":
        """The handlers alone."""
        rows = slice(self.handler.start, self.handler.stop)
        left, right = (Side(each.path, each.lines[rows], each.trouble) for each in self.sides)
        return Pair(left, right, range(len(self.handler)))


@dataclass(frozen=True, slots=True)
class Code:
    """What to show on a side.

    ``without`` says why there is no ``path``, where there is none. ``greenlets`` tells that gevent
    makes other requests of what would block a thread.
    """

    path: Path | None
    without: str = ""
    greenlets: bool = False


@lru_cache(maxsize=64)
def pair(left: Code, right: Code, reference: Path | None = None) -> Pair:
    """Both files, aligned.

    ``reference`` awaits wherever one can wait: what corresponds to that waits, too.
    """
    waiting = _reading(reference) if reference is not None else None
    mine, yours = _Module.of(left, waiting), _Module.of(right, waiting)
    if mine.reading is not None and yours.reading is not None:
        rows = align(mine.reading, yours.reading)
    else:
        rows = tuple((n, n) for n in range(1, 1 + max(len(mine.lines), len(yours.lines))))
    sides = mine.side([row[0] for row in rows]), yours.side([row[1] for row in rows])
    return Pair(*sides, _handler_rows(rows, mine, yours))


@dataclass(frozen=True, slots=True)
class _Module:
    path: Path | None
    reading: Reading | None
    lines: tuple[Line, ...]
    trouble: str

    @classmethod
    def of(cls, code: Code, waiting: Reading | None) -> "_Module":
        path = code.path
        if path is None:
            return cls(None, None, (), code.without)
        try:
            reading = _reading(path)
        except (OSError, ValueError, SyntaxError) as error:
            return cls(path, None, (), f"{shown_path(path)} cannot be shown: {error}.")
        told, coloured = hints(reading.text), pieces(reading.text)
        kinds = _kinds(reading, waiting, greenlets=code.greenlets)
        lines = tuple(
            Line(
                n,
                coloured[n - 1],
                kinds.get(n, ()),
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


def _reading(path: Path) -> Reading:
    return read(path.read_text("utf-8"))


def _kinds(
    reading: Reading, waiting: Reading | None, *, greenlets: bool
) -> dict[int, tuple[Kind, ...]]:
    """Those that the code shows by itself, and how its lines wait that correspond to an await."""
    kinds = dict(reading.kinds)
    for n in _waits(reading, waiting) if waiting is not None else ():
        if not _WAITS & set(kinds.get(n, ())):
            kinds[n] = ("stalls" if n in reading.on_loop else "blocks", *kinds.get(n, ()))
    if greenlets:
        swap: dict[Kind, Kind] = {"blocks": "yields"}
        kinds = {n: tuple(swap.get(each, each) for each in told) for n, told in kinds.items()}
    return kinds


def _waits(reading: Reading, waiting: Reading) -> Iterator[int]:
    for mine, other in align(reading, waiting):
        if mine is None or other is None or "await" not in waiting.kinds.get(other, ()):
            continue
        line = reading.lines[mine - 1]
        if "(" in line and alike(line, waiting.lines[other - 1]) >= _CORRESPONDS:
            yield mine


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
