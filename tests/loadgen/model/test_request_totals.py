"""One list of totals, whatever shows it."""

import pytest

from loadgen.model.load_plan import ClosedModel, Model, OpenModel
from loadgen.model.request_totals import has_schedule, request_totals
from loadgen.model.snapshot import Requests

TOTALS = Requests(
    scheduled=1_250,
    sent=1_240,
    dropped=10,
    ok=1_200,
    failed={"reset": 30, "timeout": 0},
    in_flight=9,
)


def test_each_total_has_its_name_number_and_detail() -> None:
    totals = request_totals(TOTALS, scheduled=True)
    assert [each.name_first for each in totals] == [
        "scheduled 1,250",
        "sent 1,240",
        "dropped 10",
        "ok 1,200",
        "failed 30 (30 reset)",
        "cancelled 0",
        "in flight 9",
    ]
    assert totals[4].number_first == "30 failed (30 reset)"


def test_without_a_schedule_its_totals_are_left_out() -> None:
    names = {each.name for each in request_totals(TOTALS, scheduled=False)}
    assert names == {"sent", "ok", "failed", "cancelled", "in flight"}


@pytest.mark.parametrize(
    ("model", "dropped", "shown"),
    [(ClosedModel(1), 0, False), (ClosedModel(1), 1, True), (OpenModel(1.0), 0, True)],
)
def test_what_was_dropped_once_stays_shown(model: Model, dropped: int, shown: bool) -> None:
    assert has_schedule(Requests(dropped=dropped), model) == shown
