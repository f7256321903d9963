"""The window as a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from servers.process.child_process import PROJECT_ROOT

RACING_WINDOW = """
from PySide6.QtCore import QTimer
from gui import app, window
shown = window.MainWindow.show
def show(self):
    shown(self)
    print("shown", flush=True)
    QTimer.singleShot(0, self.session.start)
window.MainWindow.show = show
app.main(["faceoff"])
"""
"""Opens, says ``shown`` and starts a race."""

_OPENED = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from gui import app, window

show = window.MainWindow.show
def shown(self):
    show(self)
    QTimer.singleShot(0, lambda: after(self))
window.MainWindow.show = shown

def after(self):
{after}

sys.exit(app.main(["faceoff"]))
"""


def open_window(
    after: str, tmp_path: Path, settings: str | None = None, **environment: str
) -> "subprocess.Popen[str]":
    """Start the window; ``after`` runs in it once it is shown, with the window as ``self``.

    Its settings are ``settings``, or none, in the file ``settings.json`` of ``tmp_path``.
    """
    body = "\n".join(f"    {line}" for line in after.splitlines())
    path = tmp_path / "settings.json"
    if settings is not None:
        path.write_text(settings)
    return subprocess.Popen(
        [sys.executable, "-c", _OPENED.replace("{after}", body)],
        cwd=PROJECT_ROOT,
        env={
            **os.environ,
            "FACEOFF_SETTINGS": str(path),
            "QT_QPA_PLATFORM": "offscreen",
            **environment,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
