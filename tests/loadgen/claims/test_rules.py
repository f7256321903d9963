"""The rule of each claim: a table of figures, and the outcome that they decide."""

import pytest

from loadgen.claims.claim_list import CLAIMS, claim
from loadgen.claims.evidence import Evidence
from loadgen.claims.finding import Figure, Measured, Outcome, Tally, UndecidedError
from loadgen.claims.judgement import judge_claim
from loadgen.statistics.bootstrap import Ratio

Value = tuple[float, float] | tuple[int, int, str]
"""An interval of a figure, or what was counted, of how many, and ``counted``."""


def counted(number: int, of: int) -> Value:
    return number, of, "counted"


def measured(values: dict[str, Value]) -> Measured:
    found: list[Figure | Tally] = []
    for key, value in values.items():
        if len(value) == 3:
            found.append(Tally(key, key, value[0], value[1]))
        else:
            low, high = value
            found.append(Figure(key, key, Ratio((low + high) / 2, low, high), "times"))
    return Measured.of(found)


Case = tuple[str, dict[str, Value], Outcome]
IO: tuple[tuple[Value, Value, Value, Outcome], ...] = (
    ((8.0, 9.0), (2.0, 2.2), (1.0, 1.1), "holds"),
    ((8.0, 9.0), (0.9, 1.1), (1.0, 1.1), "in part"),
    ((8.0, 9.0), (0.9, 1.1), (1.6, 1.9), "in part"),
    ((8.0, 9.0), (0.9, 1.1), (1.4, 1.9), "in part"),
    ((0.9, 1.1), (0.9, 1.1), (1.6, 1.9), "in part"),
    ((0.9, 1.1), (0.9, 1.1), (0.8, 1.2), "fails"),
    ((0.9, 1.1), (0.9, 1.1), (1.2, 1.9), "undecided"),
    ((1.2, 1.8), (0.9, 1.1), (0.8, 1.2), "undecided"),
    ((0.9, 1.1), (2.0, 2.2), (0.8, 1.2), "undecided"),
)
CASES: list[Case] = [
    ("threads", {"at_4": (3.8, 4.05), "at_16": (15, 16.2)}, "holds"),
    ("threads", {"at_4": (5, 6), "at_16": (15, 16)}, "fails"),
    ("threads", {"at_4": (3.9, 4.1), "at_16": (17, 18)}, "fails"),
    ("threads", {"at_4": (3.9, 4.5), "at_16": (15, 16)}, "undecided"),
    ("threads", {"at_4": (1.0, 1.5), "at_16": (2, 3)}, "undecided"),
    ("threads", {"at_4": (3.9, 4.1)}, "undecided"),
    ("memory", {"threads_share": (0.06, 0.1), "processes_share": (50, 60)}, "in part"),
    ("memory", {"threads_share": (1.2, 1.5), "processes_share": (50, 60)}, "holds"),
    ("memory", {"threads_share": (1.2, 1.5), "processes_share": (0.5, 0.6)}, "in part"),
    ("memory", {"threads_share": (0.1, 0.2), "processes_share": (0.5, 0.6)}, "fails"),
    ("memory", {"threads_share": (0.1, 1.2), "processes_share": (50, 60)}, "undecided"),
    ("connections", {"waiting": (4900, 5050), "cores": (0.9, 1.1)}, "in part"),
    ("connections", {"waiting": (4900, 5050), "cores": (1.7, 1.9)}, "holds"),
    ("connections", {"waiting": (900, 1000), "cores": (0.9, 1.1)}, "fails"),
    ("connections", {"waiting": (1500, 5050), "cores": (0.9, 1.1)}, "undecided"),
    ("connections", {"waiting": (4900, 5050), "cores": (0.9, 1.3)}, "undecided"),
    ("html", {"page": (0.8, 1.1)}, "fails"),
    ("html", {"page": (1.3, 1.5)}, "in part"),
    ("html", {"page": (1.2, 1.3)}, "undecided"),
    ("defaults", {"change": (9, 11)}, "holds"),
    ("defaults", {"change": (1.0, 1.4)}, "fails"),
    ("defaults", {"change": (1.5, 3)}, "undecided"),
    ("blocking", {"blocking": (0.98, 1.02), "awaiting": (50, 60)}, "holds"),
    ("blocking", {"blocking": (1.5, 2), "awaiting": (50, 60)}, "fails"),
    ("blocking", {"blocking": (0.9, 1.0), "awaiting": (1, 2)}, "fails"),
    ("blocking", {"blocking": (0.9, 1.2), "awaiting": (50, 60)}, "undecided"),
    ("sync-handlers", {"tied": counted(9, 10), "pool": (38, 40.5)}, "in part"),
    ("sync-handlers", {"tied": counted(0, 10), "pool": (38, 40.5)}, "in part"),
    ("sync-handlers", {"tied": counted(0, 10), "pool": (70, 80)}, "holds"),
    ("sync-handlers", {"tied": counted(10, 10), "pool": (38, 40)}, "in part"),
    ("sync-handlers", {"tied": counted(10, 10), "pool": (70, 80)}, "in part"),
    ("sync-handlers", {"tied": counted(0, 10), "pool": (0.9, 1.0)}, "fails"),
    ("sync-handlers", {"tied": counted(9, 10), "pool": (38, 48)}, "undecided"),
    ("sync-handlers", {"pool": (38, 40)}, "undecided"),
    ("validation", {"refused": counted(20, 29), "errors": counted(0, 38)}, "in part"),
    ("validation", {"refused": counted(29, 29), "errors": counted(0, 38)}, "holds"),
    ("validation", {"refused": counted(29, 29), "errors": counted(1, 38)}, "in part"),
    ("validation", {"refused": counted(0, 29), "errors": counted(0, 38)}, "fails"),
    ("validation", {}, "undecided"),
    ("documents", {"described": counted(2, 2), "by_hand": counted(5, 11)}, "in part"),
    ("documents", {"described": counted(2, 2), "by_hand": counted(0, 11)}, "holds"),
    ("documents", {"described": counted(1, 2), "by_hand": counted(0, 11)}, "fails"),
    ("documents", {"by_hand": counted(5, 11)}, "undecided"),
    ("migration", {"same": counted(38, 38)}, "holds"),
    ("migration", {"same": counted(30, 38)}, "in part"),
    ("migration", {"same": counted(3, 38)}, "fails"),
    ("migration", {}, "undecided"),
]
for KEY in ("external-api", "database", "cache"):
    CASES += [
        (KEY, {"default": few, "enough": enough, "work": work}, outcome)
        for few, enough, work, outcome in IO
    ]


