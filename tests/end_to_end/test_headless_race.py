"""A race without a display, from the command line to the files it leaves."""

import csv
import json
import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[2]


def test_a_race_without_a_display_leaves_its_document_its_table_and_its_picture(
    tmp_path: Path,
) -> None:
    files = {kind: tmp_path / f"race.{kind}" for kind in ("json", "csv", "png")}
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    words = (
        "--a flask --b fastapi-def --scenario orders --set lines=5 --duration 3 "
        "--no-calibrate --rate 80"  # as fast as they can, both would fill a core
    )
    outs = [word for file in files.values() for word in ("--out", str(file))]
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", "run", *words.split(), *outs],
        env={name: value for name, value in os.environ.items() if name not in hidden},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    document = json.loads(files["json"].read_text("utf-8"))
    assert (document["format"], document["version"]) == ("faceoff-run", 1)
    assert document["verdict"]["sentence"] in " ".join(done.stdout.split())
    for lane in document["lanes"].values():
        requests = lane["requests"]
        assert requests["ok"] > 0
        assert requests["sent"] == requests["ok"] + requests["cancelled"]
        assert (requests["failed"], requests["in_flight"]) == ({}, 0)
    rows = list(csv.DictReader(files["csv"].read_text("utf-8").splitlines()))
    assert {row["lane"] for row in rows} == {"a", "b"}
    assert len(rows) >= 2 * 20
    width, height = struct.unpack(">II", files["png"].read_bytes()[16:24])
    assert (width, height) == (1920, 1080)
    fairness = (tmp_path / "race.fairness.csv").read_text("utf-8")
    assert "Validation" in fairness
    # Beside them lie the log and the recorded race; nothing half-written.
    left = {path.name for path in tmp_path.iterdir()} - {path.name for path in files.values()}
    assert left <= {"faceoff.log", "race.fairness.csv", "races"}
