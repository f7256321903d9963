"""The golden picture of a race: ``python -m tests.gui.picture.golden`` draws it again.

A quarter of the size of an exported picture: 480 x 270 pixels.
"""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from gui.picture.render import HEIGHT, WIDTH, render_picture
from gui.style.theme import LIGHT, Theme
from loadgen.export.run_record import RunRecord
from loadgen.model.frame import Mark
from tests.gui.picture.synthetic_records import record
from tests.support.synthetic_lanes import timeline

GOLDEN = Path(__file__).with_name("golden.png")


def golden_record() -> RunRecord:
    """20 s of a race in which the concurrency was changed once; the same each time."""
    return record(timeline(20, marks=(Mark(12, "concurrency 64 → 96"),), phase="ended"))


def small_picture(run: RunRecord, theme: Theme = LIGHT) -> QImage:
    """Its picture, reduced to the size of the golden one."""
    return render_picture(run, theme=theme).scaled(
        WIDTH // 4,
        HEIGHT // 4,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


if __name__ == "__main__":
    small_picture(golden_record()).save(str(GOLDEN))
