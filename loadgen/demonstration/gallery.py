"""The demonstrations there are: those of the program, then those of the user."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from loadgen.demonstration.demonstration import Demonstration
from loadgen.demonstration.toml_document import (
    SUFFIX,
    DemonstrationError,
    read_demonstration,
)
from loadgen.files.user_files import demonstrations_folder

FILES = Path(__file__).with_name("files")
_NUMBER = re.compile(r"\d+-")
"""Files of the program are numbered: ``1-wait.toml`` is the first one, ``wait``."""


class GalleryEntry(NamedTuple):
    """A file. ``demonstration`` is None where it cannot be used: ``problem`` then says why."""

    key: str
    path: Path
    demonstration: Demonstration | None
    problem: str = ""
    is_own: bool = False


def gallery(own: Path | None = None) -> list[GalleryEntry]:
    """All entries, in order; ``own`` is the folder of the user's files, by default his own."""
    folder = own or demonstrations_folder()
    entries = [_entry(_NUMBER.sub("", path.stem, count=1), path) for path in _files(FILES)]
    taken = {each.key for each in entries}
    for path in _files(folder) if folder else ():
        if path.stem in taken:
            problem = f"There is a demonstration “{path.stem}” already: rename {path}."
            entries.append(GalleryEntry(path.stem, path, None, problem, is_own=True))
        else:
            entries.append(_entry(path.stem, path)._replace(is_own=True))
    return entries


def gallery_keys() -> dict[str, str]:
    """The keys of all entries, without reading a file; each with an empty title."""
    keys = [_NUMBER.sub("", path.stem, count=1) for path in _files(FILES)]
    folder = demonstrations_folder()
    return dict.fromkeys([*keys, *(path.stem for path in (_files(folder) if folder else ()))], "")


def find_demonstration(name: str, entries: Sequence[GalleryEntry] | None = None) -> Demonstration:
    """The demonstration of that key, or in the file of that path; raises DemonstrationError."""
    if name.endswith(SUFFIX):
        return read_demonstration(Path(name))
    known = gallery() if entries is None else entries
    for entry in known:
        if entry.key == name:
            if entry.demonstration is None:
                raise DemonstrationError(entry.problem)
            return entry.demonstration
    keys = ", ".join(each.key for each in known)
    raise DemonstrationError(f"There is no demonstration “{name}”; there are: {keys}.")


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []


def _entry(key: str, path: Path) -> GalleryEntry:
    try:
        return GalleryEntry(key, path, read_demonstration(path))
    except DemonstrationError as error:
        return GalleryEntry(key, path, None, str(error))
