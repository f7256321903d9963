"""The folder in which races are recorded, unless another one is named."""

from loadgen.files import user_files
from loadgen.recording.race_library import RaceLibrary


def user_library() -> RaceLibrary | None:
    """The user's races; None where the user has no home folder."""
    folder = user_files.races_folder()
    return RaceLibrary(folder) if folder else None
