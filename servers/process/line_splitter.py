"""Bytes of a pipe, as lines of bounded length."""


class LineSplitter:
    """Cuts a stream into lines.

    Of a line longer than ``limit`` only ``limit + 1`` bytes are kept: a child that never ends its
    line costs no memory, and the caller can see that it was too long.
    """

    __slots__ = ("_partial", "limit")

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._partial = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that ``data`` completes, without their line ends."""
        *complete, rest = data.split(b"\n")
        lines = []
        for piece in complete:
            self._keep(piece)
            lines.append(self.rest())
        self._keep(rest)
        return lines

    def rest(self) -> bytes:
        """What came after the last line end; it is forgotten here."""
        line = bytes(self._partial)
        self._partial.clear()
        return line

    def _keep(self, piece: bytes) -> None:
        self._partial += piece[: self.limit + 1 - len(self._partial)]
