"""Claim 10: the modern default, and Flask for server-side HTML."""

from collections.abc import Iterable

from loadgen.claims.claim import Claim, RaceTest
from loadgen.claims.evidence import Evidence
from loadgen.claims.finding import Figure, Measured, Ruling
from loadgen.claims.measuring import cores_used, figure, gain
from loadgen.claims.plans import flat_out_race
from loadgen.model.race_plan import LaneChoice

_REASON = 1.25
"""A server that renders so many times as many pages is a reason to choose it."""


def measure(evidence: Evidence) -> Iterable[Figure | None]:
    """Flask's pages over FastAPI's, and the cores on which each renders."""
    fastapi = gain(evidence, "page", "page", "")
    title = "Pages of Flask over those of FastAPI"
    value = fastapi.value.inverse() if fastapi else None
    yield figure("page", title, value, "times", evidence.races.get("page"))
    yield cores_used(evidence, "page", "a", "flask_cores", "Flask renders: cores used")
    yield cores_used(evidence, "page", "b", "fastapi_cores", "FastAPI renders: cores used")


def rule(found: Measured) -> Ruling:
    """What can be measured is HTML: whether Flask renders it faster by a margin that matters."""
    if found.exceeds("page", _REASON):
        return Ruling("in part", "only of HTML, which Flask serves faster; the rest is an opinion")
    return Ruling(
        "fails",
        "Flask does not render the same template faster by a quarter; the rest is an opinion",
    )


CLAIM = Claim(
    key="html",
    number=10,
    title="The default, and HTML",
    sentence="FastAPI is the modern default; use Flask for legacy systems or server-side HTML.",
    method="Both render one Jinja2 template of 50 rows, flat out, in turns.",
    tests=(
        RaceTest(
            key="page",
            plan=flat_out_race(LaneChoice.of("flask"), LaneChoice.of("fastapi"), "page", users=16),
        ),
    ),
    measure=measure,
    rule=rule,
    honest="An opinion: both render the same Jinja2 template, and rendering is CPU work that "
    "neither speeds up. Flask brings sessions, forms and an ecosystem for pages, FastAPI types "
    "and documents for APIs.",
    interview="Choose by what is served and by what the team knows, not by a label. For pages "
    "count CPU per page and cache them; for a JSON API weigh types, documents and waiting; for a "
    "system that runs, weigh the cost of moving.",
)
