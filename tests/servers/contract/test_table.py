"""The contract table holds for every variant, and has a row for everything."""

from servers.catalog.scenarios import Scenario
from servers.catalog.variants import variant
from servers.launcher import RunningServer
from tests.servers.apps.hostile_bodies import HOSTILE
from tests.servers.contract.services_table import SERVICES
from tests.servers.contract.table import KINDS, Row
from tests.servers.contract.table import TABLE as ALONE
from tests.support.every_case import every_case
from tests.support.http_client import ask
from tests.support.request_bodies import order_line
from tests.support.served_scenarios import AVAILABLE, SERVED

TABLE = (*ALONE, *SERVICES)


@every_case("row", TABLE, ids=lambda row: f"{row.scenario}-{row.kind.replace(' ', '-')}")
def test_the_statuses_are_those_in_the_table(row: Row, running: dict[str, RunningServer]) -> None:
    serving = [each for each in AVAILABLE if each.serves(row.scenario)]
    given = {each.key: ask(running[each.key].ready.port, row.request).status for each in serving}
    assert given == {each.key: row.status(each) for each in serving}


@every_case("scenario", SERVED, ids=lambda each: each.key)
@every_case("kind", KINDS)
def test_every_scenario_has_a_row_of_every_kind(scenario: Scenario, kind: str) -> None:
    assert (scenario.key, kind) in {(row.scenario, row.kind) for row in TABLE}


def test_what_differs_has_a_reason_and_what_does_not_has_none() -> None:
    rows = (*TABLE, *HOSTILE)
    assert [row for row in rows if (row.flask != row.fastapi) != bool(row.why)] == []
    for row in rows:
        others = [
            (variant(key), status)
            for each in row.otherwise
            for key, status in each.statuses.items()
        ]
        assert all(each.why for each in row.otherwise)
        assert len({each.key for each, _ in others}) == len(others)
        assert [each.key for each, status in others if status == row.usual(each)] == []


def test_a_refusal_names_the_field(running: dict[str, RunningServer]) -> None:
    serving = [each for each in AVAILABLE if each.serves("orders")]
    answers = {
        each.key: ask(running[each.key].ready.port, order_line(quantity="two")).body
        for each in serving
    }
    assert [key for key, body in answers.items() if b"quantity" not in body] == []
