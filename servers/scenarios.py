"""The catalogue of scenarios: what is asked of both servers, and why that is worth watching."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from servers.parameters import Parameter


@dataclass(frozen=True, slots=True)
class RequestSpec:
    """One HTTP request, the same for both lanes. ``target`` is path and query."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One question to both servers. ``request`` builds it from the values of ``parameters``."""

    key: str
    title: str
    shows: str
    parameters: tuple[Parameter, ...]
    request: Callable[[Mapping[str, int]], RequestSpec]


def _get(path: str) -> Callable[[Mapping[str, int]], RequestSpec]:
    return lambda values: RequestSpec("GET", f"{path}?{urlencode(dict(values))}")


def _order(values: Mapping[str, int]) -> RequestSpec:
    lines = [
        {"sku": f"SKU-{n:04d}", "quantity": 1 + n % 5, "unit_price_cents": 199 + 50 * n}
        for n in range(values["lines"])
    ]
    body = json.dumps({"customer": "Ada Lovelace", "lines": lines}).encode()
    return RequestSpec("POST", "/orders", (("content-type", "application/json"),), body)


_PAYLOAD = Parameter(
    "payload_bytes",
    "Payload",
    0,
    1_048_576,
    0,
    "bytes",
    logarithmic=True,
    hint="How many bytes of text each answer carries besides its few fields.",
)

SCENARIOS: tuple[Scenario, ...] = (
    Scenario(
        "hello",
        "Hello",
        "A small JSON answer: nothing but the framework's own cost.",
        (_PAYLOAD,),
        _get("/hello"),
    ),
    Scenario(
        "wait",
        "Wait on I/O",
        "Each request waits, as for a slow service: threads against an event loop.",
        (
            Parameter(
                "wait_ms",
                "Wait",
                0,
                10_000,
                50,
                "ms",
                logarithmic=True,
                hint="How long each request waits before it is answered.",
            ),
            _PAYLOAD,
        ),
        _get("/wait"),
    ),
    Scenario(
        "cpu",
        "Compute",
        "Each request computes: an event loop does not help, it is blocked for everyone.",
        (
            Parameter(
                "primes_below",
                "Primes below",
                10,
                100_000,
                2_000,
                logarithmic=True,
                hint="Each request counts the primes below this number, in plain Python.",
            ),
        ),
        _get("/cpu"),
    ),
    Scenario(
        "orders",
        "Validate an order",
        "A JSON order is validated and totalled: Pydantic against marshmallow.",
        (
            Parameter(
                "lines",
                "Order lines",
                1,
                500,
                3,
                logarithmic=True,
                hint="How many lines the posted order has; each is validated.",
            ),
        ),
        _order,
    ),
)


def scenario(key: str) -> Scenario:
    """The scenario of that key; raises KeyError."""
    return {each.key: each for each in SCENARIOS}[key]
