"""Bodies that somebody sends to break a server: neither dies, and each says what the table says."""

import contextlib
import http.client
import json
from collections.abc import Iterable

import pytest

from servers.launcher import RunningServer
from tests.servers.apps.hostile_bodies import HOSTILE, INSERTED, body
from tests.servers.contract.table import Row
from tests.support.every_case import every_case
from tests.support.http_client import ask
from tests.support.request_bodies import order
from tests.support.served_scenarios import AVAILABLE

HUNDRED_MB = 100 * 1000 * 1000


def test_the_statuses_are_those_in_the_table(running: dict[str, RunningServer]) -> None:
    @every_case(
        "row",
        [*HOSTILE, *INSERTED],
        ids=lambda row: f"{row.scenario}-{row.kind.replace(' ', '-')}",
    )
    def ask_all(row: Row) -> None:
        serving = [each for each in AVAILABLE if each.serves(row.scenario)]
        given = {
            each.key: ask(running[each.key].ready.port, row.request).status for each in serving
        }
        assert given == {each.key: row.status(each) for each in serving}

    ask_all()
    # None has died, nor was replaced by another one.
    again = {each.key: ask(running[each.key].ready.port, order()).status for each in AVAILABLE}
    assert again == dict.fromkeys(again, 201)


def test_of_a_key_given_twice_the_last_counts(running: dict[str, RunningServer]) -> None:
    serving = [each.key for each in AVAILABLE if each.serves("orders")]
    twice = body(more=', "customer": "Bob"')
    said = {key: json.loads(ask(running[key].ready.port, twice).body) for key in serving}
    assert {key: each["customer"] for key, each in said.items()} == dict.fromkeys(serving, "Bob")


def send(port: int, path: str, kind: str, body: Iterable[bytes]) -> tuple[int, int]:
    """100 MB, without holding them: the status, and how long the answer is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(connection):
        headers = {"content-type": kind, "content-length": f"{HUNDRED_MB}"}
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        return answer.status, int(answer.headers["content-length"])


@pytest.mark.parametrize("key", ["flask", "fastapi"])
def test_100_mb_are_refused(key: str, running: dict[str, RunningServer]) -> None:
    """FastAPI's refusal holds what it refuses: another 100 MB, which nobody has to read."""
    begin, end, block = b'{"customer": "', b'"}', b"x" * 1_000_000
    rest = HUNDRED_MB - len(begin) - len(end)
    blocks = [begin, *[block] * (rest // len(block)), block[: rest % len(block)], end]
    status, length = send(running[key].ready.port, "/orders", "application/json", blocks)
    assert status == 422
    assert (length > HUNDRED_MB // 2) == (key == "fastapi")
    assert ask(running[key].ready.port, order()).status == 201


def test_100_mb_of_a_form_are_refused_by_their_length(running: dict[str, RunningServer]) -> None:
    """FastAPI's limit needs not one byte of it. waitress takes all before Flask is asked."""
    kind = "multipart/form-data; boundary=x"
    assert send(running["fastapi"].ready.port, "/upload", kind, [])[0] == 413
