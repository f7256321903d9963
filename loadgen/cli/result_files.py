"""Write the files of a race, and lose none of them: what cannot be written is kept elsewhere."""

from pathlib import Path

from rich.console import Console

from loadgen.export.exporters import Exporter, ExportError, ExportOptions
from loadgen.export.run_record import RunRecord
from loadgen.files.atomic_write import WriteError, check_writable
from loadgen.files.result_file import say, write_or_keep

Outputs = tuple[tuple[Path, Exporter], ...]


def check_files(outputs: Outputs) -> str:
    """Why one of the files cannot be written, known before the race; empty when all can."""
    try:
        for path, exporter in outputs:
            exporter.check()
            for each in exporter.paths(path):
                check_writable(each)
    except (WriteError, ExportError) as error:
        return str(error)
    return ""


def write_files(outputs: Outputs, options: ExportOptions, record: RunRecord, err: Console) -> bool:
    """Whether all files are where they were asked for. One that is not keeps no other from it."""
    complete = True
    for path, exporter in outputs:
        try:
            for file, data in exporter.files(path, record, options):
                complete = write_or_keep(file, data, err) and complete
        except ExportError as error:
            complete = False
            say(err, str(error), bad=True)
    return complete
