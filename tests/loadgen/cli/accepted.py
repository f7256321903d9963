"""Invocations that Faceoff 0.1 accepted on argparse, and what each of them meant."""

from typing import Any

import msgspec

from loadgen.cli.arguments import RunRequest
from servers.catalog.scenarios import scenario
from servers.catalog.variants import variant

USUAL: dict[str, Any] = {
    "lanes": {"a": ["flask", {}], "b": ["fastapi", {}]},
    "scenario": "wait",
    "parameters": {},
    "model": {"kind": "closed", "concurrency": 64},
    "mode": "together",
    "block_s": 3,
    "fresh_servers": False,
    "until_clear": False,
    "clear_metric": "requests",
    "client": "faceoff",
    "pinned": False,
    "duration_s": 10,
    "timeout_s": 60,
    "requests_per_connection": 0,
    "calibrate": None,
    "outputs": [],
    "options": [False, "light", 1],
}
"""What ``run`` means without options."""

INVOCATIONS: tuple[tuple[tuple[str, ...], dict[str, Any]], ...] = (
    ((), {}),
    (("--a", "fastapi"), {"lanes": {"a": ["fastapi", {}], "b": ["fastapi", {}]}}),
    (("--a=fastapi", "--b=flask"), {"lanes": {"a": ["fastapi", {}], "b": ["flask", {}]}}),
    (
        ("--a", "flask", "--a", "fastapi-def"),
        {"lanes": {"a": ["fastapi-def", {}], "b": ["fastapi", {}]}},
    ),
    (("--scenario", "cpu", "--duration", "20"), {"scenario": "cpu", "duration_s": 20}),
    (("--scenario=orders",), {"scenario": "orders"}),
    (
        ("--sce", "cpu", "--dur", "20", "--conc", "8"),
        {"scenario": "cpu", "model": {"kind": "closed", "concurrency": 8}, "duration_s": 20},
    ),
    (
        ("--set", "wait_ms=200", "--set", "a.threads=64", "--concurrency", "256"),
        {
            "lanes": {"a": ["flask", {"threads": 64}], "b": ["fastapi", {}]},
            "parameters": {"wait_ms": 200},
            "model": {"kind": "closed", "concurrency": 256},
        },
    ),
    (
        ("--set=wait_ms=1,000", "--set", " payload_bytes = 9"),
        {"parameters": {"wait_ms": 1000, "payload_bytes": 9}},
    ),
    (("--set", "wait_ms=1", "--set", "wait_ms=2"), {"parameters": {"wait_ms": 2}}),
    (
        ("--set", "b.client=AioHTTP", "--set", "a.client=urllib3"),
        {"lanes": {"a": ["flask", {"client": 2}], "b": ["fastapi", {"client": 1}]}},
    ),
    (("--concurrency", "1,024"), {"model": {"kind": "closed", "concurrency": 1024}}),
    (("--concurrency", " 7 "), {"model": {"kind": "closed", "concurrency": 7}}),
    (("--duration", "3,600"), {"duration_s": 3600}),
    (("--timeout", "7"), {"timeout_s": 7}),
    (
        ("--rate", "500"),
        {
            "model": {"kind": "open", "rate": 500.0, "max_in_flight": 1000, "connections": 0},
            "clear_metric": "p99",
        },
    ),
    (
        ("--rate", "500", "--connections", "8"),
        {
            "model": {"kind": "open", "rate": 500.0, "max_in_flight": 1000, "connections": 8},
            "clear_metric": "p99",
        },
    ),
    (
        ("--rate", "500", "--connections", "0"),
        {
            "model": {"kind": "open", "rate": 500.0, "max_in_flight": 1000, "connections": 0},
            "clear_metric": "p99",
        },
    ),
    (
        ("--rate", "1,000", "--max-in-flight", "9", "--until-clear"),
        {
            "model": {"kind": "open", "rate": 1000.0, "max_in_flight": 9, "connections": 0},
            "until_clear": True,
            "clear_metric": "p99",
            "duration_s": 300,
        },
    ),
    (
        ("--rate", "500", "--max-in", "9"),
        {
            "model": {"kind": "open", "rate": 500.0, "max_in_flight": 9, "connections": 0},
            "clear_metric": "p99",
        },
    ),
    (("--mode", "turns"), {"mode": "turns", "duration_s": 30}),
    (("--mode", "turns", "--block", "5"), {"mode": "turns", "block_s": 5, "duration_s": 30}),
    (
        ("--mode", "turns", "--fresh-servers"),
        {"mode": "turns", "fresh_servers": True, "duration_s": 30},
    ),
    (
        ("--mode", "turns", "--fresh", "--block", "2"),
        {"mode": "turns", "block_s": 2, "fresh_servers": True, "duration_s": 30},
    ),
    (("--mode", "together"), {}),
    (("--until-clear",), {"until_clear": True, "duration_s": 300}),
    (("--until-clear", "p99"), {"until_clear": True, "clear_metric": "p99", "duration_s": 300}),
    (
        ("--until-clear", "memory", "--duration", "7"),
        {"until_clear": True, "clear_metric": "memory", "duration_s": 7},
    ),
    (("--until-clear", "--duration", "7"), {"until_clear": True, "duration_s": 7}),
    (("--until-clear=p50",), {"until_clear": True, "clear_metric": "p50", "duration_s": 300}),
    (("--until-clear", ""), {"until_clear": True, "duration_s": 300}),
    (("--until", "p50"), {"until_clear": True, "clear_metric": "p50", "duration_s": 300}),
    (
        ("--mode", "turns", "--until-clear"),
        {"mode": "turns", "until_clear": True, "duration_s": 300},
    ),
    (("--client", "httpx-shared"), {"client": "httpx-shared"}),
    (("--client", "httpx-per-user"), {"client": "httpx-per-user"}),
    (("--calibrate",), {"calibrate": True}),
    (("--no-calibrate",), {"calibrate": False}),
    (("--calibrate", "--no-calibrate"), {"calibrate": False}),
    (("--cal",), {"calibrate": True}),
    (("--no",), {"calibrate": False}),
    (("--summary",), {"options": [True, "light", 1]}),
    (
        ("--summary", "--out", "race.json"),
        {"outputs": [["race.json", ".json"]], "options": [True, "light", 1]},
    ),
    (
        ("--out", "race.JSON", "--out", "folder/race.csv"),
        {"outputs": [["race.JSON", ".json"], ["folder/race.csv", ".csv"]]},
    ),
    (("--out=race.json",), {"outputs": [["race.json", ".json"]]}),
    (("--o", "race.json"), {"outputs": [["race.json", ".json"]]}),
    (("--theme", "dark", "--scale", "4"), {"options": [False, "dark", 4]}),
    (("--theme=light", "--scale=1"), {}),
    (("--th", "dark"), {"options": [False, "dark", 1]}),
    (
        ("--scenario", "mixed", "--set", "weight_hello=0"),
        {"scenario": "mixed", "parameters": {"weight_hello": 0}},
    ),
    (("--database-u", "postgresql://ada@127.0.0.1/shop"), {}),
)
"""The words after ``run``, and where their meaning departs from ``USUAL``."""