@pytest.mark.parametrize(("key", "values", "outcome"), CASES)
def test_a_rule_decides_by_intervals(key: str, values: dict[str, Value], outcome: Outcome) -> None:
    try:
        found = claim(key).rule(measured(values)).outcome
    except UndecidedError:
        found = "undecided"
    assert found == outcome


@pytest.mark.parametrize(
    ("flask", "fastapi", "libraries", "outcome"),
    [
        (0, 9, (2, 15), "in part"),
        (0, 9, (10, 15), "holds"),
        (0, 9, (2, 9), "in part"),
        (0, 9, (), "undecided"),
        (2, 9, (10, 15), "fails"),
    ],
)
def test_drift_is_judged_against_fastapi(
    flask: int, fastapi: int, libraries: tuple[int, ...], outcome: Outcome
) -> None:
    keys = ("flask-restx", "flask-smorest")
    values = {"flask": counted(flask, 2), "fastapi": counted(fastapi, 38)}
    values |= {key: counted(n, 38) for key, n in zip(keys, libraries, strict=False)}
    try:
        found = claim("drift").rule(measured(values)).outcome
    except UndecidedError:
        found = "undecided"
    assert found == outcome


def test_the_conditions_of_waiting_and_of_cpu_time_differ() -> None:
    """A lead per CPU second is stated only where its interval says so."""
    rule = claim("external-api").rule
    few, enough = (8.0, 9.0), (0.9, 1.1)
    texts = {
        rule(measured({"default": few, "enough": enough, "work": work})).condition
        for work in ((1.6, 1.9), (1.4, 1.9))
    }
    assert len(texts) == 2


def test_every_rule_has_a_row_of_each_outcome_that_it_knows() -> None:
    keys = {key for key, _, _ in CASES} | {"drift"}
    assert keys == {each.key for each in CLAIMS}


@pytest.mark.parametrize("each", CLAIMS, ids=lambda each: each.key)
def test_without_evidence_nothing_is_decided(each: object) -> None:
    judged = judge_claim(claim(each.key), Evidence())  # type: ignore[attr-defined]
    assert judged.ruling.outcome == "undecided"
    assert judged.ruling.condition.endswith(".")
    assert not judged.figures


def test_an_undecided_figure_does_not_read_as_its_bound() -> None:
    figure = Figure("more", "How often", Ratio(3.81, 3.52, 4.2049), "times")
    with pytest.raises(UndecidedError) as raised:
        Measured.of([figure]).exceeds("more", 4.2)
    said = str(raised.value)
    assert "3.81 times (3.52 to 4.205) does not tell whether it is above 4.2 times:" in said
