"""Write the files of a race, and lose none of them: what cannot be written is kept elsewhere."""

import logging
from pathlib import Path

from rich.console import Console

from loadgen.cli.arguments import RunRequest
from loadgen.export.exporters import ExportError
from loadgen.export.run_record import RunRecord
from loadgen.files import user_files
from loadgen.files.atomic_write import WriteError, check_writable, keep_elsewhere, write_atomically

_log = logging.getLogger("faceoff.files")


def check_outputs(request: RunRequest) -> str:
    """Why one of the files cannot be written, known before the race; empty when all can."""
    try:
        for path, exporter in request.outputs:
            exporter.check()
            for each in exporter.paths(path):
                check_writable(each)
    except (WriteError, ExportError) as error:
        return str(error)
    return ""


def write_outputs(request: RunRequest, record: RunRecord, err: Console) -> bool:
    """Whether all files are where they were asked for. One that is not keeps no other from it."""
    complete = True
    for path, exporter in request.outputs:
        try:
            for file, data in exporter.files(path, record, request.options):
                complete = write_or_keep(file, data, err) and complete
        except ExportError as error:
            complete = False
            _say(err, str(error), bad=True)
    return complete


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
        _say(err, f"{error} {rest}", bad=True)
        return False
    _say(err, f"Written: {path}")
    return True


def _say(err: Console, text: str, *, bad: bool = False) -> None:
    _log.log(logging.ERROR if bad else logging.INFO, "%s", text)
    err.print(text, style="red" if bad else None, highlight=False, soft_wrap=True, markup=False)