REFUSED: tuple[tuple[str, ...], ...] = (
    ("dance",),
    ("ru",),
    ("RUN",),
    ("",),
    ("--",),
    ("--nonsense",),
    ("--conc", "8"),
    ("--concurrency", "8", "run"),
    ("run", "more"),
    ("run", "--", "more"),
    ("run", "--nonsense"),
    ("run", "-x"),
    ("run", "-a", "flask"),
    ("run", "--s", "cpu"),
    ("run", "--c", "8"),
    ("run", "--summary=yes"),
    ("run", "--concurrency"),
    ("run", "--concurrency", "-1"),
    ("run", "--concurrency=-1"),
    ("run", "--concurrency="),
    ("run", "--a"),
    ("run", "--a", "FLASK"),
    ("run", "--a", ""),
    ("run", "--scenario", "dance"),
    ("run", "--scale", "3"),
    ("run", "--scale", "two"),
    ("run", "--theme", "blue"),
    ("run", "--mode", "apart"),
    ("run", "--client", "curl"),
    ("run", "--until-clear", "p75"),
    ("run", "--set"),
    ("run", "--set", "wait_ms"),
    ("run", "--out"),
    ("run", "--out", "race"),
    ("run", "--rate", "5", "--concurrency", "5"),
    ("run", "run"),
    ("check-instrument", "--fast"),
    ("check-instrument", "more"),
    ("check-instrument", "--out"),
    ("check-instrument", "--out", "table.txt"),
)
SHOWN: tuple[tuple[str, ...], ...] = (
    ("-h",),
    ("--help",),
    ("--hel",),
    ("--vers",),
    ("-h", "run"),
    ("--help", "dance"),
    ("run", "-h"),
    ("run", "--help"),
    ("run", "--he"),
    ("run", "--help", "--nonsense"),
    ("run", "--a", "flask", "--help"),
    ("check-instrument", "-h"),
    ("check-instrument", "--help"),
)


def departures(request: RunRequest) -> dict[str, Any]:
    """What the request says, without the catalogue's own defaults."""
    plan = request.plan
    told: dict[str, Any] = msgspec.to_builtins(plan)
    for id_, lane in plan.lanes.items():
        usual = {each.key: each.default for each in variant(lane.variant).settings}
        told["lanes"][id_] = [lane.variant, _without(lane.settings, usual)]
    usual = {each.key: each.default for each in scenario(plan.scenario).parameters}
    told["parameters"] = _without(plan.parameters, usual)
    told["calibrate"] = request.calibrate
    told["outputs"] = [[str(path), exporter.suffix] for path, exporter in request.outputs]
    options = request.options
    told["options"] = [options.summary, options.theme, options.scale]
    return told


def _without(values: dict[str, int], usual: dict[str, int]) -> dict[str, int]:
    return {key: value for key, value in values.items() if value != usual[key]}
