"""Rates at an objective and their cost as a picture: sentences, formula, plot and table."""

from gui.charts.objective_plot import objective_plot
from gui.picture.result_picture import ResultPicture, encode_result
from gui.style.theme import LIGHT, Theme
from loadgen.export.plan_sentence import plan_sentence
from loadgen.objective.cost_run import CostRun
from loadgen.objective.cost_text import (
    HEADERS,
    LEGEND,
    formula_lines,
    objective_text,
    rows,
    sentences,
)


def cost_picture(run: CostRun, theme: Theme = LIGHT) -> bytes:
    """As PNG; raises PictureError where Qt cannot draw."""
    plan = run.plan
    names = f"{plan.name('a')} and {plan.name('b')}"
    return encode_result(
        ResultPicture(
            f"{names}: {plan.entry.title}, {objective_text(run.objective)}",
            (*sentences(run), *formula_lines(run)),
            (objective_plot(run),),
            HEADERS,
            tuple(rows(run)),
            f"{plan_sentence(plan)} {LEGEND}",
            origin=run.origin,
        ),
        theme,
    )
