"""Files that are written whole or not at all."""

import contextlib
import errno
import os
import secrets
import tempfile
from collections.abc import Iterable
from pathlib import Path


class WriteError(Exception):
    """A file that could not be written; the message says why, in one sentence."""


def write_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path``, replacing what was there.

    Raises WriteError, and then nothing changed.

    The bytes go to a file beside it, which takes its name once they are on the disk. Where that is
    not possible, as for a file that is mounted into a container or stands in a folder that takes no
    new files, they are written over the old ones, which come back when that fails.
    """
    try:
        path = path.resolve()  # a link stays a link, and its target is replaced
        try:
            _replace(path, data)
        except OSError as error:
            if not (_may_work_in_place(error) and path.is_file()):
                raise
            _overwrite(path, data)
    except OSError as error:
        raise WriteError(f"{path} could not be written: {_reason(error)}.") from error


def check_writable(path: Path) -> None:
    """Raise WriteError when ``write_atomically`` would certainly fail now."""
    try:
        path = path.resolve()
        if path.is_dir():
            raise WriteError(f"{path} is a folder; give the name of a file in it.")
        if not path.parent.is_dir():
            raise WriteError(f"The folder {path.parent} does not exist; create it first.")
        beside = _beside(path)
        beside.touch(exist_ok=False)
        beside.unlink()
        if _is_mount_point(path):
            path.open("r+b").close()
    except OSError as error:  # also where the working folder is gone, or cannot be entered
        if _may_work_in_place(error) and _opens(path):
            return
        raise WriteError(f"{path} cannot be written: {_reason(error)}.") from error


def keep_elsewhere(name: str, data: bytes, folders: Iterable[Path | None] = ()) -> Path | None:
    """Write a file of that name into a new folder in the first of ``folders`` that takes it.

    The folder for temporary files is tried last. Returns None when none takes it.
    """
    with contextlib.suppress(OSError):
        folders = [*folders, Path(tempfile.gettempdir())]
    for folder in filter(None, folders):
        with contextlib.suppress(OSError, WriteError):
            folder.mkdir(parents=True, exist_ok=True)
            own = Path(tempfile.mkdtemp(prefix="faceoff-", dir=folder))
            try:
                write_atomically(own / name, data)
            except WriteError:
                own.rmdir()
                raise
            return own / name
    return None


def _replace(path: Path, data: bytes) -> None:
    beside = _beside(path)
    try:
        with open(beside, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        # Gone already when all went well.
        with contextlib.suppress(OSError):
            beside.unlink()


def _overwrite(path: Path, data: bytes) -> None:
    with open(path, "r+b", buffering=0) as file:
        before = file.read()
        try:
            _fill(file.fileno(), data)
        except OSError:
            with contextlib.suppress(OSError):
                _fill(file.fileno(), before)
            raise


def _fill(descriptor: int, data: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]
    os.ftruncate(descriptor, len(data))
    os.fsync(descriptor)


def _may_work_in_place(error: OSError) -> bool:
    """Whether the folder, rather than the file or the disk, is what refused."""
    return error.errno in (errno.EBUSY, errno.EACCES, errno.EPERM, errno.EROFS, errno.EXDEV)


def _is_mount_point(path: Path) -> bool:
    """Whether a file is mounted there, which cannot be replaced, only written over.

    The system makes no hard link from one mount to another, even of the same disk.
    """
    link = _beside(path)
    try:
        os.link(path, link)
    except OSError as error:
        return error.errno == errno.EXDEV
    link.unlink()
    return False


def _opens(path: Path) -> bool:
    """Whether there is such a file, and its bytes may be changed."""
    try:
        path.open("r+b").close()
    except OSError:
        return False
    return True


def _beside(path: Path) -> Path:
    # Cut, since the name may be as long as names may be.
    return path.with_name(f".{path.name[:64]}.{secrets.token_hex(4)}.part")


def _reason(error: OSError) -> str:
    return error.strerror or str(error)
