"""Claim 8: from Flask to FastAPI step by step."""

from collections.abc import Iterable

from loadgen.claims.claim import Claim, RaceTest
from loadgen.claims.contract_tests import CONTRACT, MOUNTED
from loadgen.claims.evidence import Evidence
from loadgen.claims.finding import Figure, Measured, Ruling, Tally
from loadgen.claims.measuring import gain
from loadgen.claims.plans import flat_out_race
from loadgen.model.race_plan import LaneChoice


def measure(evidence: Evidence) -> Iterable[Figure | Tally | None]:
    """How many answers stay the same when the Flask app is mounted, and what the bridge costs."""
    found = evidence.contract.get(MOUNTED)
    if found is not None and not found.failure:
        title = "Bodies that the mounted Flask app answers as before"
        yield Tally("same", title, found.same_as_flask, found.sent)
    yield gain(evidence, "mounted", "bridge", "Hello through the bridge over Flask on waitress")


def rule(found: Measured) -> Ruling:
    """The first step is decided: the whole Flask app, mounted, answers as it did."""
    same = found.tally("same")
    if same.number == same.of:
        return Ruling("holds")
    if same.number * 2 > same.of:
        return Ruling("in part", "only of most requests: some are answered otherwise once mounted")
    return Ruling("fails", "most requests are answered otherwise once the app is mounted")


CLAIM = Claim(
    key="migration",
    number=8,
    title="Moving step by step",
    sentence="Flask applications migrate to FastAPI step by step; routing patterns are similar.",
    method="The same bodies are sent to Flask and to the same app mounted in FastAPI; then both "
    "are raced. Later steps, route by route, are not part of this test.",
    tests=(
        CONTRACT,
        RaceTest(
            key="mounted",
            plan=flat_out_race(LaneChoice.of("flask"), LaneChoice.of(MOUNTED), "hello", users=16),
            sensitive=False,
        ),
    ),
    measure=measure,
    rule=rule,
    honest="True: mount the Flask app in FastAPI, then move routes one at a time. The edges bite: "
    "a chunked body reaches the mounted app empty, only the method that moved changes sides, and "
    "405 and slash redirects differ.",
    interview="Put FastAPI in front, mount the old app, move one route at a time and compare both "
    "answers before each step. Say what the bridge costs and which edges you would test: chunked "
    "uploads, HEAD and OPTIONS, error bodies, session cookies.",
)
