"""Write the files of a race, and lose none of them: what cannot be written is kept elsewhere."""

from rich.console import Console

from loadgen.cli.arguments import RunRequest
from loadgen.export.exporters import ExportError
from loadgen.export.run_record import RunRecord
from loadgen.files.atomic_write import WriteError, check_writable
from loadgen.files.result_file import say, write_or_keep


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
            say(err, str(error), bad=True)
    return complete
