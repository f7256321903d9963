"""A sweep as a picture: who leads, both plots, and the table of its steps."""

from gui.charts.saturation_plots import latency_plot, throughput_plot
from gui.picture.result_picture import ResultPicture, encode_result
from gui.style.theme import LIGHT, Theme
from loadgen.sweep.sweep_run import SweepRun
from loadgen.sweep.sweep_text import LEGEND, described, headers, rows, sentences


def sweep_picture(run: SweepRun, theme: Theme = LIGHT) -> bytes:
    """As PNG; raises PictureError where Qt cannot draw."""
    plan = run.plan
    names = f"{plan.name('a')} and {plan.name('b')}"
    return encode_result(
        ResultPicture(
            f"{names}: {plan.entry.title} over {run.quantity.title}",
            tuple(sentences(run)),
            (throughput_plot(run), latency_plot(run)),
            headers(run),
            tuple(rows(run)),
            f"{described(run)} {LEGEND}",
            origin=run.origin,
        ),
        theme,
    )
