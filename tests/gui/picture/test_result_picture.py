"""The picture of a result of several races."""

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from gui.charts.objective_plot import objective_plot
from gui.picture.render import WIDTH
from gui.picture.result_picture import ResultPicture, render_result
from loadgen.model.race_plan import RacePlan
from loadgen.objective.cost_run import CostRun
from loadgen.objective.objective import Objective

ABOVE_THE_FOOT = (0, 0, WIDTH, 900)


def test_a_plot_without_points_is_no_empty_card(qapp: QApplication) -> None:
    plot = objective_plot(CostRun(RacePlan.default(), Objective(), {}))
    assert plot.is_empty
    picture = ResultPicture("Cost", ("No rate was tried.",), (plot,), ("Server",), (("a",),), "")
    with_plot, without = render_result(picture), render_result(replace(picture, plots=()))
    assert with_plot.copy(*ABOVE_THE_FOOT) == without.copy(*ABOVE_THE_FOOT)
