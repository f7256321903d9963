"""The program as a process: it opens, survives mishaps, leaves on Ctrl+C, imports no contestant."""

import signal
import sys
from pathlib import Path

import pytest

from tests.support.window_program import open_window

pytestmark = pytest.mark.process


def test_the_window_imports_no_contestant_and_no_client(tmp_path: Path) -> None:
    """Nor click, which the window has no use for: 10 to 17 ms."""
    names = "{'flask', 'fastapi', 'starlette', 'uvicorn', 'waitress', 'pydantic', 'httpx', 'click'}"
    after = (
        "self.session.set_scenario('hello')\n"
        "self.session.start()\n"
        f"names = {names}\n"
        "self.session.framed.connect(self.close)\n"
        "import atexit\n"
        "atexit.register(lambda: print(sorted(names & sys.modules.keys())))"
    )
    child = open_window(after, tmp_path)
    said, _ = child.communicate(timeout=60)
    assert (child.returncode, said) == (0, "[]\n")


def test_an_exception_in_a_slot_is_told_and_the_program_goes_on(tmp_path: Path) -> None:
    """The settings are of a newer program: that is told before, and their file stays as it is."""
    after = (
        "def broken(): raise ValueError('a wrong turn')\n"
        "print(self.race.notice.text)\n"
        "QTimer.singleShot(0, broken)\n"
        "def close_when_shown():\n"
        "    text = self.race.notice.text\n"
        "    if 'Error' in text:\n"
        "        print(text)\n"
        "        self.close()\n"
        "    else:\n"
        "        QTimer.singleShot(20, close_when_shown)\n"
        "close_when_shown()"
    )
    newer = '{"version": 9, "width": 1300}'
    child = open_window(after, tmp_path, settings=newer)
    said, complained = child.communicate(timeout=60)
    assert child.returncode == 0
    of_settings, of_slot = said.splitlines()
    assert "newer Faceoff" in of_settings
    assert "ValueError: a wrong turn" in of_slot
    assert "Traceback" in complained
    assert (tmp_path / "settings.json").read_text() == newer


@pytest.mark.skipif(sys.platform == "win32", reason="HOME is POSIX's")
def test_who_has_no_home_is_told_in_the_window_and_nothing_is_saved(tmp_path: Path) -> None:
    after = "print(self.race.notice.text); self.close()"
    nowhere = {"FACEOFF_SETTINGS": "", "HOME": "/proc/nowhere", "XDG_CONFIG_HOME": ""}
    child = open_window(after, tmp_path, **nowhere)
    said, complained = child.communicate(timeout=60)
    assert (child.returncode, complained) == (0, "")
    assert said.startswith("Settings, calibration and log cannot be kept: /proc/nowhere")


@pytest.mark.skipif(sys.platform == "win32", reason="a process of one's own gets no Ctrl+C there")
def test_it_opens_and_ctrl_c_in_the_terminal_closes_it(tmp_path: Path) -> None:
    """The settings are broken: the window tells of that."""
    after = "print(self.isVisible(), self.race.notice.text, flush=True)"
    child = open_window(after, tmp_path, settings="{")
    assert child.stdout is not None
    is_visible, _, notice = child.stdout.readline().partition(" ")
    assert is_visible == "True"
    assert "settings.json.broken" in notice
    assert (tmp_path / "settings.json.broken").read_text() == "{"
    child.send_signal(signal.SIGINT)
    said, complained = child.communicate(timeout=60)
    assert (child.returncode, said, complained) == (0, "", "")
    assert (tmp_path / "settings.json").exists()
