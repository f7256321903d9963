"""Requests that both accept and understand differently: what each says, by contestant."""

import json

import pytest

from servers.catalog.scenario_requests import RequestSpec
from servers.launcher import RunningServer
from tests.support.http_client import ask
from tests.support.request_bodies import file, form, get, part
from tests.support.served_scenarios import AVAILABLE

# Scenario, request, the field of the answer, what Flask says, what FastAPI says.
DIFFERENCES = [
    # Given twice: Werkzeug takes the first, Starlette the last.
    ("cpu", get("/cpu?primes_below=10&primes_below=20"), "primes_below", 10, 20),
    ("upload", form(file(b"a"), file(b"bcd")), "size", 1, 3),
    # A path before the name: Werkzeug keeps it, python-multipart takes it away.
    ("upload", form(file(name=r"C:\\dir\\a.txt")), "filename", r"C:\dir\a.txt", "a.txt"),
    # Browsers write a quotation mark in a name as %22: Werkzeug reads it back.
    ("upload", form(file(name="a%22b.txt")), "filename", 'a"b.txt', "a%22b.txt"),
    # RFC 2231 names: python-multipart does not know them.
    (
        "upload",
        form(part('name="file"; filename="x"; filename*=UTF-8\'\'B%C3%BCcher.txt')),
        "filename",
        "Bücher.txt",
        "x",
    ),
    # Nobody takes a path for a name that is safe to write to.
    ("upload", form(file(name="../../a.txt")), "filename", "../../a.txt", "../../a.txt"),
]


@pytest.mark.parametrize(("key", "request_", "field", "flask", "fastapi"), DIFFERENCES)
def test_each_contestant_reads_it_in_its_own_way(
    key: str,
    request_: RequestSpec,
    field: str,
    flask: object,
    fastapi: object,
    running: dict[str, RunningServer],
) -> None:
    said = {"flask": flask, "fastapi": fastapi}
    serving = [each for each in AVAILABLE if each.serves(key)]
    answers = {each.key: ask(running[each.key].ready.port, request_) for each in serving}
    given = {each: json.loads(answer.body)[field] for each, answer in answers.items()}
    assert given == {each.key: said[each.framework] for each in serving}
