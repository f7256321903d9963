"""stdout and stderr that never raise: for closed ones, full devices and poor encodings.

``prepare_streams`` replaces both once, at the start of the program.
"""

import codecs
import contextlib
import errno
import io
import os
import select
import sys
from typing import IO, TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_SIGNS = {
    sign: plain
    for plain, signs in (
        *(("!", "≠▲"), ("*", "◆"), ("x", "×"), ("u", "µ"), ("+-", "±"), ("/", "÷"), ("<=", "≤")),
        *((">=", "≥"), ("=", "━"), ("-", "╌─—–−‑·"), ("->", "→"), ("...", "…"), ("inf", "∞")),
        *(('"', "“”"), ("'", "’‘"), (" ", "\u00a0\u202f")),
    )
    for sign in signs
}
_PLAIN = "faceoff-plain"
_DEFAULT_ENCODING = "utf-8"


class Tolerant(io.RawIOBase):
    """A file descriptor whose writes never fail; ``failure`` is the first error, None before.

    After an error nothing is written any more: half of a table would not be what was printed.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.failure: OSError | None = None

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def write(self, data: "WriteableBuffer", /) -> int:
        view = memoryview(data)
        while not self.failure:
            try:
                return os.write(self._descriptor, view)
            except BlockingIOError:  # another program has made the terminal non-blocking
                select.select((), (self._descriptor,), ())
            except OSError as error:
                self.failure = error
        return len(view)


def prepare_streams() -> None:
    """Replace ``sys.stdout`` and ``sys.stderr``.

    A closed descriptor becomes the null device, so that no socket or file of ours gets its number.
    """
    codecs.register_error(_PLAIN, _replace)
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            with contextlib.suppress(OSError):
                # The lowest free number is this one, since those below are open.
                os.open(os.devnull, os.O_RDWR)
    sys.stdout = _tolerant(1, sys.stdout)
    sys.stderr = _tolerant(2, sys.stderr)


def output_failure(stream: TextIO) -> OSError | None:
    """Why not all that was printed could be written.

    None when it was, or when the reader has gone (``| head``), who had enough.
    """
    with contextlib.suppress(ValueError):  # closed
        stream.flush()
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    failure = raw.failure if isinstance(raw, Tolerant) else None
    return None if failure is None or failure.errno == errno.EPIPE else failure


def is_live_terminal(stream: IO[str]) -> bool:
    """Whether a display that is redrawn in place can be shown there, whatever FORCE_COLOR says."""
    return stream.isatty() and os.environ.get("TERM", "").lower() not in ("dumb", "unknown")


def _tolerant(descriptor: int, before: TextIO | None) -> TextIO:
    encoding = (before.encoding if before is not None else None) or _DEFAULT_ENCODING
    raw = Tolerant(descriptor)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=encoding,
        errors=_PLAIN,
        line_buffering=descriptor == 2 or raw.isatty(),
    )


def _replace(error: UnicodeError) -> tuple[str, int]:
    """The nearest signs of ASCII for what an encoding does not have."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    signs = error.object[error.start : error.end]
    return "".join(_SIGNS.get(sign, "?") for sign in signs), error.end
