"""Start Faceoff where it is installed: the command ``faceoff``, and ``python -m faceoff``."""

import sys
from pathlib import Path


def start() -> int:
    """Run as a program; the exit code."""
    folder = Path(__file__).resolve().parent
    # An editable install imports this file from the source tree, where main.py is one folder up.
    root = folder if (folder / "main.py").is_file() else folder.parent
    # First, since site-packages or PYTHONPATH may have a "gui" or a "main" of another program.
    sys.path.insert(0, str(root))
    from main import start as start_program

    return start_program()


if __name__ == "__main__":
    sys.exit(start())
