"""Write a file of results; where that fails, keep it elsewhere and say where."""

import logging
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from loadgen.files import user_files
from loadgen.files.atomic_write import WriteError, keep_elsewhere, write_atomically

_log = logging.getLogger("faceoff.files")


def write_or_keep(path: Path, data: bytes, err: Console) -> bool:
    """Whether the file is where it was asked for; where it is instead, is said."""
    try:
        write_atomically(path, data)
    except WriteError as error:
        kept = keep_elsewhere(path.name, data, (user_files.state_folder(),))
        rest = (
            f"It is kept as {kept}: free some space or choose another folder, and move it there."
            if kept
            else "There is no room for it elsewhere either: free some space and race again."
        )
        say(err, f"{error} {rest}", bad=True)
        return False
    say(err, f"Written: {path}")
    return True


def say(err: Console, text: str, *, bad: bool = False) -> None:
    """Print the sentence and log it; ``bad`` is for failures."""
    _log.log(logging.ERROR if bad else logging.INFO, "%s", text)
    err.print(text, style="red" if bad else None, highlight=False, soft_wrap=True, markup=False)


def warning(err: Console) -> Callable[[str], None]:
    """Prints a sentence about something that does not stop what is done."""
    return lambda text: err.print(text, style="yellow", soft_wrap=True, markup=False)
