"""Opens a file in whatever the system edits such files with."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_in_editor(path: Path) -> str:
    """A sentence where that failed, else ""."""
    if sys.platform == "win32":
        try:
            # What opens a Python file on Windows runs it; what edits it does not.
            os.startfile(path, "edit")
        except OSError:
            return _refusal(path)
        return ""
    opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
    return "" if opened else _refusal(path)


def _refusal(path: Path) -> str:
    return f"No program here opens Python files: open {path} in your editor."
