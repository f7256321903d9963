"""Which scale a y axis has, and curves in the units of that axis."""

from dataclasses import replace

import numpy as np

from gui.charts.chart_model import Curve
from gui.charts.scales import AxisChoice, LinearScale, LogScale, Scale


def usual_scale(usual: Scale, axis: AxisChoice, other: Scale) -> Scale:
    """The chart's usual scale, unless the other kind of axis was chosen."""
    is_log = isinstance(usual, LogScale)
    return other if axis != "usual" and (axis == "log") != is_log else usual


def on_axis(curve: Curve, scale: Scale) -> Curve:
    """The curve, whose y is in the measure's units, in the axis's.

    No area is filled down to an axis that has no zero.
    """
    at = curve.label_at
    if at is not None:
        at = at[0], float(scale.to_axis(np.array([at[1]]))[0])
    filled = curve.filled and isinstance(scale, LinearScale)
    y = scale.to_axis(curve.y)
    return replace(curve, y=y, values=curve.y, label_at=at, filled=filled)
