"""``main.py demo NAME``: the window opens with everything set, and the race starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from servers.process.child_process import PROJECT_ROOT

pytestmark = pytest.mark.process

DEMONSTRATE = """
import sys
from PySide6.QtCore import QTimer
import main
from gui import window

shown = window.MainWindow.show
def show(self):
    shown(self)
    QTimer.singleShot(0, lambda: look(self))
window.MainWindow.show = show

def look(self):
    session = self.session
    print(session.demonstrations.current.title, session.state, session.plan.lanes["b"].variant)
    print(self.race.demonstration.isVisible())
    self.close()

sys.exit(main.main(["demo", sys.argv[1]]))
"""


def demonstrate(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run Python with these words where the window would open without being seen."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {key: value for key, value in os.environ.items() if key not in hidden}
    settings = {"FACEOFF_SETTINGS": str(folder / "settings.json")}
    return subprocess.run(
        [sys.executable, *words],
        cwd=PROJECT_ROOT,
        env=kept | settings | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def test_it_is_shown_and_starts(tmp_path: Path) -> None:
    done = demonstrate(tmp_path, "-c", DEMONSTRATE, "blocking")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "A blocking call in async def starting fastapi-blocking\nTrue\n"


def test_what_there_is_not_is_refused_before_a_window_opens(tmp_path: Path) -> None:
    """What else is refused is in ``tests/loadgen/cli/test_demonstration_commands.py``."""
    done = demonstrate(tmp_path, "main.py", "demo", "nothing")
    assert done.returncode == 2
    assert "There is no demonstration “nothing”; there are: wait, tokens, " in done.stderr
    assert done.stdout == ""
