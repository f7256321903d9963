"""The log file of the program: starts and ends of children, refusals, errors, versions. No secrets.

Modules log to ``logging.getLogger("faceoff.AREA")``; ``open_log`` connects these to the file.
"""

import contextlib
import logging
import os
import platform
import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from loadgen.files import user_files
from loadgen.model.service_names import DATABASE_URL
from loadgen.model.version import VERSION

LARGEST_BYTES = 1_000_000
OLDER_FILES = 3
_HIDDEN = "***"
_LOGGERS = ("faceoff", "asyncio")
logging.getLogger("faceoff").addHandler(logging.NullHandler())  # without a file: not on stderr
_CREDENTIALS = re.compile(r"(?<=://)[^\s\"'@]*@(?:[^\s\"'/@]*@)*")
_NAMED_SECRET = re.compile(
    r"(?i)((?:pass(?:word|wd)?|secret|token|api_?key)\w*\s*[=:]\s*)[^\s&\"']+"
)


def open_log(words: Sequence[str]) -> Path | None:
    """Log to the user's file from now on, beginning with what was started; returns the file.

    None when it cannot be written: a log is no reason not to start. Two programs share the file,
    each line has its process. Rotation: ``LARGEST_BYTES``, and ``OLDER_FILES`` older ones.
    """
    path = user_files.log_path()
    if path is None:
        return None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _File(path, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(
        _Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s", _secrets())
    )
    for name in _LOGGERS:
        logging.getLogger(name).addHandler(handler)
    log = logging.getLogger("faceoff")
    log.setLevel(logging.INFO)
    log.info(
        "Faceoff %s, Python %s, %s %s, %s: %s",
        VERSION,
        platform.python_version(),
        platform.system(),
        platform.release(),
        platform.machine(),
        " ".join(words) or "window",
    )
    return path


def close_log() -> None:
    """Take the file away from all loggers, and close it."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        for handler in [each for each in logger.handlers if isinstance(each, _File)]:
            logger.removeHandler(handler)
            handler.close()


def log_file() -> Path | None:
    """The file that is logged to, for messages that name it; None without one."""
    for handler in logging.getLogger("faceoff").handlers:
        if isinstance(handler, _File):
            return Path(handler.baseFilename)
    return None


def redact(text: str, secrets: Sequence[str] = ()) -> str:
    """The text without user and password of URLs, values of named secrets, and ``secrets``."""
    for secret in secrets:
        text = text.replace(secret, _HIDDEN)
    return _NAMED_SECRET.sub(rf"\g<1>{_HIDDEN}", _CREDENTIALS.sub(f"{_HIDDEN}@", text))


class _File(logging.FileHandler):
    """Rotates itself: importing logging.handlers would delay the window by 10 ms."""

    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(OSError):
            if os.path.getsize(self.baseFilename) >= LARGEST_BYTES:
                self._rotate()
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """A full disk costs a line of the log, nothing else."""

    def _rotate(self) -> None:
        self.close()  # the next message opens it again
        names = [self.baseFilename, *(f"{self.baseFilename}.{n + 1}" for n in range(OLDER_FILES))]
        for older, newer in reversed(list(pairwise(names))):
            # Windows refuses while another program has it open; the next message tries again.
            with contextlib.suppress(OSError):
                os.replace(older, newer)


class _Formatter(logging.Formatter):
    """Local time with its zone, as in the run document; nothing secret."""

    def __init__(self, layout: str, secrets: Sequence[str]) -> None:
        super().__init__(layout)
        self._secrets = secrets

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        created = datetime.fromtimestamp(record.created).astimezone()
        return created.isoformat(timespec="milliseconds")

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record), self._secrets)


def _secrets() -> tuple[str, ...]:
    """The password of the user's database, as it is written and as it is meant."""
    url = os.environ.get(DATABASE_URL)
    if not url:
        return ()
    from urllib.parse import unquote, urlsplit

    try:
        password = urlsplit(url).password or ""
    except ValueError:
        return ()
    return tuple(dict.fromkeys(each for each in (password, unquote(password)) if len(each) > 3))


def log_uncaught(error: BaseException) -> None:
    """Log an exception that nobody caught, with its traceback."""
    logging.getLogger("faceoff").error(
        "%s", type(error).__name__, exc_info=(type(error), error, error.__traceback__)
    )


def log_refusal(sentence: str) -> None:
    """Log why something was not done."""
    logging.getLogger("faceoff").warning("%s", sentence)


def log_end(code: int) -> None:
    """Log the exit code."""
    logging.getLogger("faceoff").info("ended with exit code %d", code)


def where() -> str:
    """``Details: /home/ada/.local/state/faceoff/faceoff.log``; empty without a log."""
    path = log_file()
    return f"Details: {path}" if path else ""
