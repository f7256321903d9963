"""The sweep that was measured last, in a file: leaving the window loses none of its steps."""

import logging
from typing import TYPE_CHECKING

from loadgen.files import user_files

# Imported where it is used: the window has to be there at once.
if TYPE_CHECKING:
    from loadgen.sweep.ladder import Ladder
    from loadgen.sweep.sweep_document import DecodedSweep
    from loadgen.sweep.sweep_run import SweepRun

_log = logging.getLogger("faceoff.files")


def write_last_sweep(run: "SweepRun", ladder: "Ladder") -> None:
    """Write its document in the place of the one before; what fails is logged. In any thread."""
    from loadgen.files.atomic_write import WriteError, write_atomically
    from loadgen.sweep.sweep_document import encode_sweep

    path = user_files.last_sweep_path()
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, encode_sweep(run, ladder))
    except (OSError, WriteError) as error:
        _log.error("The sweep could not be kept: %s", error)


def read_last_sweep() -> "DecodedSweep | None":
    """The sweep in that file; None where there is none.

    One that cannot be read is logged.
    """
    from loadgen.sweep.sweep_document import SweepFileError, decode_sweep

    path = user_files.last_sweep_path()
    try:
        return None if path is None else decode_sweep(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, SweepFileError) as error:
        _log.error("The last sweep cannot be shown: %s: %s", path, error)
        return None
