"""The race that is on screen when the program is left: kept, so that nothing measured is lost."""

import logging
from pathlib import Path

from gui.session.race_session import RaceSession
from loadgen.files import user_files

_log = logging.getLogger("faceoff.files")


def keep_race(session: RaceSession) -> Path | None:
    """Write its run document without the time line, which stands in a table beside it.

    None when nothing was measured or nothing can be written, or for a recorded race, which is in
    its file. It replaces the one before.
    """
    from loadgen.export.exporters import EXPORTERS, ExportError, ExportOptions
    from loadgen.files.atomic_write import WriteError

    path = user_files.last_race_path()
    if path is None or session.shows_recorded or session.timeline.duration_s <= 0:
        return None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        session.timeline.end()
        record = session.record()
        for exporter in EXPORTERS:
            exporter.write(path.with_suffix(exporter.suffix), record, ExportOptions(summary=True))
    except (OSError, WriteError, ExportError) as error:
        _log.error("The race could not be kept: %s", error)
        return None
    _log.info("The race is kept as %s", path)
    return path
