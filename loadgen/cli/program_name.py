"""What the program is called in help and messages: as it was started."""

import sys
from pathlib import Path


def program_name() -> str:
    """``faceoff`` where it is installed, ``main.py`` from the source tree."""
    path = Path(sys.argv[0])
    installed = path.stem == "faceoff" or (path.name, path.parent.name) == (
        "__main__.py",
        "faceoff",
    )
    return "faceoff" if installed else "main.py"
